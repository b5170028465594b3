import type { FormState, FormDraft } from '../contract';
import type { FormTexts } from '../pageTexts';
import { button, element, showChildren, showText } from './element';
import type { LossKind } from './connection';
import type { FormValues } from '../../orders/formValues';

/** The header above every step: what the form is for, whether anything is really bought, whether to sign in. */
export class Header {
  readonly element: HTMLElement;
  private readonly title = element('h1');
  private readonly subtitle = element('p', { class: 'subtitle' });
  private readonly sandbox = element('p', { class: 'banner', role: 'status' });
  private readonly signInText = element('p', { role: 'status' });
  private readonly signIn: HTMLElement;

  constructor(texts: FormTexts, signIn: () => void) {
    this.signIn = element(
      'div',
      { class: 'sign-in' },
      this.signInText,
      button('primary', texts.signIn, signIn),
    );
    this.element = element('header', {}, this.title, this.subtitle, this.sandbox, this.signIn);
  }

  update({ title, subtitle, sandbox, signInNeeded }: FormState): void {
    showText(this.title, title);
    showText(this.subtitle, subtitle);
    showText(this.sandbox, sandbox);
    showText(this.signInText, signInNeeded);
    this.signIn.hidden = signInNeeded === '';
  }
}

/** Says why nothing can be done with the form in this session, and offers to copy it to a new one. */
export class FrozenNotice {
  private readonly text = element('p');
  private readonly copy: HTMLElement;
  readonly element: HTMLElement;

  constructor(texts: FormTexts, copy: () => void) {
    this.copy = element('div', { class: 'buttons' }, button('primary', texts.copyToNewForm, copy));
    this.element = element('section', { class: 'frozen', role: 'status' }, this.text, this.copy);
  }

  /** @param frozen Null if the form can be used. */
  update(frozen: FormState['frozen']): void {
    showText(this.text, frozen?.text ?? '');
    this.copy.hidden = frozen?.mayCopy !== true;
    this.element.hidden = frozen === null;
  }
}

/** Says that the extension does not answer and what is certain about what was sent, and links to reopening the form. */
export class LostNotice {
  private readonly text = element('p');
  private readonly reopen: HTMLAnchorElement;
  private readonly content: readonly Element[];
  readonly element = element('section', { class: 'lost', role: 'alert', hidden: '' });

  /** @param draft Returns what the user has entered so far, for the new form. */
  constructor(
    private readonly texts: FormTexts,
    draft: () => FormDraft,
  ) {
    this.reopen = element('a', { class: 'vscode-button', href: '' }, texts.reopen);
    // VS Code itself runs the command of a link, so it works even though the extension receives no messages.
    const updateLink = () => {
      this.reopen.href = `command:pbx.reopenForm?${encodeURIComponent(JSON.stringify([draft()]))}`;
    };
    updateLink();
    for (const before of ['pointerdown', 'focus', 'click']) {
      this.reopen.addEventListener(before, updateLink, true);
    }
    const reload = element(
      'a',
      { class: 'vscode-button secondary', href: 'command:workbench.action.reloadWindow' },
      texts.reloadWindow,
    );
    this.content = [
      element('h2', {}, texts.lost),
      this.text,
      element('div', { class: 'buttons' }, this.reopen, reload),
    ];
  }

  /** @param loss Undefined while the extension answers: then the notice is empty, without any links. */
  update(loss: LossKind | undefined): void {
    showText(this.text, loss === undefined ? '' : this.texts.loss[loss]);
    this.element.hidden = loss === undefined;
    showChildren(this.element, loss === undefined ? [] : this.content);
  }
}

/** Milliseconds without a key press after which the user counts as having stopped typing. */
const typingPause = 130;

/** Sends the form's values to the host when they have changed; while the user types, at the next pause. */
export class ChangeNotice {
  private lastSent: string | undefined;
  private timer: number | undefined;

  constructor(private readonly send: (values: FormValues) => void) {}

  typed(values: FormValues): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.chosen(values), typingPause);
  }

  chosen(values: FormValues): void {
    if (JSON.stringify(values) !== this.lastSent) {
      this.markSent(values);
      this.send(values);
    }
  }

  /** Records that the host already has these values, and cancels a pending send. */
  markSent(values: FormValues): void {
    window.clearTimeout(this.timer);
    this.lastSent = JSON.stringify(values);
  }
}

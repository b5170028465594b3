import type { FormState, FormTexts, FormDraft } from '../contract';
import { button, element, showChildren } from './element';
import { showText } from './shownText';
import type { Loss } from './connection';
import type { FormValues } from '../../orders/formValues';

/** What stands above every step: for which PBX, whether anything is really bought, whether to sign in. */
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

/** Says that the extension does not answer, what is certain then, and leads to a form that works. */
export class LostNotice {
  private readonly text = element('p');
  private readonly reopen: HTMLAnchorElement;
  private readonly parts: readonly Element[];
  readonly element = element('section', { class: 'lost', role: 'alert', hidden: '' });

  /** @param draft What has been entered so far; the new form begins with it. */
  constructor(
    private readonly texts: FormTexts,
    draft: () => FormDraft,
  ) {
    this.reopen = element('a', { class: 'vscode-button', href: '' }, texts.reopen);
    // VS Code runs the command of a link by itself, so that it works though nobody hears this page.
    const setTarget = () => {
      this.reopen.href = `command:pbx.reopenForm?${encodeURIComponent(JSON.stringify([draft()]))}`;
    };
    setTarget();
    for (const before of ['pointerdown', 'focus', 'click']) {
      this.reopen.addEventListener(before, setTarget, true);
    }
    const reload = element(
      'a',
      { class: 'vscode-button secondary', href: 'command:workbench.action.reloadWindow' },
      texts.reloadWindow,
    );
    this.parts = [
      element('h2', {}, texts.lost),
      this.text,
      element('div', { class: 'buttons' }, this.reopen, reload),
    ];
  }

  /** @param loss Undefined: the extension answers, and the page has no link. */
  update(loss: Loss | undefined): void {
    showText(this.text, loss === undefined ? '' : this.texts.loss[loss]);
    this.element.hidden = loss === undefined;
    showChildren(this.element, loss === undefined ? [] : this.parts);
  }
}

/** Milliseconds of silence after which typing counts as done. */
const typingPause = 130;

/** Tells the host the form's values whenever they have changed; while the user types, at the next pause. */
export class ChangeNotice {
  private told: string | undefined;
  private timer: number | undefined;

  constructor(private readonly tell: (values: FormValues) => void) {}

  typed(values: FormValues): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.chosen(values), typingPause);
  }

  chosen(values: FormValues): void {
    if (JSON.stringify(values) !== this.told) {
      this.isTold(values);
      this.tell(values);
    }
  }

  /** The host has these values by another way; what is waiting to be told is out of date. */
  isTold(values: FormValues): void {
    window.clearTimeout(this.timer);
    this.told = JSON.stringify(values);
  }
}

import type { FormDraft, FormTexts } from '../contract';
import type { Loss } from './connection';
import { element, showChildren } from './element';
import { showText } from './shownText';

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

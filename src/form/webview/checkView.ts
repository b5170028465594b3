import type { Check, FormTexts } from '../contract';
import { button, element } from './element';
import { progressRing } from './icons';
import { showText } from './shownText';

export interface CheckEvents {
  readonly checkAgain: () => void;
  readonly cancelCheck: () => void;
}

/** How the search for an order of unknown outcome goes: under way with Cancel, or its result with Check Again. */
export class CheckView {
  readonly element: HTMLElement;
  readonly checkAgain: HTMLButtonElement;
  readonly cancel: HTMLButtonElement;
  private readonly text = element('span', { role: 'status' });

  constructor(texts: FormTexts, events: CheckEvents) {
    this.element = element('p', { class: 'check' }, progressRing(), this.text);
    this.checkAgain = button('secondary', texts.checkAgain, events.checkAgain);
    this.cancel = button('secondary', texts.cancel, events.cancelCheck);
  }

  /** @param check Null where there is nothing to look for. */
  update(check: Check | null): void {
    const isUnderWay = check?.underWay === true;
    const hadFocus = [this.checkAgain, this.cancel].some((one) => one === document.activeElement);
    showText(this.text, check?.text ?? '');
    this.element.classList.toggle('loading', isUnderWay);
    this.element.hidden = check === null || check.text === '';
    this.checkAgain.hidden = check === null || isUnderWay;
    this.cancel.hidden = !isUnderWay;
    // The one takes the place of the other, for the focus as well.
    if (hadFocus && check !== null) {
      (isUnderWay ? this.cancel : this.checkAgain).focus();
    }
  }
}

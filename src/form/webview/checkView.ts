import type { Check, FormTexts, OtherOrder } from '../contract';
import { button, element, progressRing, setAttribute } from './element';
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

/** A list of orders, each with a way to its details. */
export class OrderList {
  readonly element = element('ul', { class: 'records' });
  private shown = '';

  constructor(
    /** Tells the elements of this list from those of others on the page. */
    private readonly idPrefix: string,
    private readonly showDetails: string,
    private readonly show: (id: OtherOrder['id']) => void,
  ) {
    this.element.hidden = true;
  }

  /** Leaves the list alone, with the focus in it, as long as it says the same. */
  update(orders: readonly OtherOrder[]): void {
    const shown = JSON.stringify(orders);
    if (this.shown === shown) {
      return;
    }
    this.shown = shown;
    this.element.replaceChildren(
      ...orders.map(({ id, title, state }, index) => {
        const [name, told] = [element('span'), element('span', { class: 'state' })];
        showText(name, title);
        showText(told, state);
        name.id = `${this.idPrefix}-${index}`;
        const details = button('secondary', this.showDetails, () => this.show(id));
        // Several buttons of the same name stand on one page.
        setAttribute(details, 'aria-describedby', name.id);
        return element('li', {}, element('span', {}, name, ' ', told), details);
      }),
    );
    this.element.hidden = orders.length === 0;
  }
}

import type { BlockedView, OtherOrder, Check } from '../contract';
import type { FormTexts } from '../pageTexts';
import { button, element, moveFocus, icon, progressRing, setAttribute, showText } from './element';

export interface BlockedEvents extends CheckEvents {
  /** Resolves when the host has answered, even with a failure. */
  readonly placeAnyway: (reviewId: string) => Promise<void>;
  readonly showOther: (id: OtherOrder['id']) => void;
  readonly showLock: () => void;
  readonly back: () => void;
}

/** Why an order was not sent, and the orders that it may repeat. VS Code itself asks for consent to the duplicate. */
export class BlockedStep {
  readonly element: HTMLElement;
  private readonly heading: HTMLElement;
  private readonly sentence = element('p');
  private readonly orders: OrderList;
  private readonly check: CheckView;
  private readonly placeAnyway: HTMLButtonElement;
  private readonly showLock: HTMLButtonElement;
  private reviewId = '';
  private isAwaitingReply = false;

  constructor(
    texts: FormTexts,
    private readonly events: BlockedEvents,
  ) {
    const mark = element('span', { class: 'mark unknown' }, icon('question', 'codicon'));
    this.heading = element('h2', { tabindex: '-1', class: 'outcome-title' }, mark, texts.blocked);
    this.orders = new OrderList('blocking', texts.showDetails, events.showOther);
    this.check = new CheckView(texts, events);
    this.placeAnyway = button('secondary', texts.placeAnyway, () => void this.place());
    this.showLock = button('secondary', texts.showLock, events.showLock);
    this.element = element(
      'section',
      {},
      element('div', { role: 'alert' }, this.heading, this.sentence),
      this.orders.element,
      this.check.element,
      element(
        'div',
        { class: 'buttons' },
        button('primary', texts.back, events.back),
        this.check.checkAgain,
        this.check.cancel,
        this.placeAnyway,
        this.showLock,
      ),
    );
  }

  update({ reviewId, sentence, orders, check, mayPlace, lockFile }: BlockedView): void {
    this.reviewId = reviewId;
    showText(this.sentence, sentence);
    this.orders.update(orders);
    this.check.update(check);
    this.placeAnyway.hidden = !mayPlace;
    this.showLock.hidden = lockFile === '';
  }

  focus(): void {
    moveFocus(this.heading);
  }

  private async place(): Promise<void> {
    if (this.isAwaitingReply) {
      return;
    }
    this.isAwaitingReply = true;
    await this.events.placeAnyway(this.reviewId);
    this.isAwaitingReply = false;
    this.takeFocusBack();
  }

  /**
   * Focuses the button that opened the dialog: VS Code gives the focus back to the page, with a delay, but not to the
   * element that had it.
   */
  private takeFocusBack(): void {
    if (!document.hasFocus()) {
      window.addEventListener('focus', () => this.takeFocusBack(), { once: true });
    } else if (document.activeElement === document.body && !this.element.hidden) {
      this.placeAnyway.focus();
    }
  }
}

export interface CheckEvents {
  readonly checkAgain: () => void;
  readonly cancelCheck: () => void;
}

/** Progress of reconciling an order of unknown outcome, with Cancel; or its result, with Check Again. */
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

  /** @param check Null when there is nothing to reconcile. */
  update(check: Check | null): void {
    const isUnderWay = check?.underWay === true;
    const hadFocus = [this.checkAgain, this.cancel].some((one) => one === document.activeElement);
    showText(this.text, check?.text ?? '');
    this.element.classList.toggle('loading', isUnderWay);
    this.element.hidden = check === null || check.text === '';
    this.checkAgain.hidden = check === null || isUnderWay;
    this.cancel.hidden = !isUnderWay;
    // One button replaces the other, and takes over its focus.
    if (hadFocus && check !== null) {
      (isUnderWay ? this.cancel : this.checkAgain).focus();
    }
  }
}

/** A list of orders, each with a button that shows its details. */
export class OrderList {
  readonly element = element('ul', { class: 'orders' });
  private shown = '';

  constructor(
    /** Makes the ids of this list's elements unique on the page. */
    private readonly idPrefix: string,
    private readonly showDetails: string,
    private readonly show: (id: OtherOrder['id']) => void,
  ) {
    this.element.hidden = true;
  }

  /** Shows the orders. An unchanged list is left alone, so that the focus in it stays. */
  update(orders: readonly OtherOrder[]): void {
    const shown = JSON.stringify(orders);
    if (this.shown === shown) {
      return;
    }
    this.shown = shown;
    this.element.replaceChildren(
      ...orders.map(({ id, title, state }, index) => {
        const [name, status] = [element('span'), element('span', { class: 'state' })];
        showText(name, title);
        showText(status, state);
        name.id = `${this.idPrefix}-${index}`;
        const details = button('secondary', this.showDetails, () => this.show(id));
        // Several buttons on the page have the same label.
        setAttribute(details, 'aria-describedby', name.id);
        return element('li', {}, element('span', {}, name, ' ', status), details);
      }),
    );
    this.element.hidden = orders.length === 0;
  }
}

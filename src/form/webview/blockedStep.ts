import type { BlockedView, FormTexts, OtherOrder } from '../contract';
import { type CheckEvents, CheckView, OrderList } from './checkView';
import { button, element, moveFocus, icon } from './element';
import { showText } from './shownText';

export interface BlockedEvents extends CheckEvents {
  /** Settles when the host has answered, whatever it says. */
  readonly placeAnyway: (reviewId: string) => Promise<void>;
  readonly showOther: (id: OtherOrder['id']) => void;
  readonly showLock: () => void;
  readonly back: () => void;
}

/** Why an order was not sent, and the orders that it may repeat; a second consent is asked for by VS Code itself. */
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

  /** The dialog took the focus, and VS Code gives it back to the page, in its own time, not to what had it there. */
  private takeFocusBack(): void {
    if (!document.hasFocus()) {
      window.addEventListener('focus', () => this.takeFocusBack(), { once: true });
    } else if (document.activeElement === document.body && !this.element.hidden) {
      this.placeAnyway.focus();
    }
  }
}

import type { OtherOrder, Review } from '../contract';
import type { FormTexts } from '../pageTexts';
import { button, element, moveFocus, progressRing, icon, showText, showExactText } from './element';
import { Assumptions, FactList, PriceTable, showParagraphs } from './orderView';
import { OrderList } from './blockedStep';

export interface ReviewEvents {
  /** Resolves when the host has answered, even with a failure; to false when the request was certainly not sent. */
  readonly place: (reviewId: string) => Promise<boolean>;
  /** Repeats the lookups that the review waits for. */
  readonly askAgain: (reviewId: string) => void;
  readonly showOther: (id: OtherOrder['id']) => void;
  readonly back: () => void;
  /** Resolves to whether the text was copied to the clipboard. */
  readonly copy: (what: 'copyJson' | 'copyCurl', reviewId: string) => Promise<boolean>;
}

/** What is about to be bought, its price, and the button that buys it. */
export class ReviewStep {
  readonly element: HTMLElement;
  private readonly heading: HTMLElement;
  private readonly changes = element('ul');
  private readonly changeNotice = element('div', { class: 'changes', role: 'alert' });
  private readonly facts = new FactList();
  private readonly price: PriceTable;
  private readonly notes = element('div', { class: 'lines' });
  private readonly assumptions = new Assumptions();
  private readonly othersTitle = element('h3');
  private readonly orders: OrderList;
  private readonly ordersNote = element('p');
  private readonly others: HTMLElement;
  private readonly failure = element('p', { class: 'problem', role: 'alert' });
  private readonly askAgain: HTMLButtonElement;
  private readonly exactRequest: ExactRequest;
  private readonly placeButton: HTMLButtonElement;
  private readonly backButton: HTMLButtonElement;
  private readonly placingText = element('span', { role: 'status' });
  private readonly placing = element('p', { class: 'placing' }, progressRing(), this.placingText);
  private review: Review | undefined;
  private isPlacing = false;
  private isLive = false;
  /** The review that Place Order was last pressed for; pressing it again for the same review does nothing. */
  private placedId: string | undefined;
  /** Whether the host's reply to that press is still pending. */
  private isAwaitingReply = false;

  constructor(
    private readonly texts: FormTexts,
    private readonly events: ReviewEvents,
  ) {
    this.heading = element('h2', { tabindex: '-1' }, texts.review);
    this.orders = new OrderList('listed', texts.showDetails, events.showOther);
    this.others = element('div', { class: 'others' }, this.othersTitle, this.orders.element, this.ordersNote);
    this.askAgain = button('secondary', texts.tryAgain, () => {
      if (this.review) {
        events.askAgain(this.review.reviewId);
      }
    });
    this.price = new PriceTable(texts);
    this.exactRequest = new ExactRequest(texts, events.copy);
    this.placeButton = button('primary', texts.placeOrder, () => void this.place());
    this.backButton = button('secondary', texts.back, events.back);
    this.element = element(
      'section',
      {},
      this.heading,
      this.changeNotice,
      this.facts.element,
      this.price.element,
      this.notes,
      this.others,
      this.assumptions.element,
      this.exactRequest.element,
      this.failure,
      element('div', { class: 'buttons' }, this.askAgain, this.placeButton, this.backButton),
      this.placing,
    );
  }

  /**
   * @param isPlacing Whether the order is being placed.
   * @param isLive Whether this state comes from a message of the host. The state embedded in the page may be long
   *   outdated when VS Code shows the page again, so it never enables Place Order.
   */
  update(review: Review, isPlacing: boolean, isLive: boolean): void {
    if (!review.ready) {
      // The host repeats the lookups before it places anything; the next press then counts as a new one.
      this.placedId = undefined;
    }
    this.review = review;
    this.isPlacing = isPlacing;
    this.isLive = isLive;
    this.facts.update(review.facts);
    this.price.update(review.price);
    showParagraphs(this.notes, review.notes);
    this.assumptions.update(review);
    this.showChanges(review.changes);
    showText(this.othersTitle, review.others.title);
    this.orders.update(review.others.orders);
    showText(this.ordersNote, review.others.note);
    this.ordersNote.hidden = review.others.note === '';
    this.others.hidden = review.others.orders.length === 0 && review.others.note === '';
    this.showFailure(review.failure);
    this.exactRequest.update(review);
    this.showButtons();
  }

  /** The order was blocked, so it was not placed: Place Order works again when its review is shown again. */
  blocked(): void {
    this.placedId = undefined;
  }

  /** Focuses the heading rather than Place Order, so that a second press of Enter does not buy. */
  focus(): void {
    moveFocus(this.heading);
  }

  /** Shows and announces the changes, unless they are the same as before. */
  private showChanges(changes: readonly string[]): void {
    const serialized = JSON.stringify(changes);
    if (this.changes.dataset.shown === serialized) {
      return;
    }
    this.changes.dataset.shown = serialized;
    this.changes.replaceChildren(
      ...changes.map((change) => {
        const item = element('li');
        showText(item, change);
        return item;
      }),
    );
    this.changeNotice.replaceChildren(
      ...(changes.length === 0 ? [] : [element('p', {}, this.texts.changed), this.changes]),
    );
  }

  private showFailure(failure: string): void {
    const hadFocus = this.askAgain === document.activeElement;
    showText(this.failure, failure);
    this.askAgain.hidden = failure === '';
    // A hidden button loses the focus, and keyboard users would have to start again at the top of the page.
    if (this.askAgain.hidden && hadFocus) {
      this.focus();
    }
  }

  private showButtons(): void {
    const isBusy = this.isPlacing || this.isAwaitingReply;
    const hadFocus = [this.placeButton, this.backButton].some((one) => one === document.activeElement);
    this.placeButton.disabled = !this.mayPlace();
    this.backButton.disabled = isBusy;
    this.placing.classList.toggle('loading', isBusy);
    showText(this.placingText, isBusy ? this.texts.placing : '');
    if (isBusy && hadFocus) {
      this.focus();
    }
  }

  private mayPlace(): boolean {
    const { review } = this;
    return (
      review !== undefined &&
      review.ready &&
      review.reviewId !== this.placedId &&
      this.isLive &&
      !this.isPlacing &&
      !this.isAwaitingReply
    );
  }

  private async place(): Promise<void> {
    if (!this.review || !this.mayPlace()) {
      return;
    }
    const { reviewId } = this.review;
    this.placedId = reviewId;
    this.isAwaitingReply = true;
    this.showButtons();
    const wasAsked = await this.events.place(reviewId);
    this.isAwaitingReply = false;
    if (!wasAsked && this.placedId === reviewId) {
      this.placedId = undefined;
    }
    this.showButtons();
  }
}

/** The exact request, collapsed until the user opens it. */
class ExactRequest {
  readonly element: HTMLDetailsElement;
  private readonly target = element('p', { class: 'target' });
  private readonly body: HTMLElement;
  private readonly copied = element('span', { role: 'status' });
  private reviewId = '';

  /** @param copy Resolves to whether the text was copied to the clipboard. */
  constructor(
    private readonly texts: FormTexts,
    private readonly copy: (what: 'copyJson' | 'copyCurl', reviewId: string) => Promise<boolean>,
  ) {
    this.body = element('pre', { tabindex: '0', role: 'region', 'aria-label': texts.exactRequest });
    this.element = element(
      'details',
      {},
      element('summary', {}, icon('chevronRight', 'codicon'), texts.exactRequest),
      this.target,
      this.body,
      element(
        'div',
        { class: 'buttons' },
        button('secondary', texts.copyJson, () => void this.copyAs('copyJson')),
        button('secondary', texts.copyCurl, () => void this.copyAs('copyCurl')),
        this.copied,
      ),
    );
  }

  update({ reviewId, target, body }: Review): void {
    if (reviewId !== this.reviewId) {
      this.reviewId = reviewId;
      this.element.open = false;
      this.copied.textContent = '';
    }
    showExactText(this.target, target);
    showExactText(this.body, body);
  }

  private async copyAs(what: 'copyJson' | 'copyCurl'): Promise<void> {
    this.copied.textContent = '';
    if (await this.copy(what, this.reviewId)) {
      this.copied.textContent = this.texts.copied;
    }
  }
}

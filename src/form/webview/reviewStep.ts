import type { FormTexts, Review } from '../contract';
import { button, element, moveFocus } from './element';
import { ExactRequest } from './exactRequest';
import { progressRing } from './icons';
import { showText } from './shownText';

export interface ReviewEvents {
  /** Settles when the host has answered, whatever it says. Resolves to false when the host was surely not asked. */
  readonly place: (reviewId: string) => Promise<boolean>;
  readonly back: () => void;
  /** Resolves to whether the text is in the clipboard. */
  readonly copy: (what: 'copyJson' | 'copyCurl', reviewId: string) => Promise<boolean>;
}

/** What is going to be bought, for how much, and the button that buys it. */
export class ReviewStep {
  readonly element: HTMLElement;
  private readonly heading: HTMLElement;
  private readonly summary = element('p', { class: 'summary' });
  private readonly priceText = element('span', { role: 'status' });
  private readonly price = element('p', { class: 'price' }, progressRing(), this.priceText);
  private readonly lines = element('div', { class: 'lines' });
  private readonly exactRequest: ExactRequest;
  private readonly placeButton: HTMLButtonElement;
  private readonly backButton: HTMLButtonElement;
  private readonly placingText = element('span', { role: 'status' });
  private readonly placing = element('p', { class: 'placing' }, progressRing(), this.placingText);
  private review: Review | undefined;
  private isPlacing = false;
  private isLive = false;
  /** The review that Place Order was pressed for: it is not pressed for the same one again. */
  private placedId: string | undefined;
  /** Whether the host has yet to say what became of that. */
  private isAwaitingReply = false;

  constructor(
    private readonly texts: FormTexts,
    private readonly events: ReviewEvents,
  ) {
    this.heading = element('h2', { tabindex: '-1' }, texts.review);
    this.exactRequest = new ExactRequest(texts, events.copy);
    this.placeButton = button('primary', texts.placeOrder, () => void this.place());
    this.backButton = button('secondary', texts.back, events.back);
    this.element = element(
      'section',
      {},
      this.heading,
      this.summary,
      this.price,
      this.lines,
      this.exactRequest.element,
      element('div', { class: 'buttons' }, this.placeButton, this.backButton),
      this.placing,
    );
  }

  /**
   * @param isPlacing Whether the order is on its way.
   * @param isLive Whether the host has said so itself. What a page holds from its start may be long past
   *   when VS Code shows the page again, so nothing is bought on its word.
   */
  update(review: Review, isPlacing: boolean, isLive: boolean): void {
    this.review = review;
    this.isPlacing = isPlacing;
    this.isLive = isLive;
    showText(this.summary, review.summary);
    showText(this.priceText, review.price.text);
    this.price.classList.toggle('loading', review.price.status === 'asking');
    this.showLines(review.lines);
    this.exactRequest.update(review);
    this.showButtons();
  }

  /** An order that is held back was not placed: when its review is shown again, it can be. */
  heldBack(): void {
    this.placedId = undefined;
  }

  /** The heading, not Place Order: a second press of Enter must not buy. */
  focus(): void {
    moveFocus(this.heading);
  }

  private showLines(lines: readonly string[]): void {
    this.lines.replaceChildren(
      ...lines.map((line) => {
        const paragraph = element('p');
        showText(paragraph, line);
        return paragraph;
      }),
    );
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

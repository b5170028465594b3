import { randomUUID } from 'node:crypto';
import type { OrderToPlace } from '../orders/place';
import { orderBody } from '../orders/request';
import { takeSnapshot } from '../orders/snapshot';
import type { PortalClient } from '../portal/client';
import type { Disposable } from '../portal/emitter';
import type { SessionState } from '../portal/sessionState';
import type { Review } from './contract';
import type { FormPrice, PriceQuestion } from './formPrice';
import { noPriceLine } from './priceTexts';
import type { Reviewed } from './review';
import { reviewOf } from './review';

export interface OpenReviewParts {
  readonly client: PortalClient;
  readonly price: FormPrice;
  /** Told when the portal has answered what a review waits for, or failed to. */
  readonly answered: () => void;
}

/** What an order is made of, once its values have been read. */
export type OrderUnderReview = Omit<Reviewed, 'reviewId' | 'body' | 'baseUrl'> & {
  readonly question: PriceQuestion;
  /** What is ordered, as the portal names it; empty where it gives no name. */
  readonly serviceName: string;
  readonly session: Extract<SessionState, { kind: 'signedIn' }>;
};

/** Milliseconds after which a review goes on without the portal's answers. */
const longestWait = 10_000;

/**
 * One review: makes the body, once, and asks the portal side by side for its price and for the orders that are
 * there before it.
 */
export class OpenReview implements Disposable {
  private readonly reviewed: Reviewed;
  private toPlace: OrderToPlace;
  private isAnswered = false;
  private readonly ending = new AbortController();

  constructor(
    private readonly parts: OpenReviewParts,
    { question, serviceName, session, ...about }: OrderUnderReview,
  ) {
    const body = orderBody(about.order);
    const { baseUrl, signInId, kept } = session;
    this.reviewed = { ...about, reviewId: randomUUID(), body, baseUrl };
    this.toPlace = {
      ...{ body, baseUrl, signInId, before: undefined, reviewedAt: Date.now() },
      ...{ sandbox: kept === 'sandbox', instanceName: about.target.instanceName, serviceName },
    };
    void this.ask(question);
  }

  get review(): Review {
    return reviewOf(this.reviewed, this.parts.price.line ?? noPriceLine(''), this.isAnswered);
  }

  get reviewId(): string {
    return this.reviewed.reviewId;
  }

  /** What Place Order sends, and nothing else. */
  get order(): OrderToPlace {
    return this.toPlace;
  }

  /** What was read from the form, and the rule that it was read by. */
  get read(): Pick<Reviewed, 'order' | 'rule'> {
    return this.reviewed;
  }

  get isReady(): boolean {
    return this.isAnswered;
  }

  /** Ends what is still being asked for. */
  dispose(): void {
    this.ending.abort();
  }

  /**
   * Nothing is placed before both have come, or failed to: what the portal holds on top of the orders that are
   * there now may be this one.
   */
  private async ask(question: PriceQuestion): Promise<void> {
    const signal = AbortSignal.any([this.ending.signal, AbortSignal.timeout(longestWait)]);
    const [before] = await Promise.all([
      takeSnapshot(this.parts.client, signal).catch(() => undefined),
      this.parts.price.ask(question),
    ]);
    if (!this.ending.signal.aborted) {
      this.toPlace = { ...this.toPlace, before };
      this.isAnswered = true;
      this.parts.answered();
    }
  }
}

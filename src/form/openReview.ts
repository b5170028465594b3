import { randomUUID } from 'node:crypto';
import { l10n } from 'vscode';
import type { OrderToPlace } from '../orders/place';
import type { SubscribeOrder } from '../orders/request';
import { orderBody, priceBody } from '../orders/request';
import { ruleFor } from '../orders/rules';
import { takeSnapshot } from '../orders/snapshot';
import type { BillingContact } from '../portal/billingContacts';
import type { Service } from '../portal/catalogue';
import type { PortalClient } from '../portal/client';
import type { Disposable } from '../portal/emitter';
import type { SessionState } from '../portal/session';
import type { Review } from './contract';
import { noPriceLine, priceLine, reviewOf } from './review';

export interface OpenReviewParts {
  readonly client: PortalClient;
  readonly explain: (error: unknown) => string;
  /** Told when the portal has answered the question for the price, or failed to. */
  readonly priceTold: () => void;
}

/** What an order is made of, once its values have been read. */
export interface OrderUnderReview {
  readonly order: SubscribeOrder;
  readonly service: Service;
  readonly contact: BillingContact;
  /** The current number of extensions, where the portal tells it. */
  readonly extensions: number | undefined;
  readonly instanceName: string;
  readonly session: Extract<SessionState, { kind: 'signedIn' }>;
}

/** Milliseconds after which a review goes on without the portal's answers. */
const longestWait = 10_000;

/**
 * One review: makes the body, once, and asks the portal side by side for its price and for the orders that are
 * there before it.
 */
export class OpenReview implements Disposable {
  private shown: Review;
  private reviewed: OrderToPlace;
  private readonly ending = new AbortController();

  constructor(
    private readonly parts: OpenReviewParts,
    { order, service, contact, extensions, instanceName, session }: OrderUnderReview,
  ) {
    const rule = ruleFor(service);
    const body = orderBody(order, rule);
    const { baseUrl, signInId, kept } = session;
    const reviewId = randomUUID();
    this.shown = reviewOf({ reviewId, order, body, rule, service, contact, extensions, baseUrl });
    this.reviewed = {
      ...{ body, baseUrl, signInId, before: undefined, reviewedAt: Date.now() },
      ...{ sandbox: kept === 'sandbox', instanceName, serviceName: service.name ?? '' },
    };
    const { pricingId } = service;
    void this.ask(pricingId === undefined ? undefined : priceBody(order, rule, pricingId));
  }

  get review(): Review {
    return this.shown;
  }

  /** What Place Order sends, and nothing else. */
  get order(): OrderToPlace {
    return this.reviewed;
  }

  get isReady(): boolean {
    return this.shown.price.status !== 'asking';
  }

  /** Ends what is still being asked for. */
  dispose(): void {
    this.ending.abort();
  }

  /**
   * Nothing is placed before both have come, or failed to: what the portal holds on top of the orders that are
   * there now may be this one.
   */
  private async ask(question: string | undefined): Promise<void> {
    const signal = AbortSignal.any([this.ending.signal, AbortSignal.timeout(longestWait)]);
    const [before, price] = await Promise.all([
      takeSnapshot(this.parts.client, signal).catch(() => undefined),
      this.priceOf(question, signal),
    ]);
    if (!this.ending.signal.aborted) {
      this.reviewed = { ...this.reviewed, before };
      this.shown = { ...this.shown, price };
      this.parts.priceTold();
    }
  }

  private async priceOf(question: string | undefined, signal: AbortSignal): Promise<Review['price']> {
    if (question === undefined) {
      return noPriceLine(l10n.t('Its catalogue names no pricing id for this service.'));
    }
    try {
      return priceLine(await this.parts.client.calculatePrice(question, signal), new Date());
    } catch (error) {
      return noPriceLine(this.parts.explain(error));
    }
  }
}

import type { BillingContact } from './billingContacts';
import type { Catalogue, Service, Terms } from './catalogue';
import type { PortalClient } from './client';
import type { InstanceDetail } from './instances';
import type { Id } from './values';

interface Kept {
  readonly answer: Promise<unknown>;
  readonly askedAt: number;
}

/** Milliseconds for which an answer is taken again without asking. */
const keptFor = 5 * 60_000;

/**
 * Answers of the portal that several parts need, each asked for once and kept for a while. A failed question
 * is asked again the next time.
 */
export class Lookups {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly client: PortalClient,
    private readonly now: () => number = Date.now,
  ) {}

  instanceDetail(productId: number, productNo: string): Promise<InstanceDetail> {
    return this.once(`detail ${productId} ${productNo}`, () =>
      this.client.instanceDetail(productId, productNo),
    );
  }

  /** @param productNo For products whose plans and services are told for one serial number only. */
  catalogue(productId: number, productNo?: string): Promise<Catalogue> {
    return this.once(`catalogue ${productId} ${productNo ?? ''}`, () =>
      this.client.catalogue(productId, productNo),
    );
  }

  billingContacts(): Promise<BillingContact[]> {
    return this.once('billing contacts', () => this.client.billingContacts());
  }

  /** Terms of buying a service for an instance; undefined when the catalogue gives no pricing id to ask with. */
  async purchaseTerms(
    service: Service,
    of: { productId: number; productNo: string; connectionPlanId?: Id },
  ): Promise<Terms | undefined> {
    const { pricingId } = service;
    if (pricingId === undefined) {
      return undefined;
    }
    return this.once(`terms ${pricingId} ${of.productNo} ${of.connectionPlanId ?? ''}`, () =>
      this.client.addOnInfo({ kind: 'purchase', pricingId, ...of }),
    );
  }

  /** Forgets what is known of one instance: an order has changed it. */
  forgetInstance(productId: number, productNo: string): void {
    this.kept.delete(`detail ${productId} ${productNo}`);
    this.kept.delete(`catalogue ${productId} ${productNo}`);
  }

  /** Forgets everything: another session, or the user asks for a refresh. */
  forget(): void {
    this.kept.clear();
  }

  private once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.kept.get(key);
    if (known && this.now() - known.askedAt < keptFor) {
      // The key names the question, and with it the type of the answer.
      return known.answer as Promise<T>;
    }
    const answer = ask();
    this.kept.set(key, { answer, askedAt: this.now() });
    answer.catch(() => {
      if (this.kept.get(key)?.answer === answer) {
        this.kept.delete(key);
      }
    });
    return answer;
  }
}

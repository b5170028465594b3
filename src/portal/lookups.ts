import { PagedList } from './pagedList';
import { PageError } from './pages';
import type { Area, BillingContact, Partner, Region } from './lookupReplies';
import type { Catalogue, Plan, Product, Service, Terms } from './catalogue';
import type { PortalClient, TermsKind } from './client';
import type { InstanceDetail } from './instances';
import type { Id } from './values';

/** What terms are asked for: a product, or one instance of it, which renewals need. */
export interface TermsSubject {
  readonly productId: number;
  readonly productNo?: string;
  /** The plan that a service hangs on. */
  readonly connectionPlanId?: Id;
}

interface Kept {
  readonly answer: Promise<unknown>;
  readonly askedAt: number;
}

/** 25,000 countries and regions. */
const mostPagesOfAreas = 1000;

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

  /** The same, asked for anew. */
  freshInstanceDetail(productId: number, productNo: string): Promise<InstanceDetail> {
    this.kept.delete(`detail ${productId} ${productNo}`);
    return this.instanceDetail(productId, productNo);
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

  products(): Promise<Product[]> {
    return this.once('products', () => this.client.products());
  }

  partners(): Promise<Partner[]> {
    return this.once('partners', () => this.client.partners());
  }

  regions(): Promise<Region[]> {
    return this.once('regions', () => this.client.regions());
  }

  /** Every country, sorted by name. */
  areas(): Promise<Area[]> {
    return this.once('areas', async () => {
      const areas = new PagedList({
        ask: (page) => this.client.areas(page),
        keyOf: ({ code }) => code,
        mostPages: mostPagesOfAreas,
      });
      await areas.loadAll(new AbortController().signal).catch((error: unknown) => {
        throw error instanceof PageError ? error.cause : error;
      });
      return areas.rows.toSorted((one, other) => one.name.localeCompare(other.name));
    });
  }

  /** Terms of a plan; undefined when the catalogue gives no pricing id to ask with. */
  async planTerms(
    { pricingId }: Plan,
    kind: TermsKind,
    { productId, productNo }: TermsSubject,
  ): Promise<Terms | undefined> {
    const query = { kind, productId, ...(productNo === undefined ? {} : { productNo }) };
    return pricingId === undefined
      ? undefined
      : this.once(`${termsOf(productId, productNo)} plan ${kind} ${pricingId}`, () =>
          this.client.planInfo({ ...query, pricingId }),
        );
  }

  /** Terms of a service; undefined when the catalogue gives no pricing id to ask with. */
  async serviceTerms(
    { pricingId }: Service,
    kind: TermsKind,
    { connectionPlanId, ...of }: TermsSubject,
  ): Promise<Terms | undefined> {
    // The guide lists the plan for trials and purchases alone.
    const plan = kind === 'renew' || connectionPlanId === undefined ? {} : { connectionPlanId };
    const { productId, productNo } = of;
    return pricingId === undefined
      ? undefined
      : this.once(
          `${termsOf(productId, productNo)} service ${kind} ${pricingId} ${plan.connectionPlanId ?? ''}`,
          () => this.client.addOnInfo({ kind, pricingId, ...of, ...plan }),
        );
  }

  /** Forgets what is known of one instance: an order has changed it. */
  forgetInstance(productId: number, productNo: string): void {
    this.kept.delete(`detail ${productId} ${productNo}`);
    this.kept.delete(`catalogue ${productId} ${productNo}`);
    this.forgetTerms(productId, productNo);
  }

  /** Forgets which quantities an instance takes: they follow what it has. */
  forgetTerms(productId: number, productNo: string): void {
    const key = `${termsOf(productId, productNo)} `;
    [...this.kept.keys()].filter((kept) => kept.startsWith(key)).forEach((kept) => this.kept.delete(kept));
  }

  /** Forgets the subordinate users: there may be one more. */
  forgetPartners(): void {
    this.kept.delete('partners');
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

/** What the keys of all terms of an instance begin with. */
function termsOf(productId: number, productNo = ''): string {
  return `terms ${productId} ${productNo}`;
}

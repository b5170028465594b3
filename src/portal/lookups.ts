import { PagedList } from './pagedList';
import { PageError } from './pages';
import type { Area, BillingContact, Partner, Region } from './lookupReplies';
import type { Catalogue, Plan, Product, Service, Terms } from './catalogue';
import type { PortalClient, TermsKind } from './client';
import type { InstanceDetail } from './instances';
import type { Id } from './values';

/** What terms are requested for: a product, or one instance of it, which renewals require. */
export interface TermsSubject {
  readonly productId: number;
  readonly productNo?: string;
  /** The plan that a service depends on. */
  readonly connectionPlanId?: Id;
}

interface CachedAnswer {
  readonly answer: Promise<unknown>;
  readonly askedAt: number;
}

/** Enough for 25,000 countries and regions; a portal with more pages repeats itself. */
const mostPagesOfAreas = 1000;

/** Milliseconds for which a reply is reused. */
const cacheLifetime = 5 * 60_000;

/**
 * Cached replies of the portal for all parts of the extension. Each lookup is made once and kept for a while; a failed
 * lookup is repeated on the next call.
 */
export class Lookups {
  private readonly cache = new Map<string, CachedAnswer>();

  constructor(
    private readonly client: PortalClient,
    private readonly now: () => number = Date.now,
  ) {}

  instanceDetail(productId: number, productNo: string): Promise<InstanceDetail> {
    return this.cached(`detail ${productId} ${productNo}`, () =>
      this.client.instanceDetail(productId, productNo),
    );
  }

  /** Requests the detail again, bypassing the cache. */
  freshInstanceDetail(productId: number, productNo: string): Promise<InstanceDetail> {
    this.cache.delete(`detail ${productId} ${productNo}`);
    return this.instanceDetail(productId, productNo);
  }

  /** @param productNo Required for products whose plans and services depend on the serial number. */
  catalogue(productId: number, productNo?: string): Promise<Catalogue> {
    return this.cached(`catalogue ${productId} ${productNo ?? ''}`, () =>
      this.client.catalogue(productId, productNo),
    );
  }

  billingContacts(): Promise<BillingContact[]> {
    return this.cached('billing contacts', () => this.client.billingContacts());
  }

  products(): Promise<Product[]> {
    return this.cached('products', () => this.client.products());
  }

  partners(): Promise<Partner[]> {
    return this.cached('partners', () => this.client.partners());
  }

  regions(): Promise<Region[]> {
    return this.cached('regions', () => this.client.regions());
  }

  /** Every country, sorted by name. */
  areas(): Promise<Area[]> {
    return this.cached('areas', async () => {
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

  /** Returns the terms of a plan; undefined if the catalogue has no pricing id to look them up with. */
  async planTerms(
    { pricingId }: Plan,
    kind: TermsKind,
    { productId, productNo }: TermsSubject,
  ): Promise<Terms | undefined> {
    const query = { kind, productId, ...(productNo === undefined ? {} : { productNo }) };
    return pricingId === undefined
      ? undefined
      : this.cached(`${termsKey(productId, productNo)} plan ${kind} ${pricingId}`, () =>
          this.client.planInfo({ ...query, pricingId }),
        );
  }

  /** Returns the terms of a service; undefined if the catalogue has no pricing id to look them up with. */
  async serviceTerms(
    { pricingId }: Service,
    kind: TermsKind,
    { connectionPlanId, ...of }: TermsSubject,
  ): Promise<Terms | undefined> {
    // The guide lists `connectionPlanId` only for trials and purchases.
    const plan = kind === 'renew' || connectionPlanId === undefined ? {} : { connectionPlanId };
    const { productId, productNo } = of;
    return pricingId === undefined
      ? undefined
      : this.cached(
          `${termsKey(productId, productNo)} service ${kind} ${pricingId} ${plan.connectionPlanId ?? ''}`,
          () => this.client.addOnInfo({ kind, pricingId, ...of, ...plan }),
        );
  }

  /** Forgets what is known about an instance, because an order has changed it. */
  forgetInstance(productId: number, productNo: string): void {
    this.cache.delete(`detail ${productId} ${productNo}`);
    this.cache.delete(`catalogue ${productId} ${productNo}`);
    this.forgetTerms(productId, productNo);
  }

  /** Forgets which quantities can be ordered for an instance: they depend on its current state. */
  forgetTerms(productId: number, productNo: string): void {
    const key = `${termsKey(productId, productNo)} `;
    [...this.cache.keys()].filter((kept) => kept.startsWith(key)).forEach((kept) => this.cache.delete(kept));
  }

  /** Forgets the subordinate users, because one may have been added. */
  forgetPartners(): void {
    this.cache.delete('partners');
  }

  /** Forgets everything: the session has changed, or the user asked for a refresh. */
  forget(): void {
    this.cache.clear();
  }

  private cached<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const hit = this.cache.get(key);
    if (hit && this.now() - hit.askedAt < cacheLifetime) {
      // The key identifies the lookup and so the type of its reply.
      return hit.answer as Promise<T>;
    }
    const answer = ask();
    this.cache.set(key, { answer, askedAt: this.now() });
    answer.catch(() => {
      if (this.cache.get(key)?.answer === answer) {
        this.cache.delete(key);
      }
    });
    return answer;
  }
}

/** Returns the prefix of the cache keys of an instance's terms. */
function termsKey(productId: number, productNo = ''): string {
  return `terms ${productId} ${productNo}`;
}

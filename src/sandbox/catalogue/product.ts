import type { BillingCycle } from '../../rules/operationRule';

/** The minimum and maximum quantity of one order. */
export interface Limits {
  readonly least: number;
  readonly most: number;
}

/**
 * The quantity of a service in one order. `amount`: any number within the limits. `currentExtensions`: charged per
 * extension, so exactly the current number of extensions, and only once. `moreExtensions`: a number to add, up to a
 * total of `most` extensions. `uncounted`: no quantity.
 */
export type ServiceQuantity =
  | ({ readonly kind: 'amount' } & Limits)
  | { readonly kind: 'currentExtensions'; readonly most: number }
  | { readonly kind: 'moreExtensions'; readonly most: number }
  | { readonly kind: 'uncounted' };

interface Priced {
  readonly name: string;
  /** The id of the price, used in pricing calls; orders use the id of the plan or service. */
  readonly pricingId: string;
  /** Price of one unit for one cycle, in US cents, for each cycle that is sold. */
  readonly cents: Readonly<Partial<Record<BillingCycle, number>>>;
  readonly canBeTried: boolean;
}

export interface Plan extends Priced {
  readonly planId: string;
  /** The possible number of extensions of a new licence; undefined for a plan that is not sold by extensions. */
  readonly extensions: Limits | undefined;
}

export interface Service extends Priced {
  readonly serviceId: string;
  readonly quantity: ServiceQuantity;
  /** The only plan that it is sold for; undefined for a service that is available for every plan. */
  readonly onlyForPlan: Plan | undefined;
}

export interface Product {
  readonly productId: string;
  readonly name: string;
  readonly offeringId: string;
  readonly plans: readonly Plan[];
  readonly services: readonly Service[];
}

/** What most services have in common: sold for every plan, no trial. */
export const soldOnly = { canBeTried: false, onlyForPlan: undefined } as const;
/** A service with a trial. */
export const soldAndTried = { canBeTried: true, onlyForPlan: undefined } as const;

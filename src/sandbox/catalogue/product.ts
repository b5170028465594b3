import type { BillingCycle } from '../../rules/operationRule';

/** The least and the greatest quantity that one order may buy. */
export interface Limits {
  readonly least: number;
  readonly most: number;
}

/**
 * How many of a service one order may buy. `amount`: any number within the limits; `currentExtensions`:
 * charged per extension, so exactly the extensions that there are, and only once; `moreExtensions`: an amount
 * to add, as long as all extensions together stay within `most`; `uncounted`: one has it or not.
 */
export type ServiceQuantity =
  | ({ readonly kind: 'amount' } & Limits)
  | { readonly kind: 'currentExtensions'; readonly most: number }
  | { readonly kind: 'moreExtensions'; readonly most: number }
  | { readonly kind: 'uncounted' };

interface Priced {
  readonly name: string;
  /** The id of the price, which the pricing calls take; orders take the plan's or service's own id. */
  readonly pricingId: string;
  /** Hundredths of a US dollar for one unit and one cycle, for each cycle in which it is sold. */
  readonly cents: Readonly<Partial<Record<BillingCycle, number>>>;
  readonly canBeTried: boolean;
}

export interface Plan extends Priced {
  readonly planId: string;
  /** The extensions of a new licence; undefined for a plan that is not sold by extensions. */
  readonly extensions: Limits | undefined;
}

export interface Service extends Priced {
  readonly serviceId: string;
  readonly quantity: ServiceQuantity;
  /** The one plan that it is sold for; undefined for a service of every plan. */
  readonly onlyForPlan: Plan | undefined;
}

export interface Product {
  readonly productId: string;
  readonly name: string;
  readonly offeringId: string;
  readonly plans: readonly Plan[];
  readonly services: readonly Service[];
}

/** What most services have in common: sold for every plan, and not to be tried. */
export const sold = { canBeTried: false, onlyForPlan: undefined } as const;
/** A service that can be tried as well. */
export const soldAndTried = { canBeTried: true, onlyForPlan: undefined } as const;

import type { Plan, Product } from './catalogue/product';

/** Ways in which a portal may write the end of a subscription. */
export type EndDateStyle = 'date' | 'dateAndTime' | 'iso' | 'dayFirst' | 'milliseconds';

/** A subscription to a product. */
export interface Subscription {
  /** Undefined before the first purchase, and for products that are sold without plans. */
  readonly plan: Plan | undefined;
  /** The plan that starts when the running one ends; undefined when no such switch is pending. */
  readonly coming?: Plan | undefined;
  /** Undefined when the plan is not sold by extensions. */
  readonly extensions: number | undefined;
  /** Milliseconds since 1970; undefined before the first purchase. */
  readonly expires: number | undefined;
  /** Subscribed services: `serviceId` → quantity, 1 for a service that is not counted. */
  readonly services: ReadonlyMap<string, number>;
}

export const noSubscription: Subscription = {
  plan: undefined,
  extensions: undefined,
  expires: undefined,
  services: new Map(),
};

/** A PBX instance, or anything else with a serial number, as the portal knows it. */
export interface Instance extends Subscription {
  readonly product: Product;
  /** Its index in the product's list, from 0. */
  readonly index: number;
  readonly instanceId: string;
  /** The serial number: 16 letters and digits, unless it was entered in an order. */
  readonly productNo: string;
  readonly activationStatus: 'activated' | 'unactivated' | 'unknown';
  readonly activationCode: string;
  /** How the end of the subscription is written. */
  readonly endDateStyle: EndDateStyle;
  /** How often it is billed; undefined where the portal does not tell. */
  readonly billingCycle?: 'annually' | 'monthly';
  /** The name that the partner gave it. */
  readonly comment: string;
  /** Milliseconds since 1970. */
  readonly createTime: number;
}

/** Returns the end of a subscription as a portal may write it. @param end Milliseconds since 1970. */
export function writtenEnd(end: number, style: EndDateStyle): string {
  const iso = new Date(end).toISOString();
  const date = iso.slice(0, 10);
  switch (style) {
    case 'date':
      return date;
    case 'dateAndTime':
      return `${date} 23:59:59`;
    case 'iso':
      return `${date}T12:00:00Z`;
    case 'dayFirst':
      return date.split('-').reverse().join('/');
    case 'milliseconds':
      return String(end);
  }
}

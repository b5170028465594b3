import type { JournalEntry } from './entry';

/** What an order costs, as its review showed it, and for how long. */
export interface OrderPrice {
  /** Decimal text with the digits as the portal returned them. */
  readonly amount: string;
  /** As the portal writes it; undefined when it was not provided. */
  readonly currency: string | undefined;
  /** Undefined when the order has no billing cycle, or its entry was written before periods were kept. */
  readonly period: OrderPeriod | undefined;
}

/** For how long an order is paid, as in its body. */
export interface OrderPeriod {
  /** `annually`, `monthly` or `once`; an entry of another version may have another one. */
  readonly billingCycle: string;
  /** Number of years; 0 or undefined stands for one cycle. */
  readonly multiCycle?: number | undefined;
}

/** Returns the price that the review of an order showed; undefined when it showed none. */
export function priceOfEntry({
  price,
  period,
}: Pick<JournalEntry, 'price' | 'period'>): OrderPrice | undefined {
  return price && { amount: price.amount, currency: price.currency, period };
}

import type { PortalText } from '../portal/values';

/** Blanks and invisible characters, which people, pages and gateways may add to an order number. */
const ignored = /[\s\p{Cf}]/gu;

/** Returns an order number in comparable form, without blanks and in upper case. */
export function comparableOrderNo(orderNo: string): string {
  return orderNo.replace(ignored, '').toUpperCase();
}

/** Order numbers that can be checked for membership. */
export interface OrderNoSet {
  has(orderNo: PortalText): boolean;
}

/** A set of order numbers that ignores differences in spelling. */
export class OrderNumbers implements OrderNoSet {
  private readonly comparable: ReadonlySet<string>;

  constructor(orderNos: Iterable<string>) {
    this.comparable = new Set(Array.from(orderNos, comparableOrderNo));
  }

  has(orderNo: PortalText): boolean {
    return this.comparable.has(comparableOrderNo(orderNo));
  }
}

/**
 * Returns the order number that the user means. If one of the listed orders has the typed number, or only one has a
 * number that ends with it, because it was typed without its letters, this is the number as the portal writes it.
 * Otherwise it is the typed text without blanks.
 */
export function resolveTypedOrderNo(typed: string, listed: Iterable<PortalText>): PortalText {
  const own = comparableOrderNo(typed);
  const byNumber = new Map(Array.from(listed, (orderNo) => [comparableOrderNo(orderNo), orderNo]));
  const [only, ...others] = [...byNumber].filter(([orderNo]) => own !== '' && orderNo.endsWith(own));
  return byNumber.get(own) ?? (others.length === 0 ? only?.[1] : undefined) ?? typed.replace(ignored, '');
}

/** Values of `orderStatus` for which nothing was bought, or the purchase was undone (API guide, orders). */
const nothingBoughtStatuses: ReadonlySet<string> = new Set([
  'failed',
  'invalid',
  'cancelled',
  'canceled',
  'refunded',
]);

/** Whether an order with this status was not bought or was undone, so that another order does not repeat it. */
export function isNothingBought(orderStatus: PortalText): boolean {
  return nothingBoughtStatuses.has(orderStatus.trim().toLowerCase());
}

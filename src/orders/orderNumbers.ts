import type { PortalText } from '../portal/values';

/**
 * Numbers of the portal's orders, as they are compared wherever an order is known by its number. People type them, and
 * pages and gateways write them, with blanks in them or around them and in either case.
 */

const unwritten = /[\s\p{Cf}]/gu;

/** A number as it is compared. */
export function comparableOrderNo(orderNo: string): string {
  return orderNo.replace(unwritten, '').toUpperCase();
}

/** What can be asked whether it holds the number of an order. */
export type HeldNumbers = Pick<ReadonlySet<string>, 'has'>;

/** A set of numbers, however they are written. */
export class OrderNumbers implements HeldNumbers {
  private readonly comparable: ReadonlySet<string>;

  constructor(orderNos: Iterable<string>) {
    this.comparable = new Set(Array.from(orderNos, comparableOrderNo));
  }

  has(orderNo: string): boolean {
    return this.comparable.has(comparableOrderNo(orderNo));
  }
}

/**
 * The number that the user means: as the portal writes it where one of the listed orders has it, or only one of them has
 * a number that ends so, as one typed without its letters does; otherwise as it was typed, without blanks.
 */
export function numberTyped(typed: string, listed: Iterable<PortalText>): PortalText {
  const own = comparableOrderNo(typed);
  const byNumber = new Map(Array.from(listed, (orderNo) => [comparableOrderNo(orderNo), orderNo]));
  const [only, ...others] = [...byNumber].filter(([orderNo]) => own !== '' && orderNo.endsWith(own));
  return byNumber.get(own) ?? (others.length === 0 ? only?.[1] : undefined) ?? typed.replace(unwritten, '');
}

/**
 * Values of `orderStatus` with which nothing was bought, or not any more (API guide, orders). `canceled` is the same word
 * in the other spelling.
 */
const neverTaken: ReadonlySet<string> = new Set(['failed', 'invalid', 'cancelled', 'canceled', 'refunded']);

/** Whether an order of this status is none that could be bought twice. Any other status says nothing. */
export function isNeverTaken(orderStatus: string): boolean {
  return neverTaken.has(orderStatus.trim().toLowerCase());
}

/**
 * Values of `orderStatus` with which nothing was bought, or not any more (API guide, orders). `canceled` is the same word
 * in the other spelling.
 */
const neverTaken: ReadonlySet<string> = new Set(['failed', 'invalid', 'cancelled', 'canceled', 'refunded']);

/** Whether an order of this status is none that could be bought twice. Any other status says nothing. */
export function isNeverTaken(orderStatus: string): boolean {
  return neverTaken.has(orderStatus.trim().toLowerCase());
}

import type { JournalEntry } from '../orders/entry';
import { isNothingBought } from '../orders/orderNumbers';
import { hasMoved } from '../orders/repeats';
import { comparableProduct, comparableSerialNumber, isRenewal } from '../orders/subject';
import type { PortalText } from '../portal/values';
import type { DueDate } from './dueDate';

/** A renewal that was ordered from this machine and that the end date does not show yet. */
export interface OrderedRenewal {
  /** When it was ordered, in milliseconds since 1970. */
  readonly at: number;
  /** Undefined while the outcome of the order is unknown. */
  readonly status: PortalText | undefined;
}

/** Finds the renewal that was ordered for a PBX; undefined if there is none, or if its end date has moved since. */
export type FindOrderedRenewal = (date: DueDate) => OrderedRenewal | undefined;

/**
 * Milliseconds after which a renewal counts as done if the end date does not show whether it has moved, for example
 * because the portal writes it in words.
 */
const longestUnclear = 30 * 24 * 60 * 60 * 1000;

/**
 * Prepares the search for ordered renewals in journal entries.
 *
 * @param statusOf Returns the current status of an order if the portal's list of orders is loaded.
 * @param now Milliseconds since 1970.
 */
export function findOrderedRenewals(
  entries: readonly JournalEntry[],
  statusOf: (orderNo: PortalText) => PortalText | undefined,
  now: number,
): FindOrderedRenewal {
  const byInstance = new Map<string, JournalEntry[]>();
  for (const entry of entries) {
    const { productId, productNo } = entry.ordered;
    if (productNo !== undefined && isRenewal(entry.ordered) && mayBePlaced(entry)) {
      const key = keyOf(productId, productNo);
      byInstance.set(key, [...(byInstance.get(key) ?? []), entry]);
    }
  }
  return (date) =>
    byInstance
      .get(keyOf(String(date.productId), date.productNo))
      ?.toSorted((one, other) => other.createdAt - one.createdAt)
      .map((entry) => pendingRenewal(entry, date, statusOf, now))
      .find((renewal) => renewal !== undefined);
}

function pendingRenewal(
  entry: JournalEntry,
  date: DueDate,
  statusOf: (orderNo: PortalText) => PortalText | undefined,
  now: number,
): OrderedRenewal | undefined {
  const { current, createdAt, endDate } = entry;
  const status =
    current.state === 'placed' ? (statusOf(current.orderNo) ?? current.orderStatus ?? '') : undefined;
  if (status !== undefined && isNothingBought(status)) {
    return undefined;
  }
  // Without the end date in the entry, what counts is whether a reading since then has found a later one.
  const hasMovedSince = endDate === undefined && (date.movedAt ?? 0) > createdAt;
  const moved = hasMovedSince ? true : hasMoved(endDate, date.expiry);
  const isDone = moved ?? now - createdAt > longestUnclear;
  return isDone ? undefined : { at: createdAt, status };
}

function mayBePlaced({ current }: JournalEntry): boolean {
  switch (current.state) {
    case 'recorded':
    case 'unknown':
    case 'placed':
      return true;
    case 'refused':
    case 'notSent':
    case 'dismissed':
      return false;
  }
}

function keyOf(productId: string, productNo: string): string {
  return `${comparableProduct(productId)} ${comparableSerialNumber(productNo)}`;
}

import type { Journal } from './journal';
import { journaledOrderNos } from './reconcile';
import { comparableOrderNo, isNothingBought } from './orderNumbers';
import type { RecentOrderList, RecentOrder } from './recentOrders';
import { type JournalEntry, type EntryId, isOpen } from './entry';
import { type ComparedOrder, relationTo, repeatsEntry } from './repeats';
import { type OrderContents, comparableSerialNumber, shareSubject } from './subject';
import type { BaseUrl } from '../portal/baseUrl';

const day = 24 * 60 * 60 * 1000;

/** What was known of other orders when a review was shown. */
export interface KnownOrders {
  /** The journal entries that were known to be placed. */
  readonly placed: ReadonlySet<EntryId>;
  /** The portal's recent orders. */
  readonly recent: RecentOrderList;
}

/** Possible duplicates of an order that is about to be placed: the orders that it may repeat. */
export interface Duplicates {
  /** Orders of this machine: of unknown outcome, placed since the review was shown, or placed recently. */
  readonly entries: readonly JournalEntry[];
  /** Orders in the portal, from any machine. */
  readonly orders: readonly RecentOrder[];
}

/** The user's agreement to place an order although it may repeat these orders, and no others. */
export interface Consent {
  /** The orders as they were shown; see consentTo. */
  readonly named: ReadonlySet<string>;
}

/**
 * Returns the consent to these possible duplicates. It depends on their state: consent to an order of unknown outcome
 * does not apply once that order is known to be placed.
 */
export function consentTo({ entries, orders }: Duplicates): Consent {
  return { named: new Set([...entries.map(nameOfEntry), ...orders.map(({ orderNo }) => orderNo)]) };
}

/** Whether the consent covers all these possible duplicates in their current state. */
export function covers(consent: Consent, duplicates: Duplicates): boolean {
  return [...consentTo(duplicates).named].every((name) => consent.named.has(name));
}

export function isEmpty({ entries, orders }: Duplicates): boolean {
  return entries.length === 0 && orders.length === 0;
}

/**
 * Returns the possible duplicates of the order, according to the journal as of its last `load` and the portal's list at
 * the review.
 *
 * An order for the same thing counts, whatever its time, unless it was known to be placed when the review was shown;
 * this does not depend on any clock. An order that was known counts while it is recent enough for its kind.
 *
 * @param now Milliseconds since 1970.
 */
export function duplicatesOf(
  order: ComparedOrder,
  known: KnownOrders,
  { entries }: Pick<Journal, 'entries'>,
  now: number,
): Duplicates {
  const { recent } = known;
  const isDuplicate = (entry: JournalEntry): boolean => {
    const { current } = entry;
    if (isOpen(entry)) {
      return shareSubject(entry, order);
    }
    return (
      current.state === 'placed' &&
      !isNothingBought(current.orderStatus ?? '') &&
      ((!known.placed.has(entry.id) && shareSubject(entry, order)) ||
        repeatsEntry(order, entry, ageOf(entry, recent, now)))
    );
  };
  return {
    entries: entries.map((entry) => asListed(entry, recent)).filter(isDuplicate),
    orders: unclaimed(order, recent, entries).filter((other) => relationTo(order, other) === 'repeated'),
  };
}

/**
 * Returns the orders of the last 24 hours for the same PBX, duplicates or not; if the order names no PBX, those for the
 * same services. They include orders of this machine that were or may have been placed, and orders in the portal. One
 * that was placed since the review was shown is included regardless of any clock.
 *
 * @param now Milliseconds since 1970.
 */
export function ordersForSamePbx(
  order: ComparedOrder,
  { placed, recent }: KnownOrders,
  { entries }: Pick<Journal, 'entries'>,
  now: number,
): Duplicates {
  const { productNo } = order.ordered;
  const isSamePbx = (other: JournalEntry): boolean => {
    const { productNo: named } = other.ordered;
    return (
      productNo !== undefined &&
      named !== undefined &&
      comparableSerialNumber(named) === comparableSerialNumber(productNo)
    );
  };
  const isRecent = (entry: JournalEntry): boolean =>
    ageOf(entry, recent, now) < day || (entry.current.state === 'placed' && !placed.has(entry.id));
  return {
    entries: entries
      .filter(
        (entry) =>
          entry.baseUrl === order.baseUrl &&
          (isOpen(entry) || entry.current.state === 'placed') &&
          (isSamePbx(entry) || shareSubject(entry, order)) &&
          isRecent(entry),
      )
      .map((entry) => asListed(entry, recent)),
    orders: unclaimed(order, recent, entries).filter((other) => relationTo(order, other) !== 'unrelated'),
  };
}

/** Returns the ids of the entries whose orders were placed. */
export function idsOfPlaced(entries: readonly JournalEntry[]): EntryId[] {
  return entries.filter(({ current }) => current.state === 'placed').map(({ id }) => id);
}

/** Returns the entries for the same PBX and product with their states, as one text that can be compared. */
export function statesForPbx(entries: readonly JournalEntry[], baseUrl: BaseUrl, own: OrderContents): string {
  const isSamePbx = ({ ordered, baseUrl: other }: JournalEntry) =>
    other === baseUrl &&
    ordered.productId === own.productId &&
    comparableSerialNumber(ordered.productNo ?? '') === comparableSerialNumber(own.productNo ?? '');
  return entries
    .filter(isSamePbx)
    .map(({ id, current }) => `${id} ${current.state}`)
    .join('\n');
}

/** Returns an entry with the order status in the portal's list: an order that had failed may have succeeded since. */
function asListed(entry: JournalEntry, { statuses }: RecentOrderList): JournalEntry {
  const { current } = entry;
  const orderStatus =
    current.state === 'placed' ? (statuses.get(comparableOrderNo(current.orderNo)) ?? '') : '';
  return current.state === 'placed' && orderStatus !== ''
    ? { ...entry, current: { ...current, orderStatus } }
    : entry;
}

/**
 * Returns the milliseconds since an order of this machine was placed, by this machine's clock or the portal's,
 * whichever is less. Either clock may have been wrong and corrected since.
 */
function ageOf({ createdAt, current }: JournalEntry, { ages }: RecentOrderList, now: number): number {
  const portalAge = current.state === 'placed' ? ages.get(comparableOrderNo(current.orderNo)) : undefined;
  return Math.min(now - createdAt, portalAge ?? Infinity);
}

/** Returns the portal's recent orders that are not known to belong to a journal entry. */
function unclaimed(
  { baseUrl }: ComparedOrder,
  { orders }: RecentOrderList,
  entries: readonly JournalEntry[],
): RecentOrder[] {
  const claimed = journaledOrderNos({ entries }, baseUrl);
  return orders.filter(({ orderNo }) => !claimed.has(orderNo));
}

/** Identifies an entry in its current state. */
function nameOfEntry(entry: JournalEntry): string {
  return `${entry.id} ${isOpen(entry) ? 'unsettled' : 'placed'}`;
}

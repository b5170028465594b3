import type { Journal } from './journal';
import { journaledOrderNos } from './reconcile';
import { comparableOrderNo, isNothingBought } from './orderNumbers';
import type { RecentOrderList, RecentOrder } from './recentOrders';
import { type JournalEntry, type EntryId, isUnsettled } from './entry';
import { type ComparedOrder, relationTo, repeatsRecord } from './repeats';
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
  readonly records: readonly JournalEntry[];
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
export function consentTo({ records, orders }: Duplicates): Consent {
  return { named: new Set([...records.map(nameOfRecord), ...orders.map(({ orderNo }) => orderNo)]) };
}

/** Whether the consent covers all these possible duplicates in their current state. */
export function covers(consent: Consent, duplicates: Duplicates): boolean {
  return [...consentTo(duplicates).named].every((name) => consent.named.has(name));
}

export function isEmpty({ records, orders }: Duplicates): boolean {
  return records.length === 0 && orders.length === 0;
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
  { records }: Pick<Journal, 'records'>,
  now: number,
): Duplicates {
  const { recent } = known;
  const isDuplicate = (record: JournalEntry): boolean => {
    const { current } = record;
    if (isUnsettled(record)) {
      return shareSubject(record, order);
    }
    return (
      current.state === 'placed' &&
      !isNothingBought(current.orderStatus ?? '') &&
      ((!known.placed.has(record.id) && shareSubject(record, order)) ||
        repeatsRecord(order, record, ageOf(record, recent, now)))
    );
  };
  return {
    records: records.map((record) => asListed(record, recent)).filter(isDuplicate),
    orders: unclaimed(order, recent, records).filter((other) => relationTo(order, other) === 'repeated'),
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
  { records }: Pick<Journal, 'records'>,
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
  const isRecent = (record: JournalEntry): boolean =>
    ageOf(record, recent, now) < day || (record.current.state === 'placed' && !placed.has(record.id));
  return {
    records: records
      .filter(
        (record) =>
          record.baseUrl === order.baseUrl &&
          (isUnsettled(record) || record.current.state === 'placed') &&
          (isSamePbx(record) || shareSubject(record, order)) &&
          isRecent(record),
      )
      .map((record) => asListed(record, recent)),
    orders: unclaimed(order, recent, records).filter((other) => relationTo(order, other) !== 'unrelated'),
  };
}

/** Returns the ids of the entries whose orders were placed. */
export function idsOfPlaced(records: readonly JournalEntry[]): EntryId[] {
  return records.filter(({ current }) => current.state === 'placed').map(({ id }) => id);
}

/** Returns the entries for the same PBX and product with their states, as one text that can be compared. */
export function statesForPbx(records: readonly JournalEntry[], baseUrl: BaseUrl, own: OrderContents): string {
  const isSamePbx = ({ ordered, baseUrl: other }: JournalEntry) =>
    other === baseUrl &&
    ordered.productId === own.productId &&
    comparableSerialNumber(ordered.productNo ?? '') === comparableSerialNumber(own.productNo ?? '');
  return records
    .filter(isSamePbx)
    .map(({ id, current }) => `${id} ${current.state}`)
    .join('\n');
}

/** Returns an entry with the order status in the portal's list: an order that had failed may have succeeded since. */
function asListed(record: JournalEntry, { statuses }: RecentOrderList): JournalEntry {
  const { current } = record;
  const orderStatus =
    current.state === 'placed' ? (statuses.get(comparableOrderNo(current.orderNo)) ?? '') : '';
  return current.state === 'placed' && orderStatus !== ''
    ? { ...record, current: { ...current, orderStatus } }
    : record;
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
  records: readonly JournalEntry[],
): RecentOrder[] {
  const claimed = journaledOrderNos({ records }, baseUrl);
  return orders.filter(({ orderNo }) => !claimed.has(orderNo));
}

/** Identifies an entry in its current state. */
function nameOfRecord(record: JournalEntry): string {
  return `${record.id} ${isUnsettled(record) ? 'unsettled' : 'placed'}`;
}

import type { Journal } from './journal';
import { claimedNumbers } from './look';
import { comparableOrderNo, isNeverTaken } from './orderNumbers';
import type { RecentlyOrdered, RecentOrder } from './recentOrders';
import { type OrderRecord, type RecordId, isUnsettled } from './record';
import { type ComparedOrder, relationTo, repeatsRecord } from './repeats';
import { comparableSerialNumber, shareSubject } from './subject';

const day = 24 * 60 * 60 * 1000;

/** What a review knew of other orders when it was shown. */
export interface KnownOrders {
  /** The entries of this machine that were known as placed. */
  readonly placed: ReadonlySet<RecordId>;
  /** What the portal held. */
  readonly recent: RecentlyOrdered;
}

/** Orders that one which is about to be placed may repeat. */
export interface Duplicates {
  /** Of this machine: of unknown outcome, placed since the review was shown, or placed lately. */
  readonly records: readonly OrderRecord[];
  /** Of the portal, from wherever they came. */
  readonly orders: readonly RecentOrder[];
}

/** The user's agreement to place an order although these others, and none else, may be the same. */
export interface Consent {
  /** Each of them as it was shown: see consentTo. */
  readonly named: ReadonlySet<string>;
}

/** What an agreement is to that names these orders: each as it was shown, of unknown outcome or placed. */
export function consentTo({ records, orders }: Duplicates): Consent {
  return { named: new Set([...records.map(nameOfRecord), ...orders.map(({ orderNo }) => orderNo)]) };
}

/** Whether an agreement covers all these orders, as they are now. */
export function covers(consent: Consent, duplicates: Duplicates): boolean {
  return [...consentTo(duplicates).named].every((name) => consent.named.has(name));
}

export function areNone({ records, orders }: Duplicates): boolean {
  return records.length === 0 && orders.length === 0;
}

/**
 * Finds what the order may repeat, by the journal as of its last `load` and by what the portal held at the review.
 *
 * An order of the same thing counts, whenever it was placed, unless the review knew of it as placed when it was shown:
 * no clock has a say in that. Those that it knew of count as long as they are recent by their kind.
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
  const isDuplicate = (record: OrderRecord): boolean => {
    const { current } = record;
    if (isUnsettled(record)) {
      return shareSubject(record, order);
    }
    return (
      current.state === 'placed' &&
      !isNeverTaken(current.orderStatus ?? '') &&
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
 * The orders of the last 24 hours for the PBX of this one, whether they are the same or not, and where it names no PBX
 * those of the same services: those of this machine that were placed or may have been, and those of the portal. One that
 * was placed since the review was shown is among them whatever a clock says.
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
  const isSamePbx = (other: OrderRecord): boolean => {
    const { productNo: named } = other.ordered;
    return (
      productNo !== undefined &&
      named !== undefined &&
      comparableSerialNumber(named) === comparableSerialNumber(productNo)
    );
  };
  const isOfNow = (record: OrderRecord): boolean =>
    ageOf(record, recent, now) < day || (record.current.state === 'placed' && !placed.has(record.id));
  return {
    records: records
      .filter(
        (record) =>
          record.baseUrl === order.baseUrl &&
          (isUnsettled(record) || record.current.state === 'placed') &&
          (isSamePbx(record) || shareSubject(record, order)) &&
          isOfNow(record),
      )
      .map((record) => asListed(record, recent)),
    orders: unclaimed(order, recent, records).filter((other) => relationTo(order, other) !== 'unrelated'),
  };
}

/** An entry with the status that the portal's list gives its order now: one that had failed may have been taken since. */
function asListed(record: OrderRecord, { statuses }: RecentlyOrdered): OrderRecord {
  const { current } = record;
  const orderStatus =
    current.state === 'placed' ? (statuses.get(comparableOrderNo(current.orderNo)) ?? '') : '';
  return current.state === 'placed' && orderStatus !== ''
    ? { ...record, current: { ...current, orderStatus } }
    : record;
}

/**
 * Milliseconds since an order of this machine was placed: by this machine's clock or by the portal's, whichever says less.
 * Either of them may have been wrong and set right since.
 */
function ageOf({ createdAt, current }: OrderRecord, { ages }: RecentlyOrdered, now: number): number {
  const told = current.state === 'placed' ? ages.get(comparableOrderNo(current.orderNo)) : undefined;
  return Math.min(now - createdAt, told ?? Infinity);
}

/** The portal's orders that no entry of this machine is known to have made. */
function unclaimed(
  { baseUrl }: ComparedOrder,
  { orders }: RecentlyOrdered,
  records: readonly OrderRecord[],
): RecentOrder[] {
  const claimed = claimedNumbers({ records }, baseUrl);
  return orders.filter(({ orderNo }) => !claimed.has(orderNo));
}

function nameOfRecord(record: OrderRecord): string {
  return `${record.id} ${isUnsettled(record) ? 'unsettled' : 'placed'}`;
}

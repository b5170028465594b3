import { OrderNumbers, comparableOrderNo } from './orderNumbers';
import type { KnownOrders } from './duplicates';
import { type OrderSnapshot, isOlderThanSnapshot } from './snapshot';

/** The minimum number of orders whose numbers rise with their ids for that to count as a rule and not as chance. */
const minRising = 10;

/**
 * Returns a function that decides by the order number, and by the id if the reply has one, whether an order existed
 * before the one that was sent: a gateway, or the portal's guard against double clicks, may repeat the reply to an
 * earlier order.
 *
 * The orders that the review read from the portal's list are known by their numbers: those of the last 24 hours if the
 * portal lists the newest first, otherwise those of the first page. Older orders are recognized by an id that is not
 * greater than the newest, or by such a number if the numbers rise with the ids. Any other order counts as new.
 */
export function earlierOrders({
  before,
  known: { recent },
}: {
  /** The portal's orders before the one that was sent; undefined if they could not be read. */
  readonly before: OrderSnapshot | undefined;
  /** The other orders that were known at the review. */
  readonly known: Pick<KnownOrders, 'recent'>;
}): (orderNo: string, id?: string) => boolean {
  const snapshots = [recent.before, ...(before === undefined ? [] : [before])];
  const listed = new OrderNumbers([
    ...snapshots.flatMap(({ orderNos }) => orderNos),
    ...recent.orders.map(({ orderNo }) => orderNo),
    ...recent.statuses.keys(),
    ...recent.ages.keys(),
  ]);
  return (orderNo, id) =>
    listed.has(orderNo) ||
    snapshots.some((snapshot) => isOlderThanSnapshot({ id }, snapshot) || isInRisingRange(orderNo, snapshot));
}

/**
 * Whether the order numbers of the snapshot have one shape and rise with the ids, and this number has that shape too
 * and is not greater than the newest.
 */
function isInRisingRange(orderNo: string, { orderNos, newestId }: OrderSnapshot): boolean {
  const [newest = '', ...others] = orderNos.map(comparableOrderNo);
  // There is a newest id only if the ids decrease from the first row of the page to the last.
  const isRule =
    newestId !== undefined &&
    orderNos.length >= minRising &&
    // Texts of the same shape compare like the numbers in them.
    others.every(
      (number, index) => shapeOf(number) === shapeOf(newest) && number < (others[index - 1] ?? newest),
    );
  const own = comparableOrderNo(orderNo);
  return isRule && shapeOf(own) === shapeOf(newest) && own <= newest;
}

/** Returns an order number with each digit replaced by 0. */
function shapeOf(number: string): string {
  return number.replace(/\d/g, '0');
}

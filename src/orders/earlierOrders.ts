import { comparableOrderNo, OrderNumbers } from './orderNumbers';
import type { KnownOrders } from './duplicates';
import { type OrderSnapshot, wasThere } from './snapshot';

/** How many numbers have to rise with the ids before it counts as their rule: that so many do by chance is no risk. */
const fewest = 10;

/**
 * Tells by number, and by id where a reply has one, whether an order was there before the one that was sent: a gateway, or
 * the portal's guard against double clicks, may give its reply once more.
 *
 * What the review read of the portal's list is known by its numbers: the orders of its last 24 hours, where the portal
 * lists the newest first, otherwise its first page. Older ones are known by an id, or by a number where those rise with
 * the ids, that is not greater than the newest. Any other order is taken for a new one.
 */
export function earlierOrders({
  before,
  known: { recent },
}: {
  /** The portal's orders as they were before; undefined when they could not be read. */
  readonly before: OrderSnapshot | undefined;
  /** The other orders that the review knew of. */
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
    snapshots.some((snapshot) => wasThere({ id }, snapshot) || isAmongRising(orderNo, snapshot));
}

/** Whether numbers of one shape rise with the ids, and this one has that shape and is not greater than the newest. */
function isAmongRising(orderNo: string, { orderNos, newestId }: OrderSnapshot): boolean {
  const [newest = '', ...others] = orderNos.map(comparableOrderNo);
  // A newest id is told only where the ids of the page fall from the first row to the last.
  const isRule =
    newestId !== undefined &&
    orderNos.length >= fewest &&
    // Texts of one shape compare as the numbers in them do, to the last digit.
    others.every(
      (number, index) => shapeOf(number) === shapeOf(newest) && number < (others[index - 1] ?? newest),
    );
  const own = comparableOrderNo(orderNo);
  return isRule && shapeOf(own) === shapeOf(newest) && own <= newest;
}

/** A number with each of its digits as 0. */
function shapeOf(number: string): string {
  return number.replace(/\d/g, '0');
}

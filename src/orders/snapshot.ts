import * as z from 'zod/mini';
import type { PortalClient } from '../portal/client';
import type { PageOfOrders, PortalOrder, UnreadRow } from '../portal/portalOrders';
import type { Page } from '../portal/pages';
import { idFrom } from '../portal/values';
import { OrderNumbers, comparableOrderNo } from './orderNumbers';
import type { KnownOrders } from './duplicates';

/** Orders on one page: the guide's own default, since it does not tell how many are allowed. */
export const ordersPageSize = 25;

/** What the portal's order list held at one time; enough of it to tell whether an order came since. */
export const orderSnapshot = z.object({
  /** The numbers of the orders on the first page. */
  orderNos: z.array(z.string()),
  /** Orders in all; absent when the portal does not tell for certain. */
  total: z.optional(z.number()),
  /** The greatest id; absent where the portal did not list its newest orders first. */
  newestId: z.optional(z.string()),
});
export type OrderSnapshot = Readonly<z.infer<typeof orderSnapshot>>;

/** Takes a snapshot of the portal's orders with one request. @throws PortalError, SignInNeededError */
export async function takeSnapshot(client: PortalClient, signal?: AbortSignal): Promise<OrderSnapshot> {
  return snapshotOf(await client.orders({ pageNo: 1, pageSize: ordersPageSize }, signal));
}

/** What the first page of the order list tells of the orders that are there. */
export function snapshotOf(page: PageOfOrders): OrderSnapshot {
  const { rows, total, unread } = page;
  // One alone shows no sequence of the others.
  const isSorted = isNewestFirst(rows) && (unread.length === 0 || rows.length > 1);
  const newestId = isSorted ? newestOf([...rows, ...unread]) : undefined;
  // Only as the portal tells it: rows that cannot be read would not be counted.
  const isCertain =
    unread.length === 0 && total !== undefined && (total > rows.length || isWhole(page, 1, rows.length));
  return {
    orderNos: rows.map(({ orderNo }) => orderNo),
    ...(isCertain ? { total } : {}),
    ...(newestId === undefined ? {} : { newestId }),
  };
}

/** The greatest id; undefined where there is none, or one is not told: an order that gets its number later is not new. */
function newestOf(rows: readonly Pick<UnreadRow, 'id'>[]): string | undefined {
  const [first, ...others] = rows.map(({ id }) => id);
  const isTold = others.every((id) => idFrom(id ?? '') !== undefined);
  return isTold ? others.reduce((newest, id) => (isNewerId(id, newest) ? id : newest), first) : undefined;
}

/** Whether a row that cannot be read was there before the snapshot, so that it is of no concern to what came since. */
export function wasThere({ id }: Pick<UnreadRow, 'id'>, before: OrderSnapshot | undefined): boolean {
  const [own, newest] = [idFrom(id ?? ''), idFrom(before?.newestId ?? '')];
  return own !== undefined && newest !== undefined && !isNewerId(own, newest);
}

/**
 * Whether the portal's list surely ends with this page, and so many orders were read up to it. A full page may have
 * another one behind it unless the portal tells how many pages there are: a total alone may be one that goes no higher,
 * or counts the rows of the page.
 */
export function isWhole(
  { rows, total, totalPage }: Page<PortalOrder>,
  pageNo: number,
  known: number,
): boolean {
  const isLast = totalPage === undefined ? rows.length < ordersPageSize : pageNo >= totalPage;
  return isLast && (total === undefined || total === known);
}

/**
 * Whether it is certain that no order came between the two snapshots: both hold the same orders in the same number, and
 * either all that there are, or a full page with the newest first. The oldest of a long list stay the same whatever
 * comes, and so does a total that goes no higher.
 */
export function nothingCameBetween(before: OrderSnapshot, after: OrderSnapshot): boolean {
  const { orderNos, total, newestId } = before;
  const isAll = orderNos.length === total;
  const isNewest = newestId !== undefined && newestId === after.newestId && orderNos.length >= ordersPageSize;
  return (
    total !== undefined &&
    total === after.total &&
    orderNos.length === after.orderNos.length &&
    after.orderNos.every((orderNo) => orderNos.includes(orderNo)) &&
    (isAll || isNewest)
  );
}

/** Whether every order tells an id, each smaller than the one above it, and none an earlier time than one below. */
export function isNewestFirst(orders: readonly PortalOrder[]): boolean {
  return orders.every((order, index) => {
    const next = orders[index + 1];
    return (
      idFrom(order.id ?? '') !== undefined &&
      (next === undefined ||
        (isNewerId(order.id, next.id) && (order.createTime ?? Infinity) >= (next.createTime ?? 0)))
    );
  });
}

function isNewerId(id: string | undefined, other: string | undefined): boolean {
  const [one, two] = [idFrom(id ?? ''), idFrom(other ?? '')];
  return one !== undefined && two !== undefined && BigInt(one) > BigInt(two);
}

/**
 * Whether an order came after the snapshot: `uncertain` where the snapshot did not see all orders and the
 * portal does not list the newest first.
 */
export function newness(
  order: PortalOrder,
  before: OrderSnapshot | undefined,
): 'new' | 'known' | 'uncertain' {
  if (!before) {
    return 'uncertain';
  }
  if (new OrderNumbers(before.orderNos).has(order.orderNo)) {
    return 'known';
  }
  if (before.total !== undefined && before.orderNos.length >= before.total) {
    return 'new';
  }
  if (before.newestId === undefined || idFrom(order.id ?? '') === undefined) {
    return 'uncertain';
  }
  return isNewerId(order.id, before.newestId) ? 'new' : 'known';
}

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

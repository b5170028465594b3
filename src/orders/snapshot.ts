import * as z from 'zod/mini';
import type { PortalClient } from '../portal/client';
import type { PageOfOrders, PortalOrder, UnreadableRow } from '../portal/portalOrders';
import type { Page } from '../portal/pages';
import { idFrom } from '../portal/values';
import { OrderNumbers } from './orderNumbers';

/** Orders per page: the default in the API guide, which does not mention a maximum. */
export const ordersPageSize = 25;

/** What the portal's order list contained at one time, as far as needed to tell whether an order was added since. */
export const orderSnapshot = z.object({
  /** The numbers of the orders on the first page. */
  orderNos: z.array(z.string()),
  /** The total number of orders; absent if it is not certain. */
  total: z.optional(z.number()),
  /** The greatest id; absent if the portal did not list its newest orders first. */
  newestId: z.optional(z.string()),
  /** The smallest id of the page, whose ids decrease without a gap; absent where `newestId` is. */
  oldestId: z.optional(z.string()),
});
export type OrderSnapshot = Readonly<z.infer<typeof orderSnapshot>>;

/** Takes a snapshot of the portal's orders with one request. @throws PortalError, SignInNeededError */
export async function takeSnapshot(client: PortalClient, signal?: AbortSignal): Promise<OrderSnapshot> {
  return snapshotOf(await client.orders({ pageNo: 1, pageSize: ordersPageSize }, signal));
}

/** Returns the snapshot that the first page of the order list gives. */
export function snapshotOf(page: PageOfOrders): OrderSnapshot {
  const { rows, total, unread } = page;
  // A single order does not show how the list is sorted.
  const isSorted = isNewestFirst(rows) && (unread.length === 0 || rows.length > 1);
  const newestId = isSorted ? newestOf([...rows, ...unread]) : undefined;
  // A row that cannot be read may be any order between the others.
  const oldestId = newestId === undefined || unread.length > 0 ? undefined : rows.at(-1)?.id;
  // The total has to come from the portal: counting the rows would miss those that cannot be read.
  const isCertain =
    unread.length === 0 && total !== undefined && (total > rows.length || isWhole(page, 1, rows.length));
  return {
    orderNos: rows.map(({ orderNo }) => orderNo),
    ...(isCertain ? { total } : {}),
    ...(newestId === undefined ? {} : { newestId }),
    ...(oldestId === undefined ? {} : { oldestId }),
  };
}

/**
 * Returns the greatest id; undefined if a row has no id, since its order would seem to be new if it got one later.
 */
function newestOf(rows: readonly Pick<UnreadableRow, 'id'>[]): string | undefined {
  const [first, ...others] = rows.map(({ id }) => id);
  const haveIds = others.every((id) => idFrom(id ?? '') !== undefined);
  return haveIds ? others.reduce((newest, id) => (isNewerId(id, newest) ? id : newest), first) : undefined;
}

/** Whether a row that cannot be read is certainly older than the snapshot, so that it cannot be a new order. */
export function isOlderThanSnapshot(
  { id }: Pick<UnreadableRow, 'id'>,
  before: OrderSnapshot | undefined,
): boolean {
  // An id between two of the page may have been assigned since.
  const [own, limit] = [idFrom(id ?? ''), idFrom(before?.oldestId ?? before?.newestId ?? '')];
  return own !== undefined && limit !== undefined && !isNewerId(own, limit);
}

/**
 * Whether the portal's list certainly ends with this page and all its orders have been read. Unless the portal reports
 * the number of pages, only an empty page ends it: a portal may allow fewer rows per page than were requested, and a
 * total by itself may be capped, or count only the rows of the page.
 *
 * @param known The number of orders read, including this page.
 */
export function isWhole(
  { rows, total, totalPage }: Page<PortalOrder>,
  pageNo: number,
  known: number,
): boolean {
  const isLast = totalPage === undefined ? rows.length === 0 : pageNo >= totalPage;
  return isLast && (total === undefined || total === known);
}

/**
 * Whether it is certain that no order was added between two snapshots: both contain the same orders and the same total,
 * and either all orders or a full page with the newest first. Otherwise the page may show the oldest orders of a long
 * list, and the total may be capped; neither changes when an order is added.
 */
export function isUnchanged(before: OrderSnapshot, after: OrderSnapshot): boolean {
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

/** Whether all orders have ids that decrease from row to row, and no order is older than the one in the row below. */
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
 * Whether an order was added after the snapshot; `uncertain` if the snapshot does not contain all orders and the portal
 * does not list the newest first.
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
  if (isNewerId(order.id, before.newestId)) {
    return 'new';
  }
  // Several nodes of the portal may assign ids: an order whose id lies within the page, but which was not on it, may have
  // been added since. It may also be an older one that the portal did not list for a while.
  return isNewerId(order.id, before.oldestId) ? 'uncertain' : 'known';
}

import pMap from 'p-map';
import { type OrderPage, type PortalClient } from '../portal/client';
import { PortalError } from '../portal/errors';
import { type OrderDetail, readOrderDetail } from '../portal/orderDetail';
import { type PortalOrder } from '../portal/portalOrders';
import { type Session } from '../portal/session';
import { OrderNumbers, comparableOrderNo, isNothingBought } from './orderNumbers';
import {
  type OrderSnapshot,
  isNewestFirst,
  isOlderThanSnapshot,
  isWhole,
  ordersPageSize,
  snapshotOf,
} from './snapshot';

const day = 24 * 60 * 60 * 1000;

/** Maximum number of concurrent requests for order details. */
const concurrency = 6;

/** An order of the last 24 hours in the portal, from any machine. */
export interface RecentOrder {
  /** Undefined when not provided. */
  readonly id: string | undefined;
  readonly orderNo: string;
  /** As the portal writes it; may be empty. */
  readonly orderStatus: string;
  /** Milliseconds since 1970; undefined when not provided. */
  readonly createTime: number | undefined;
  /** Milliseconds since it was placed, by the portal's own clock; 0 when unknown. */
  readonly age: number;
  /** Undefined when not provided. */
  readonly productNo: string | undefined;
  /** Undefined when the portal did not return them. */
  readonly detail: OrderDetail | undefined;
}

/** What the portal's order list contained when a review was shown. */
export interface RecentOrderList {
  /** The first page, with which later orders are recognised as new. */
  readonly before: OrderSnapshot;
  readonly orders: readonly RecentOrder[];
  /** The status of each listed order, by its comparable order number. */
  readonly statuses: ReadonlyMap<string, string>;
  /**
   * The age of each listed order whose age is known, by its comparable order number: milliseconds since it was placed,
   * by the portal's own clock.
   */
  readonly ages: ReadonlyMap<string, number>;
  /** Whether it is certain that no relevant order of the last 24 hours is missing. */
  readonly isComplete: boolean;
}

/** A row of the list, with its age in milliseconds by the portal's own clock; undefined when unknown. */
interface ListedOrder {
  readonly order: PortalOrder;
  readonly age: number | undefined;
}

/**
 * Reads the portal's recent orders. Caches the details of an order for the session once they show what it orders: a
 * portal may list an order some time before its details are complete.
 */
export class RecentOrders {
  private cache = { signInId: '', details: new Map<string, OrderDetail>() };

  constructor(
    private readonly client: Pick<PortalClient, 'orders' | 'orderDetail'>,
    private readonly session: Pick<Session, 'authorization'>,
  ) {}

  /**
   * Reads the orders of the last 24 hours by the portal's own clock (API guide, orders and order details).
   *
   * @param isOfInterest Whether an order's details are worth a request, judging by its row.
   * @param signal Stops reading: what was read until then is returned as incomplete.
   * @throws PortalError, SignInNeededError when not even the first page could be read.
   */
  async read(isOfInterest: (order: PortalOrder) => boolean, signal: AbortSignal): Promise<RecentOrderList> {
    const { signInId } = await this.session.authorization();
    if (signInId !== this.cache.signInId) {
      this.cache = { signInId, details: new Map() };
    }
    const { details } = this.cache;
    const first = await this.client.orders({ pageNo: 1, pageSize: ordersPageSize }, signal);
    const listed = await this.readList(first, signal);
    const wanted = listed.orders.filter(({ order, age }) => orNew(age) < day && isOfInterest(order));
    const read = await pMap(
      wanted,
      async ({ order, age }): Promise<RecentOrder | undefined> => {
        const detail = isNothingBought(order.orderStatus)
          ? undefined
          : await this.detailOf(order, details, signal);
        return detail === 'aborted' ? undefined : recentOrder(order, orNew(age), detail);
      },
      { concurrency },
    );
    const orders = read.filter((order) => order !== undefined);
    return {
      before: snapshotOf(first),
      orders,
      statuses: new Map(
        listed.orders.map(({ order }) => [comparableOrderNo(order.orderNo), order.orderStatus]),
      ),
      ages: new Map(
        listed.orders.flatMap(({ order, age }) =>
          age === undefined ? [] : [[comparableOrderNo(order.orderNo), age]],
        ),
      ),
      isComplete: listed.isComplete && orders.length === wanted.length,
    };
  }

  /** Reads the newest orders, page by page, until they are older than a day. */
  private async readList(
    first: OrderPage,
    signal: AbortSignal,
  ): Promise<{ readonly orders: readonly ListedOrder[]; readonly isComplete: boolean }> {
    const read = new Map<string, ListedOrder>();
    let page = first;
    let isAllRead = true;
    for (let pageNo = 1; ; pageNo++) {
      const { repliedAt } = page;
      isAllRead &&= page.unread.every((row) => orNew(ageOf(row, repliedAt)) >= day);
      const knownBefore = read.size;
      for (const order of page.rows) {
        read.set(order.orderNo, { order, age: ageOf(order, repliedAt) });
      }
      const orders = [...read.values()];
      const last = orders.at(-1);
      // A single order does not show whether the list is sorted.
      const isSorted =
        page.isSortRequested && orders.length > 1 && isNewestFirst(orders.map(({ order }) => order));
      const repeats = page.rows.length > 0 && read.size === knownBefore;
      const isOldEnough = isSorted && last !== undefined && orNew(last.age) >= day;
      if (isOldEnough || (!repeats && isWhole(page, pageNo, orders.length))) {
        return { orders, isComplete: isAllRead };
      }
      // A page with fewer rows than requested is probably the last. If the next one is empty, that is proved.
      const mayEndNext = page.totalPage === undefined && page.rows.length < ordersPageSize;
      if (!(isSorted || mayEndNext) || read.size === knownBefore) {
        return { orders, isComplete: false };
      }
      const next = await this.client
        .orders({ pageNo: pageNo + 1, pageSize: ordersPageSize }, signal)
        .catch(ignorePortalError);
      if (next?.isSortRequested !== page.isSortRequested) {
        return { orders, isComplete: false };
      }
      page = next;
    }
  }

  /** Returns undefined if the portal does not return the details, `aborted` if `signal` was aborted first. */
  private async detailOf(
    { id, orderNo }: PortalOrder,
    cached: Map<string, OrderDetail>,
    signal: AbortSignal,
  ): Promise<OrderDetail | 'aborted' | undefined> {
    const known = cached.get(orderNo);
    const isAborted = () => signal.aborted;
    if (known || isAborted()) {
      return known ?? 'aborted';
    }
    const received = await this.client.orderDetail(id ?? orderNo, signal).catch(ignorePortalError);
    if (received === undefined) {
      return isAborted() ? 'aborted' : undefined;
    }
    const detail = readOrderDetail(received);
    if (showsService(detail)) {
      cached.set(orderNo, detail);
    }
    return detail;
  }
}

/** Whether the details show an ordered service. A plan without one may be the current plan of the PBX. */
function showsService({ lines }: OrderDetail): boolean {
  return lines.some(({ fields }) => fields.some(({ name }) => name === 'serviceId'));
}

function recentOrder(order: PortalOrder, age: number, detail: OrderDetail | undefined): RecentOrder {
  const { id, orderNo, orderStatus, createTime } = order;
  const productNo = order.productNo ?? detail?.productNo;
  return { id, orderNo, orderStatus, createTime, age, detail, productNo };
}

/** Returns undefined if either time is unknown. */
function ageOf(
  { createTime }: Pick<PortalOrder, 'createTime'>,
  repliedAt: number | undefined,
): number | undefined {
  return createTime === undefined || repliedAt === undefined ? undefined : repliedAt - createTime;
}

/** Returns an age in milliseconds; an order of unknown age counts as new. */
function orNew(age: number | undefined): number {
  return age ?? 0;
}

/** Turns a failed call to the portal into undefined. @throws any other error, since that is a bug. */
function ignorePortalError(error: unknown): undefined {
  if (!(error instanceof PortalError)) {
    throw error;
  }
}

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
  readonly known: { readonly recent: RecentOrderList };
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

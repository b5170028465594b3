import pMap from 'p-map';
import type { OrderPage, PortalClient } from '../portal/client';
import { PortalError } from '../portal/errors';
import { type OrderDetail, readOrderDetail } from '../portal/orderDetail';
import type { PortalOrder } from '../portal/portalOrders';
import type { Session } from '../portal/session';
import { comparableOrderNo, isNeverTaken } from './orderNumbers';
import { type OrderSnapshot, isNewestFirst, isWhole, ordersPageSize, snapshotOf } from './snapshot';

const day = 24 * 60 * 60 * 1000;

/** Details that are asked for side by side. */
const sideBySide = 6;

/** An order of the last 24 hours in the portal, from whichever machine it came. */
export interface RecentOrder {
  /** Undefined when the portal does not tell. */
  readonly id: string | undefined;
  readonly orderNo: string;
  /** As the portal writes it; may be empty. */
  readonly orderStatus: string;
  /** Milliseconds since 1970; undefined when the portal does not tell. */
  readonly createTime: number | undefined;
  /** Milliseconds since it came, by the portal's own clock; 0 when that cannot be told. */
  readonly age: number;
  /** Undefined when the portal does not tell. */
  readonly productNo: string | undefined;
  /** Undefined where the portal did not give them. */
  readonly detail: OrderDetail | undefined;
}

/** What the portal's order list held when a review was shown. */
export interface RecentlyOrdered {
  /** The first page, by which a later order is known as new. */
  readonly before: OrderSnapshot;
  readonly orders: readonly RecentOrder[];
  /** The status of each order that was listed, by its number as it is compared. */
  readonly statuses: ReadonlyMap<string, string>;
  /**
   * Milliseconds since each order that was listed came, by the portal's own clock, by its number as it is
   * compared; where it can be told.
   */
  readonly ages: ReadonlyMap<string, number>;
  /** Whether it is certain that no other order of the last 24 hours could be of interest. */
  readonly isComplete: boolean;
}

/** A row of the list, and how old it is by the portal's own clock; undefined when that cannot be told. */
interface ListedOrder {
  readonly order: PortalOrder;
  readonly age: number | undefined;
}

/**
 * Reads what was ordered in the portal lately; keeps the details of an order for the session, once they show what it
 * orders: a portal may tell them a while after it lists the order.
 */
export class RecentOrders {
  private kept = { signInId: '', details: new Map<string, OrderDetail>() };

  constructor(
    private readonly client: Pick<PortalClient, 'orders' | 'orderDetail'>,
    private readonly session: Pick<Session, 'authorization'>,
  ) {}

  /**
   * Reads the orders of the last 24 hours by the portal's own clock (API guide, orders and order details).
   *
   * @param isOfInterest Whether an order's details are worth a request, as far as its row tells.
   * @param signal Ends the wait: what was read by then is returned, as incomplete.
   * @throws PortalError, SignInNeededError when not even the first page could be read.
   */
  async read(isOfInterest: (order: PortalOrder) => boolean, signal: AbortSignal): Promise<RecentlyOrdered> {
    const { signInId } = await this.session.authorization();
    if (signInId !== this.kept.signInId) {
      this.kept = { signInId, details: new Map() };
    }
    const { details } = this.kept;
    const first = await this.client.orders({ pageNo: 1, pageSize: ordersPageSize }, signal);
    const listed = await this.listed(first, signal);
    const wanted = listed.orders.filter(({ order, age }) => orNow(age) < day && isOfInterest(order));
    const read = await pMap(
      wanted,
      async ({ order, age }): Promise<RecentOrder | undefined> => {
        const detail = isNeverTaken(order.orderStatus)
          ? undefined
          : await this.detailOf(order, details, signal);
        return detail === 'notAsked' ? undefined : recentOrder(order, orNow(age), detail);
      },
      { concurrency: sideBySide },
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

  /** The newest orders, page by page until they are older than a day. */
  private async listed(
    first: OrderPage,
    signal: AbortSignal,
  ): Promise<{ readonly orders: readonly ListedOrder[]; readonly isComplete: boolean }> {
    const read = new Map<string, ListedOrder>();
    let page = first;
    let isAllRead = true;
    for (let pageNo = 1; ; pageNo++) {
      const { answeredAt } = page;
      isAllRead &&= page.unread.every((row) => orNow(ageOf(row, answeredAt)) >= day);
      const knownBefore = read.size;
      for (const order of page.rows) {
        read.set(order.orderNo, { order, age: ageOf(order, answeredAt) });
      }
      const orders = [...read.values()];
      const last = orders.at(-1);
      // One alone shows no sequence.
      const isSorted =
        page.isSortAsked && orders.length > 1 && isNewestFirst(orders.map(({ order }) => order));
      const repeats = page.rows.length > 0 && read.size === knownBefore;
      const isOldEnough = isSorted && last !== undefined && orNow(last.age) >= day;
      if (isOldEnough || (!repeats && isWhole(page, pageNo, orders.length))) {
        return { orders, isComplete: isAllRead };
      }
      if (!isSorted || read.size === knownBefore) {
        return { orders, isComplete: false };
      }
      const next = await this.client
        .orders({ pageNo: pageNo + 1, pageSize: ordersPageSize }, signal)
        .catch(unlessUnexpected);
      if (next?.isSortAsked !== page.isSortAsked) {
        return { orders, isComplete: false };
      }
      page = next;
    }
  }

  /** Undefined where the portal does not give the details; `notAsked` where the time was up. */
  private async detailOf(
    { id, orderNo }: PortalOrder,
    kept: Map<string, OrderDetail>,
    signal: AbortSignal,
  ): Promise<OrderDetail | 'notAsked' | undefined> {
    const known = kept.get(orderNo);
    const isUp = () => signal.aborted;
    if (known || isUp()) {
      return known ?? 'notAsked';
    }
    const received = await this.client.orderDetail(id ?? orderNo, signal).catch(unlessUnexpected);
    if (received === undefined) {
      return isUp() ? 'notAsked' : undefined;
    }
    const detail = readOrderDetail(received);
    if (showsService(detail)) {
      kept.set(orderNo, detail);
    }
    return detail;
  }
}

/** Whether the details show a service that is ordered. A plan alone may be that of the PBX, before its lines are there. */
function showsService({ lines }: OrderDetail): boolean {
  return lines.some(({ fields }) => fields.some(({ name }) => name === 'serviceId'));
}

function recentOrder(order: PortalOrder, age: number, detail: OrderDetail | undefined): RecentOrder {
  const { id, orderNo, orderStatus, createTime } = order;
  const productNo = order.productNo ?? detail?.productNo;
  return { id, orderNo, orderStatus, createTime, age, detail, productNo };
}

/** Undefined where a time is not told, or cannot be read. */
function ageOf(
  { createTime }: Pick<PortalOrder, 'createTime'>,
  answeredAt: number | undefined,
): number | undefined {
  return createTime === undefined || answeredAt === undefined ? undefined : answeredAt - createTime;
}

/** What may have come at any time may have come just now. */
function orNow(age: number | undefined): number {
  return age ?? 0;
}

/** A call that failed gives nothing; a fault of the program is not taken for one. */
function unlessUnexpected(error: unknown): undefined {
  if (!(error instanceof PortalError)) {
    throw error;
  }
}

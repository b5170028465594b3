import { isNewestFirst, ordersPageSize } from '../orders/snapshot';
import { type OrderFacts, factsOfReply } from '../orders/orderFacts';
import type { PortalClient } from '../portal/client';
import { Emitter } from '../portal/emitter';
import type { Json } from '../portal/exactJson';
import { PagedList } from '../portal/pagedList';
import type { PortalOrder } from '../portal/portalOrders';
import type { PortalText } from '../portal/values';

/** Maximum number of orders that an update loads again. */
const mostUpdatedRows = 4 * ordersPageSize;

/** The loaded orders of the portal, in the order in which the view shows them. */
export class PortalOrderList {
  private list: PagedList<PortalOrder>;
  private sorted:
    { readonly from: readonly PortalOrder[]; readonly rows: readonly PortalOrder[] } | undefined;

  private readonly details = new Map<PortalText, OrderFacts>();
  private readonly detailRead = new Emitter<undefined>();

  /** Fires when the details of an order were read. */
  readonly onDidReadDetail = this.detailRead.event;

  constructor(private readonly client: PortalClient) {
    this.list = this.emptyList();
  }

  /** Newest first if the orders say when they were created; otherwise in the portal's order. */
  get rows(): readonly PortalOrder[] {
    const from = this.list.rows;
    if (this.sorted?.from !== from) {
      this.sorted = { from, rows: newestFirst(from) };
    }
    return this.sorted.rows;
  }

  /** Returns the order with this number, if it is loaded. */
  find(orderNo: PortalText): PortalOrder | undefined {
    return this.list.find(orderNo);
  }

  /** Keeps what the details of an order say, which rows and exports show. @param reply As received. */
  noteDetail(orderNo: PortalText, reply: Json): void {
    this.details.set(orderNo, factsOfReply(reply));
    this.detailRead.fire(undefined);
  }

  /** Returns what the details of an order say; undefined if they were not read. */
  detailOf(orderNo: PortalText): OrderFacts | undefined {
    return this.details.get(orderNo);
  }

  /** The number of orders that the portal has; undefined if it does not report one. */
  get total(): number | undefined {
    return this.list.total;
  }

  /** When orders were last loaded, in milliseconds since 1970; undefined before the first time. */
  get loadedAt(): number | undefined {
    return this.list.loadedAt?.getTime();
  }

  get hasMore(): boolean {
    return this.list.hasMore;
  }

  /** Loads the first page unless it is loaded. Concurrent callers share one request. @throws PortalError */
  loadFirst(): Promise<void> {
    return this.list.loadFirst();
  }

  /** Loads the next page. Concurrent callers share one request. @throws PortalError */
  loadNext(): Promise<void> {
    return this.list.loadNext();
  }

  /**
   * Loads all pages, several at once.
   *
   * @param signal Stops loading and aborts pending requests; orders that were loaded before stay.
   * @param onPage Called after each page; see `rows` and `total`.
   * @throws PageError for a page that could not be loaded, SignInNeededError, or the signal's abort reason
   */
  async loadAll(signal: AbortSignal, onPage: () => void = () => undefined): Promise<void> {
    signal.throwIfAborted();
    const listening = this.list.onDidLoad(onPage);
    try {
      await this.list.loadAll(signal);
    } finally {
      listening.dispose();
    }
    signal.throwIfAborted();
  }

  /** Loads the first page again. The old rows stay until it is loaded, or if loading fails. @throws PortalError */
  refresh(): Promise<void> {
    return this.list.refresh();
  }

  /**
   * Does the same with as many pages as are loaded, but only a few, because it happens after every order.
   *
   * @throws PortalError
   */
  update(): Promise<void> {
    return this.list.refresh(Math.min(this.list.rows.length, mostUpdatedRows));
  }

  /** Drops all rows: another account is signed in. */
  clear(): void {
    this.list.dispose();
    this.list = this.emptyList();
    this.details.clear();
  }

  dispose(): void {
    this.list.dispose();
    this.detailRead.dispose();
  }

  private emptyList(): PagedList<PortalOrder> {
    return new PagedList({
      ask: (page, signal) => this.client.orders(page, signal),
      keyOf: ({ orderNo }) => orderNo,
      pageSize: ordersPageSize,
      isShortPageLast: true,
    });
  }
}

function newestFirst(orders: readonly PortalOrder[]): readonly PortalOrder[] {
  return isNewestFirst(orders) || orders.some(({ createTime }) => createTime === undefined)
    ? orders
    : [...orders].sort((one, other) => (other.createTime ?? 0) - (one.createTime ?? 0));
}

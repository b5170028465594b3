import type { PortalClient } from '../portal/client';
import { inPage } from '../portal/pageError';
import type { Page } from '../portal/pages';
import type { PortalOrder } from '../portal/portalOrders';
import { isNewestFirst, ordersPageSize } from '../orders/snapshot';
import type { PortalText } from '../portal/values';

/** Pages asked for at once while all are loaded; the portal's limits are not known. */
const sideBySide = 4;

/** The portal's orders as far as they are loaded: the only writer of these rows. */
export class PortalOrderList {
  /** By order number, in the portal's order. */
  private loaded = new Map<PortalText, PortalOrder>();
  private sorted: readonly PortalOrder[] | undefined;
  private pages = 0;
  private totals: { rows: number | undefined; pages: number | undefined } = {
    rows: undefined,
    pages: undefined,
  };
  private endReached = false;
  /** Counts what makes older answers worthless: an answer of an earlier number is dropped. */
  private generation = 0;
  private loading: Promise<void> | undefined;
  private lastLoaded: number | undefined;

  constructor(private readonly client: PortalClient) {}

  /** Newest first where they tell when they were made; else in the portal's order. */
  get rows(): readonly PortalOrder[] {
    this.sorted ??= newestFirst([...this.loaded.values()]);
    return this.sorted;
  }

  /** The order with this number, where it is loaded. */
  find(orderNo: PortalText): PortalOrder | undefined {
    return this.loaded.get(orderNo);
  }

  /** Orders that the portal has; undefined when it does not tell. */
  get total(): number | undefined {
    return this.totals.rows;
  }

  /** When the rows were loaded; milliseconds since 1970, undefined before the first time. */
  get loadedAt(): number | undefined {
    return this.lastLoaded;
  }

  get hasMore(): boolean {
    const { pages, rows } = this.totals;
    return (
      !this.endReached &&
      (pages !== undefined ? this.pages < pages : rows === undefined || this.loaded.size < rows)
    );
  }

  /** Loads the first page unless it is there. Callers at the same time share one request. @throws PortalError */
  async loadFirst(): Promise<void> {
    if (this.lastLoaded === undefined) {
      await this.loadNext();
    }
  }

  /** Loads the next page. Callers at the same time share one request. @throws PortalError */
  async loadNext(): Promise<void> {
    await (this.loading ?? this.begin([this.pages + 1]));
  }

  /**
   * Loads all pages, a few at a time; what came before it failed or was called off stays.
   *
   * @param signal Ends the loading, and the requests under way.
   * @param onPages Told after each time; see `rows` and `total`.
   * @throws PageError for a page that could not be loaded, SignInNeededError, or what the signal was aborted with
   */
  async loadAll(signal: AbortSignal, onPages: () => void = () => undefined): Promise<void> {
    const { generation } = this;
    while (generation === this.generation && (this.lastLoaded === undefined || this.hasMore)) {
      signal.throwIfAborted();
      await (this.loading ?? this.begin(this.nextPages(), signal));
      onPages();
    }
  }

  /** Loads the first page anew; the old rows stay until it is there, and when it fails. @throws PortalError */
  async refresh(): Promise<void> {
    this.generation++;
    this.loading = undefined;
    const { generation } = this;
    const page = await this.ask(1);
    if (generation === this.generation) {
      this.loaded = new Map();
      this.pages = 0;
      this.endReached = false;
      this.take(page);
    }
  }

  /** Forgets everything: the account is another one. */
  clear(): void {
    this.generation++;
    this.loading = undefined;
    this.loaded = new Map();
    this.sorted = undefined;
    this.pages = 0;
    this.totals = { rows: undefined, pages: undefined };
    this.endReached = false;
    this.lastLoaded = undefined;
  }

  /** The pages that are surely there, but not more than a few, and the next one in any case. */
  private nextPages(): number[] {
    const next = this.pages + 1;
    const { rows, pages = rows === undefined ? next : Math.ceil(rows / ordersPageSize) } = this.totals;
    const count = Math.max(1, Math.min(sideBySide, pages - this.pages));
    return Array.from({ length: count }, (_, index) => next + index);
  }

  private begin(numbers: readonly number[], signal?: AbortSignal): Promise<void> {
    const loading = this.load(numbers, signal).finally(() => {
      if (this.loading === loading) {
        this.loading = undefined;
      }
    });
    this.loading = loading;
    return loading;
  }

  /** @param signal With it, several pages are asked for, and a failure names the one. */
  private async load(numbers: readonly number[], signal?: AbortSignal): Promise<void> {
    const { generation } = this;
    const pages = await Promise.all(
      numbers.map((pageNo) =>
        this.ask(pageNo, signal).catch((error: unknown) => {
          throw signal ? inPage(pageNo, error) : error;
        }),
      ),
    );
    if (generation === this.generation) {
      pages.forEach((page) => this.take(page));
    }
  }

  private ask(pageNo: number, signal?: AbortSignal): Promise<Page<PortalOrder>> {
    return this.client.orders({ pageNo, pageSize: ordersPageSize }, signal);
  }

  private take({ rows, total, totalPage }: Page<PortalOrder>): void {
    const { size } = this.loaded;
    for (const order of rows) {
      this.loaded.set(order.orderNo, this.loaded.get(order.orderNo) ?? order);
    }
    this.sorted = undefined;
    this.pages++;
    this.totals = { rows: total, pages: totalPage };
    this.endReached ||= this.loaded.size === size || (total === undefined && rows.length < ordersPageSize);
    this.lastLoaded = Date.now();
  }
}

function newestFirst(orders: readonly PortalOrder[]): readonly PortalOrder[] {
  return isNewestFirst(orders) || orders.some(({ createTime }) => createTime === undefined)
    ? orders
    : [...orders].sort((one, other) => (other.createTime ?? 0) - (one.createTime ?? 0));
}

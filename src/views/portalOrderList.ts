import type { PortalClient } from '../portal/client';
import { firstOfEach } from '../portal/findRecords';
import type { PortalOrder } from '../portal/portalOrders';
import { isNewestFirst, ordersPageSize } from '../orders/snapshot';

/** The portal's orders as far as they are loaded: the only writer of these rows. */
export class PortalOrderList {
  private loaded: readonly PortalOrder[] = [];
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
    const { loaded } = this;
    return isNewestFirst(loaded) || loaded.some(({ createTime }) => createTime === undefined)
      ? loaded
      : [...loaded].sort((one, other) => (other.createTime ?? 0) - (one.createTime ?? 0));
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
      (pages !== undefined ? this.pages < pages : rows === undefined || this.loaded.length < rows)
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
    this.loading ??= this.load(this.pages + 1, this.loaded).finally(() => {
      this.loading = undefined;
    });
    await this.loading;
  }

  /** Loads the first page anew; the old rows stay until it is there, and when it fails. @throws PortalError */
  async refresh(): Promise<void> {
    this.generation++;
    this.loading = undefined;
    await this.load(1, []);
  }

  /** Forgets everything: the account is another one. */
  clear(): void {
    this.generation++;
    this.loading = undefined;
    this.loaded = [];
    this.pages = 0;
    this.totals = { rows: undefined, pages: undefined };
    this.endReached = false;
    this.lastLoaded = undefined;
  }

  private async load(pageNo: number, before: readonly PortalOrder[]): Promise<void> {
    const { generation } = this;
    const page = await this.client.orders({ pageNo, pageSize: ordersPageSize });
    if (generation !== this.generation) {
      return;
    }
    this.loaded = firstOfEach([...before, ...page.rows], ({ orderNo }) => orderNo);
    this.pages = pageNo;
    this.totals = { rows: page.total, pages: page.totalPage };
    this.endReached =
      this.loaded.length === before.length || (page.total === undefined && page.rows.length < ordersPageSize);
    this.lastLoaded = Date.now();
  }
}

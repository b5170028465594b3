import { Emitter } from '../portal/emitter';
import type { Instance } from '../portal/instances';
import { inPage } from '../portal/pageError';
import type { Page } from '../portal/pages';
import { inParallel } from './inParallel';
import type { RequestQueue } from './requestQueue';

/** Rows that the portal sends at a time unless told otherwise (API guide, page envelope). */
export const pageSize = 25;

/** Requests of one list under way at once; the portal's limits are not known. */
const parallelRequests = 6;

/** Gives the instances of a product, page by page. */
export interface InstanceSource<Row extends Instance> {
  instances(
    productId: number,
    page: { pageNo: number; pageSize: number },
    signal?: AbortSignal,
  ): Promise<Page<Row>>;
}

/** The instances of one product as far as they are loaded: the only writer of these rows. */
export class InstanceList<Row extends Instance = Instance> {
  private pages = new Map<number, readonly Row[]>();
  /** All rows in `pages` by serial number. */
  private known = new Map<string, Row>();
  private totals: { rows: number | undefined; pages: number | undefined } = {
    rows: undefined,
    pages: undefined,
  };
  /** Set when a page brought nothing new: there is nothing behind it. */
  private endReached = false;
  /** Counts what makes older answers worthless: an answer of an earlier number is dropped. */
  private generation = 0;
  private inOrder: readonly (readonly Row[])[] | undefined;
  private merged: readonly Row[] | undefined;
  private loading: Promise<void> | undefined;
  /** The refresh that is under way; never rejects. */
  private refreshing: Promise<unknown> | undefined;
  private isDisposed = false;
  private lastLoaded: Date | undefined;
  private lastFailure: unknown;
  private readonly loaded = new Emitter<readonly Row[]>();

  /** Tells the rows of each page that came. */
  readonly onDidLoad = this.loaded.event;

  /** @param queue Holds the requests of all lists to a few at once. */
  constructor(
    private readonly client: InstanceSource<Row>,
    readonly productId: number,
    private readonly queue: RequestQueue,
  ) {}

  /** All loaded rows, in the portal's order, each serial number once. */
  get rows(): readonly Row[] {
    this.merged ??= this.rowsByPage.flat();
    return this.merged;
  }

  /** The same rows, page by page; a page stays the same array until it is loaded anew. */
  get rowsByPage(): readonly (readonly Row[])[] {
    this.inOrder ??= [...this.pages].sort(([a], [b]) => a - b).map(([, rows]) => rows);
    return this.inOrder;
  }

  /** Rows that the portal has; undefined when it does not tell. */
  get total(): number | undefined {
    return this.totals.rows;
  }

  /** When the rows were loaded last; undefined before the first time. */
  get loadedAt(): Date | undefined {
    return this.lastLoaded;
  }

  /** Why the first page, the next one or a refresh failed, unless one of them has succeeded since. */
  get failure(): unknown {
    return this.lastFailure;
  }

  get hasMore(): boolean {
    const { pages, rows } = this.totals;
    return (
      !this.endReached &&
      (pages !== undefined ? this.pages.size < pages : rows === undefined || this.known.size < rows)
    );
  }

  /** The loaded row with this serial number. */
  find(productNo: string): Row | undefined {
    return this.known.get(productNo);
  }

  /** Loads the first page unless it is there. Callers at the same time share one request. */
  async loadFirst(): Promise<void> {
    if (this.lastLoaded === undefined) {
      await this.loadNext();
    }
  }

  /** Loads the next page, if there is one. Callers at the same time share one request. */
  async loadNext(): Promise<void> {
    this.loading ??= this.noting(() => this.loadPage(this.nextPage())).finally(() => {
      this.loading = undefined;
    });
    await this.loading;
  }

  /**
   * Loads all pages, a few at a time. A refresh that comes meanwhile is waited for, and what it has taken away is
   * loaded again.
   *
   * @param signal Ends the loading; what came until then stays.
   * @throws PageError for a page that could not be loaded
   */
  async loadAll(signal: AbortSignal): Promise<void> {
    let generation: number;
    do {
      await this.refreshing;
      ({ generation } = this);
      await this.loadFirst().catch((error: unknown) => {
        throw inPage(1, error);
      });
      await this.loadRest(signal);
    } while (generation !== this.generation && !signal.aborted && !this.isDisposed);
  }

  /** Loads the pages that are missing, until all are there or a refresh begins. */
  private async loadRest(signal: AbortSignal): Promise<void> {
    const { generation } = this;
    const claimed = new Set<number>();
    let goOn = true;
    const isCurrent = () => !signal.aborted && generation === this.generation;
    const worker = async () => {
      for (let next = this.claimPage(claimed); next !== undefined;) {
        const pageNo = next;
        await this.loadPage(pageNo, signal).catch((error: unknown) => {
          throw inPage(pageNo, error);
        });
        goOn &&= isCurrent();
        next = goOn ? this.claimPage(claimed) : undefined;
      }
    };
    const count = this.totals.pages === undefined ? 1 : parallelRequests;
    await Promise.all(
      Array.from({ length: count }, () =>
        worker().catch((error: unknown) => {
          goOn = false;
          // What a refresh has made worthless is loaded again, and fails again if it has to.
          if (generation === this.generation) {
            throw error;
          }
        }),
      ),
    );
  }

  private claimPage(claimed: Set<number>): number | undefined {
    if (!this.hasMore) {
      return undefined;
    }
    const page = this.nextPage(claimed);
    if (this.totals.pages !== undefined && page > this.totals.pages) {
      return undefined;
    }
    claimed.add(page);
    return page;
  }

  /**
   * Loads the first pages once more and puts them in place together; on failure all old ones stay. Pages behind
   * them are forgotten, and loaded again when they are asked for.
   *
   * @param count How many rows have to be there afterwards, as far as they were before.
   */
  async refresh(count: number): Promise<void> {
    const refreshing = this.replace(count);
    const ended = refreshing.catch(() => undefined);
    this.refreshing = ended;
    try {
      await refreshing;
    } finally {
      if (this.refreshing === ended) {
        this.refreshing = undefined;
      }
    }
  }

  private async replace(count: number): Promise<void> {
    this.generation++;
    const { generation } = this;
    const wanted = Math.max(1, Math.min(this.pages.size, Math.ceil(count / pageSize)));
    const numbers = Array.from({ length: wanted }, (_, index) => index + 1);
    await this.noting(async () => {
      const loaded = await inParallel(numbers, parallelRequests, (pageNo) => this.ask(pageNo));
      if (generation === this.generation) {
        this.pages = new Map();
        this.known = new Map();
        this.endReached = false;
        const pages = loaded.map((page, index) => this.take(index + 1, page));
        pages.forEach((rows) => this.loaded.fire(rows));
      }
    });
  }

  /** Drops what is under way, and tells nobody of anything any more. */
  dispose(): void {
    this.isDisposed = true;
    this.generation++;
    this.loaded.dispose();
  }

  private nextPage(claimed: ReadonlySet<number> = new Set()): number {
    let page = 1;
    while (this.pages.has(page) || claimed.has(page)) {
      page++;
    }
    return page;
  }

  private async loadPage(pageNo: number, signal?: AbortSignal): Promise<void> {
    const { generation } = this;
    const page = await this.ask(pageNo, signal);
    // Somebody else may have asked for the same page at the same time.
    if (generation === this.generation && !this.pages.has(pageNo)) {
      this.loaded.fire(this.take(pageNo, page));
    }
  }

  private ask(pageNo: number, signal?: AbortSignal): Promise<Page<Row>> {
    return this.queue.run(() => this.client.instances(this.productId, { pageNo, pageSize }, signal));
  }

  /** Keeps in mind why `load` failed, or that it did not, unless that does not count any more. */
  private async noting(load: () => Promise<void>): Promise<void> {
    const { generation } = this;
    const note = (failure: unknown) => {
      if (generation === this.generation) {
        this.lastFailure = failure;
      }
    };
    try {
      await load();
      note(undefined);
    } catch (error) {
      note(error);
      throw error;
    }
  }

  private take(pageNo: number, page: Page<Row>): readonly Row[] {
    // A row that the portal has moved to another page since is there already.
    const rows = page.rows.filter(({ productNo }) => !this.known.has(productNo));
    for (const row of rows) {
      this.known.set(row.productNo, row);
    }
    this.endReached ||= rows.length === 0 && pageNo > this.pages.size;
    this.pages.set(pageNo, rows);
    this.totals = { rows: page.total, pages: page.totalPage };
    this.inOrder = undefined;
    this.merged = undefined;
    this.lastLoaded = new Date();
    return rows;
  }
}

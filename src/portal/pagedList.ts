import pLimit from 'p-limit';
import pMap from 'p-map';
import { Emitter } from './emitter';
import { type Page, withPageNumber } from './pages';
import type { PortalText } from './values';

/** Rows per page unless the request says otherwise (API guide, page envelope). */
export const pageSize = 25;

/** Maximum number of requests of one list at the same time; the portal's limits are unknown. */
export const pagesAtOnce = 6;

export interface PagedListOptions<Row> {
  /** Requests one page; pages count from 1. */
  readonly ask: (
    page: { readonly pageNo: number; readonly pageSize: number },
    signal?: AbortSignal,
  ) => Promise<Page<Row>>;
  /** What identifies a row: of several rows with the same key, the first counts. */
  readonly keyOf: (row: Row) => PortalText;
  /** Shared by lists that together may have only a few requests in progress. */
  readonly limit?: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;
  /** Rows per page; `pageSize` by default. */
  readonly pageSize?: number;
  /** Whether a page with fewer rows than requested is the last one if the portal reports no total. */
  readonly isShortPageLast?: boolean;
  /** Pages after which the list ends in any case: a portal with more pages repeats itself. */
  readonly mostPages?: number;
}

/** A page of a list. */
export interface LoadedPage<Row> {
  /** Without rows that another page had before. */
  readonly rows: readonly Row[];
  /** When it was requested, in milliseconds since 1970: what was read elsewhere after that is newer. */
  readonly requestedAt: number;
}

/** The reply to a request for a page. */
type RequestedPage<Row> = Page<Row> & Pick<LoadedPage<Row>, 'requestedAt'>;

/** A list of the portal that is loaded page by page: the only writer of its rows. */
export class PagedList<Row> {
  private pages = new Map<number, LoadedPage<Row>>();
  /** All rows in `pages`, by key. */
  private known = new Map<PortalText, Row>();
  private totals: Pick<Page<Row>, 'total' | 'totalPage'> = { total: undefined, totalPage: undefined };
  /** Whether a page showed that no other page follows. */
  private endReached = false;
  /** Increased by whatever makes earlier replies obsolete; a reply to a request of an earlier generation is dropped. */
  private generation = 0;
  private inOrder: readonly LoadedPage<Row>[] | undefined;
  private merged: readonly Row[] | undefined;
  private loading: Promise<void> | undefined;
  /** The refresh in progress; never rejects. */
  private refreshing: Promise<unknown> | undefined;
  private isDisposed = false;
  private lastLoaded: Date | undefined;
  private lastFailure: unknown;
  private readonly loaded = new Emitter<readonly Row[]>();
  private readonly limit: NonNullable<PagedListOptions<Row>['limit']>;
  private readonly pageSize: number;

  /** Fires for each page with its new rows. */
  readonly onDidLoad = this.loaded.event;

  constructor(private readonly options: PagedListOptions<Row>) {
    this.limit = options.limit ?? pLimit(pagesAtOnce);
    this.pageSize = options.pageSize ?? pageSize;
  }

  /** All loaded rows in the portal's order, each key once. */
  get rows(): readonly Row[] {
    this.merged ??= this.rowsByPage.flat();
    return this.merged;
  }

  /** The same rows by page; a page stays the same array until it is loaded again. */
  get rowsByPage(): readonly (readonly Row[])[] {
    return this.loadedPages.map(({ rows }) => rows);
  }

  /** All loaded pages in the portal's order. */
  get loadedPages(): readonly LoadedPage<Row>[] {
    this.inOrder ??= [...this.pages].sort(([a], [b]) => a - b).map(([, page]) => page);
    return this.inOrder;
  }

  /** The number of rows that the portal has; undefined if it does not report one. */
  get total(): number | undefined {
    return this.totals.total;
  }

  /** When rows were last loaded; undefined before the first time. */
  get loadedAt(): Date | undefined {
    return this.lastLoaded;
  }

  /** Why the first page, the next page or a refresh failed; undefined once one of them has succeeded since. */
  get failure(): unknown {
    return this.lastFailure;
  }

  get hasMore(): boolean {
    const { total, totalPage } = this.totals;
    if (this.endReached || this.pages.size >= (this.options.mostPages ?? Infinity)) {
      return false;
    }
    return totalPage !== undefined
      ? this.pages.size < totalPage
      : total === undefined || this.known.size < total;
  }

  /** The loaded row with this key. */
  find(key: PortalText): Row | undefined {
    return this.known.get(key);
  }

  /** Loads the first page unless it is loaded. Concurrent callers share one request. */
  async loadFirst(): Promise<void> {
    if (this.lastLoaded === undefined) {
      await this.loadNext();
    }
  }

  /** Loads the next page, if there is one. Concurrent callers share one request. */
  async loadNext(): Promise<void> {
    this.loading ??= this.noting(() => this.loadPage(this.nextPage())).finally(() => {
      this.loading = undefined;
    });
    await this.loading;
  }

  /**
   * Loads all pages, several at once if the portal reports how many there are. If a refresh starts in the meantime,
   * waits for it and then loads what it dropped.
   *
   * @param signal Ends the loading; what was loaded until then stays.
   * @throws PageError for a page that could not be loaded, SignInNeededError
   */
  async loadAll(signal: AbortSignal): Promise<void> {
    let generation: number;
    do {
      await this.refreshing;
      await this.loading?.catch(() => undefined);
      ({ generation } = this);
      await this.loadFirst().catch((error: unknown) => {
        throw withPageNumber(1, error);
      });
      await this.loadRest(signal);
    } while (generation !== this.generation && !signal.aborted && !this.isDisposed);
  }

  /**
   * Loads the first pages again and replaces all rows at once; if that fails, the old rows stay. Pages behind them are
   * dropped, and loaded again on request.
   *
   * @param count How many rows to have afterwards, as far as they were loaded before.
   */
  async refresh(count = 1): Promise<void> {
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

  /** Drops requests in progress; no event fires any more. */
  dispose(): void {
    this.isDisposed = true;
    this.generation++;
    this.loaded.dispose();
  }

  /** Loads the missing pages, until none is missing or a refresh starts. */
  private async loadRest(signal: AbortSignal): Promise<void> {
    const { generation } = this;
    const claimed = new Set<number>();
    let goOn = true;
    const isCurrent = () => !signal.aborted && generation === this.generation;
    const worker = async () => {
      for (let next = this.claimPage(claimed); next !== undefined;) {
        const pageNo = next;
        await this.loadPage(pageNo, signal).catch((error: unknown) => {
          throw withPageNumber(pageNo, error);
        });
        goOn &&= isCurrent();
        next = goOn ? this.claimPage(claimed) : undefined;
      }
    };
    // Without the number of pages, only the reply to one page shows whether another follows.
    const workers = this.totals.totalPage === undefined ? 1 : pagesAtOnce;
    await Promise.all(
      Array.from({ length: workers }, () =>
        worker().catch((error: unknown) => {
          goOn = false;
          // What a refresh made obsolete is loaded again, and fails again if it has to.
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
    if (page > Math.min(this.totals.totalPage ?? Infinity, this.options.mostPages ?? Infinity)) {
      return undefined;
    }
    claimed.add(page);
    return page;
  }

  private async replace(count: number): Promise<void> {
    this.generation++;
    const { generation } = this;
    const wanted = Math.max(1, Math.min(this.pages.size, Math.ceil(count / this.pageSize)));
    const numbers = Array.from({ length: wanted }, (_, index) => index + 1);
    await this.noting(async () => {
      const loaded = await pMap(numbers, (pageNo) => this.ask(pageNo), { concurrency: pagesAtOnce });
      if (generation === this.generation) {
        this.pages = new Map();
        this.known = new Map();
        this.endReached = false;
        const pages = loaded.map((page, index) => this.take(index + 1, page));
        pages.forEach((rows) => this.loaded.fire(rows));
      }
    });
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
    // Another caller may have requested the same page at the same time.
    if (generation === this.generation && !this.pages.has(pageNo)) {
      this.loaded.fire(this.take(pageNo, page));
    }
  }

  private ask(pageNo: number, signal?: AbortSignal): Promise<RequestedPage<Row>> {
    return this.limit(async () => {
      const requestedAt = Date.now();
      return { ...(await this.options.ask({ pageNo, pageSize: this.pageSize }, signal)), requestedAt };
    });
  }

  /** Remembers why `load` failed, or that it succeeded, unless that is obsolete. */
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

  private take(
    pageNo: number,
    { rows: received, total, totalPage, requestedAt }: RequestedPage<Row>,
  ): readonly Row[] {
    const rows: Row[] = [];
    for (const row of received) {
      const key = this.options.keyOf(row);
      // The portal may have moved a row to this page since it was loaded with another one.
      if (!this.known.has(key)) {
        this.known.set(key, row);
        rows.push(row);
      }
    }
    const isShort = total === undefined && received.length < this.pageSize;
    this.endReached ||=
      (rows.length === 0 && pageNo > this.pages.size) || (this.options.isShortPageLast === true && isShort);
    this.pages.set(pageNo, { rows, requestedAt });
    this.totals = { total, totalPage };
    this.inOrder = undefined;
    this.merged = undefined;
    this.lastLoaded = new Date();
    return rows;
  }
}

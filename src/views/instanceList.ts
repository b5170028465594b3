import type { PortalClient } from '../portal/client';
import { Emitter } from '../portal/emitter';
import type { Instance } from '../portal/instances';
import { inPage } from '../portal/pageError';
import type { Page } from '../portal/pages';

/** Rows that the portal sends at a time unless told otherwise (API guide, page envelope). */
export const pageSize = 25;

/** Requests under way at once while all pages are loaded; the portal's limits are not known. */
const parallelRequests = 6;

/** The instances of one product as far as they are loaded: the only writer of these rows. */
export class InstanceList {
  private pages = new Map<number, readonly Instance[]>();
  /** Serial numbers of all rows in `pages`. */
  private known = new Set<string>();
  /** Pages that are being loaded. */
  private readonly claimed = new Set<number>();
  private totals: { rows: number | undefined; pages: number | undefined } = {
    rows: undefined,
    pages: undefined,
  };
  /** Set when a page brought nothing new: there is nothing behind it. */
  private endReached = false;
  /** Counts what makes older answers worthless: an answer of an earlier number is dropped. */
  private generation = 0;
  private merged: readonly Instance[] | undefined;
  private loading: Promise<void> | undefined;
  private lastLoaded: Date | undefined;
  private readonly changed = new Emitter<undefined>();

  /** Fires after rows came or went. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly client: PortalClient,
    readonly productId: number,
  ) {}

  /** All loaded rows, in the portal's order, each serial number once. */
  get rows(): readonly Instance[] {
    this.merged ??= mergePages(this.pages);
    return this.merged;
  }

  /** Rows that the portal has; undefined when it does not tell. */
  get total(): number | undefined {
    return this.totals.rows;
  }

  /** When the rows were loaded last; undefined before the first time. */
  get loadedAt(): Date | undefined {
    return this.lastLoaded;
  }

  get hasMore(): boolean {
    const { pages, rows } = this.totals;
    return (
      !this.endReached &&
      (pages !== undefined ? this.pages.size < pages : rows === undefined || this.known.size < rows)
    );
  }

  /** Loads the first page unless it is there. Callers at the same time share one request. */
  async loadFirst(): Promise<void> {
    if (this.lastLoaded === undefined) {
      await this.loadNext();
    }
  }

  /** Loads the next page, if there is one. Callers at the same time share one request. */
  async loadNext(): Promise<void> {
    this.loading ??= this.loadPage(this.nextPage()).finally(() => {
      this.loading = undefined;
    });
    await this.loading;
  }

  /**
   * Loads all pages, a few at a time.
   *
   * @param signal Ends the loading; what came until then stays.
   * @throws PageError for a page that could not be loaded
   */
  async loadAll(signal: AbortSignal): Promise<void> {
    await this.loadFirst().catch((error: unknown) => {
      throw inPage(1, error);
    });
    const { generation } = this;
    let goOn = true;
    const worker = async () => {
      for (let next = this.claimPage(); next !== undefined; next = goOn ? this.claimPage() : undefined) {
        const pageNo = next;
        await this.loadPage(pageNo, signal).catch((error: unknown) => {
          throw inPage(pageNo, error);
        });
        goOn &&= !signal.aborted && generation === this.generation;
      }
    };
    try {
      const count = this.totals.pages === undefined ? 1 : parallelRequests;
      await Promise.all(
        Array.from({ length: count }, () =>
          worker().catch((error: unknown) => {
            goOn = false;
            throw error;
          }),
        ),
      );
    } finally {
      this.claimed.clear();
    }
  }

  private claimPage(): number | undefined {
    if (!this.hasMore) {
      return undefined;
    }
    const page = this.nextPage();
    if (this.totals.pages !== undefined && page > this.totals.pages) {
      return undefined;
    }
    this.claimed.add(page);
    return page;
  }

  /** Loads the pages that are there once more and puts them in place together; on failure the old ones stay. */
  async refresh(): Promise<void> {
    this.generation++;
    const { generation } = this;
    const numbers = this.pages.size === 0 ? [1] : [...this.pages.keys()];
    const loaded = await inParallel(numbers, (pageNo) =>
      this.client.instances(this.productId, { pageNo, pageSize }),
    );
    if (generation !== this.generation) {
      return;
    }
    this.pages = new Map();
    this.known = new Set();
    this.endReached = false;
    numbers.forEach((pageNo, index) => {
      const page = loaded[index];
      if (page) {
        this.take(pageNo, page);
      }
    });
    this.announce();
  }

  /** Forgets all rows: another session. */
  clear(): void {
    this.generation++;
    this.pages = new Map();
    this.known = new Set();
    this.totals = { rows: undefined, pages: undefined };
    this.endReached = false;
    this.lastLoaded = undefined;
    this.loading = undefined;
    this.claimed.clear();
    this.merged = undefined;
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.generation++;
    this.changed.dispose();
  }

  private nextPage(): number {
    let page = 1;
    while (this.pages.has(page) || this.claimed.has(page)) {
      page++;
    }
    return page;
  }

  private async loadPage(pageNo: number, signal?: AbortSignal): Promise<void> {
    const { generation } = this;
    const page = await this.client.instances(this.productId, { pageNo, pageSize }, signal);
    if (generation === this.generation) {
      this.take(pageNo, page);
      this.announce();
    }
  }

  private take(pageNo: number, page: Page<Instance>): void {
    const sizeBefore = this.known.size;
    for (const { productNo } of page.rows) {
      this.known.add(productNo);
    }
    this.endReached ||= this.known.size === sizeBefore && pageNo > this.pages.size;
    this.pages.set(pageNo, page.rows);
    this.totals = { rows: page.total, pages: page.totalPage };
    this.merged = undefined;
  }

  private announce(): void {
    this.lastLoaded = new Date();
    this.changed.fire(undefined);
  }
}

function mergePages(pages: ReadonlyMap<number, readonly Instance[]>): readonly Instance[] {
  const byNumber = new Map<string, Instance>();
  for (const [, rows] of [...pages].sort(([a], [b]) => a - b)) {
    for (const row of rows) {
      if (!byNumber.has(row.productNo)) {
        byNumber.set(row.productNo, row);
      }
    }
  }
  return [...byNumber.values()];
}

/** Answers in the order of `items`, a few requests at a time. */
async function inParallel<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      answers[next[0]] = await ask(next[1]);
    }
  };
  await Promise.all(Array.from({ length: parallelRequests }, worker));
  return answers;
}

import pMap from 'p-map';
import type { PortalClient } from '../portal/client';
import type { Disposable } from '../portal/emitter';
import { RefusedError, UnauthorizedError } from '../portal/errors';
import type { Instance } from '../portal/instances';
import { type LoadedPage, PagedList, pagesAtOnce } from '../portal/pagedList';
import type { TraceLog } from '../portal/traceLog';
import { type DueDate, type ReadingScope, datesToRead, fromDetail, withRefusal } from './dueDate';
import { DueDateCache, type DueDateId } from './dueDateCache';
import type { DueDateOwner } from './dueDateFile';

/** The instances of one product, in a list created for a reading. */
export interface ListedInstances {
  readonly productId: number;
  readonly list: PagedList<Instance>;
}

/** The part of a reading that is done. */
export interface ReadingProgress {
  readonly phase: 'lists' | 'details';
  readonly done: number;
  /** Undefined if the portal reports no total. */
  readonly total: number | undefined;
}

/** What became of a reading. */
export interface ReadingResult {
  /** Number of PBXes whose end date was looked up one by one. */
  readonly detailsRead: number;
  /** Number of PBXes whose details the portal refused. */
  readonly refused: number;
  /** Products whose list could not be loaded, with the reason. */
  readonly failures: readonly { readonly productId: number; readonly error: unknown }[];
}

interface DueDatesDeps {
  /** The folder of the files. */
  readonly folder: string;
  readonly client: Pick<PortalClient, 'instanceDetail' | 'instances'>;
  readonly log: Pick<TraceLog, 'warn'>;
  readonly now?: () => number;
}

/** Milliseconds between two writes of the file during a reading. */
const saveInterval = 5000;

/**
 * When the subscriptions of one account end: the only place that reads due dates. It sends requests only in `read` and
 * `readAgain`, which a user or an order causes.
 */
export class DueDates implements Disposable {
  private readonly cache: DueDateCache;
  private lastFailure: unknown;
  private savedAt = 0;
  private readonly now: () => number;

  readonly onDidChange: DueDateCache['onDidChange'];

  constructor(private readonly deps: DueDatesDeps) {
    const { folder, log, now = Date.now } = deps;
    this.now = now;
    this.cache = new DueDateCache({ folder, log, now });
    this.onDidChange = this.cache.onDidChange;
  }

  /** All PBXes that are known, in the order of the lists. */
  get all(): readonly DueDate[] {
    return this.cache.all;
  }

  /** When a reading was last completed, in milliseconds since 1970; undefined before the first one. */
  get readAt(): number | undefined {
    return this.cache.readAt;
  }

  /** Why the latest reading failed; undefined if it was completed or cancelled. */
  get failure(): unknown {
    return this.lastFailure;
  }

  find(of: DueDateId): DueDate | undefined {
    return this.cache.find(of);
  }

  /** Switches to an account and reads what is kept of it; see DueDateCache.open. */
  async open(owner: DueDateOwner | undefined, isKept: boolean): Promise<void> {
    this.lastFailure = undefined;
    await this.cache.open(owner, isKept);
  }

  /** Takes over what other windows have read since. Never rejects. */
  async reload(): Promise<void> {
    await this.cache.reload();
  }

  /**
   * Notes pages of lists that were loaded anyway. Only an end date that differs from the known one is news, unless that
   * was read after the page was requested.
   */
  notePages(pages: readonly LoadedPage<Instance>[]): void {
    const isNews = (instance: Instance) => {
      const known = this.find(instance);
      return (
        known?.name !== instance.name || (instance.expiry !== undefined && known.expiry !== instance.expiry)
      );
    };
    if (this.cache.keepPages(pages, isNews)) {
      this.cache.fireChanged();
    }
  }

  /**
   * Reads the lists, and the details of each PBX whose row has no end date, six at a time. What has been read is kept
   * even if the reading is cancelled or fails, and the next one of the same scope reads only the rest.
   *
   * @throws the signal's reason; PortalError or SignInNeededError when the portal cannot be asked any more.
   */
  async read(
    sources: readonly ListedInstances[],
    scope: ReadingScope,
    {
      signal,
      report,
    }: { readonly signal: AbortSignal; readonly report: (progress: ReadingProgress) => void },
  ): Promise<ReadingResult> {
    const { cache } = this;
    const { generation } = cache;
    const since = cache.beginningOf(scope);
    this.lastFailure = undefined;
    try {
      const failures = await this.readLists(sources, signal, report);
      const targets = datesToRead(cache.all, scope, new Date(this.now())).filter(
        ({ readAt }) => (readAt ?? 0) < since,
      );
      const counts = await this.readDetails(targets, signal, report);
      if (generation === cache.generation && failures.length === 0) {
        cache.noteRead(scope);
      }
      return { ...counts, failures };
    } catch (error) {
      if (generation === cache.generation) {
        this.lastFailure = signal.aborted ? undefined : error;
        cache.noteUnfinished({ scope, since });
      }
      throw error;
    } finally {
      if (generation === cache.generation) {
        await cache.save();
        cache.fireChanged();
      }
    }
  }

  /**
   * Reads the end dates of these PBXes, because orders have renewed them: from their details, or from the lists if only
   * those have the dates. PBXes that this account does not have are left out. Never rejects: what cannot be read is
   * logged and stays as it was.
   */
  async readAgain(targets: readonly DueDateId[]): Promise<void> {
    const { cache } = this;
    const { generation } = cache;
    const onlyInLists = new Map<number, string[]>();
    const isOwn = (target: DueDateId) => generation === cache.generation && cache.find(target) !== undefined;
    const readOne = async ({ productId, productNo }: DueDateId): Promise<void> => {
      // A request would go to the portal of the session that has begun meanwhile.
      if (!isOwn({ productId, productNo })) {
        return;
      }
      const detail = await this.deps.client.instanceDetail(productId, productNo);
      const known = cache.find({ productId, productNo });
      if (generation !== cache.generation || known === undefined) {
        return;
      }
      if (detail.expiry === undefined && known.source === 'list') {
        onlyInLists.set(productId, [...(onlyInLists.get(productId) ?? []), productNo]);
      } else {
        cache.keep(fromDetail(known, detail, this.now()));
      }
    };
    await pMap(targets, (target) => this.logging(target.productNo, readOne(target)), {
      concurrency: pagesAtOnce,
    });
    for (const [productId, serialNumbers] of onlyInLists) {
      await this.logging(serialNumbers.join(', '), this.findInList(productId, serialNumbers));
    }
    if (generation === cache.generation) {
      await cache.save();
      cache.fireChanged();
    }
  }

  dispose(): void {
    this.cache.dispose();
  }

  /** Loads a list until it contains these PBXes. */
  private async findInList(productId: number, serialNumbers: readonly string[]): Promise<void> {
    const { generation } = this.cache;
    const list = new PagedList<Instance>({
      ask: (page) => this.deps.client.instances(productId, page),
      keyOf: ({ productNo }) => productNo,
    });
    while (list.hasMore && serialNumbers.some((productNo) => !list.find(productNo))) {
      await list.loadNext();
    }
    if (generation === this.cache.generation) {
      this.cache.keepPages(list.loadedPages);
    }
  }

  private logging(what: string, reading: Promise<void>): Promise<void> {
    return reading.catch((error: unknown) =>
      this.deps.log.warn(`End date after a renewal, ${what}: ${String(error)}`),
    );
  }

  private async readLists(
    sources: readonly ListedInstances[],
    signal: AbortSignal,
    report: (progress: ReadingProgress) => void,
  ): Promise<ReadingResult['failures']> {
    const { cache } = this;
    const { generation } = cache;
    const failures: { readonly productId: number; readonly error: unknown }[] = [];
    let before = 0;
    for (const { productId, list } of sources) {
      let count = 0;
      const listening = list.onDidLoad((rows) => {
        count += rows.length;
        report({ phase: 'lists', done: before + count, total: undefined });
      });
      try {
        await list.loadAll(signal);
      } catch (error) {
        failures.push({ productId, error });
      } finally {
        listening.dispose();
      }
      before += count;
      if (generation === cache.generation) {
        cache.keepPages(list.loadedPages);
        if (failures.every((failure) => failure.productId !== productId) && !list.hasMore) {
          cache.keepOnly(productId, (productNo) => list.find(productNo) !== undefined);
        }
      }
      signal.throwIfAborted();
    }
    const [first] = failures;
    if (first && failures.length === sources.length) {
      throw first.error;
    }
    return failures;
  }

  private async readDetails(
    targets: readonly DueDate[],
    signal: AbortSignal,
    report: (progress: ReadingProgress) => void,
  ): Promise<Omit<ReadingResult, 'failures'>> {
    const { cache } = this;
    const { generation } = cache;
    let done = 0;
    let refused = 0;
    this.savedAt = this.now();
    const readOne = async (target: DueDate): Promise<void> => {
      const date = await this.detailOf(target, signal);
      if (generation !== cache.generation) {
        return;
      }
      cache.keep(date);
      refused += date.refusal === undefined ? 0 : 1;
      done++;
      report({ phase: 'details', done, total: targets.length });
      if (this.now() - this.savedAt >= saveInterval) {
        this.savedAt = this.now();
        void cache.save();
      }
    };
    await pMap(
      targets,
      async (target) => {
        signal.throwIfAborted();
        if (generation === cache.generation) {
          await readOne(target);
        }
      },
      { concurrency: pagesAtOnce },
    );
    return { detailsRead: done, refused };
  }

  /** A refusal concerns only this PBX; every other failure concerns the rest too. */
  private async detailOf(target: DueDate, signal: AbortSignal): Promise<DueDate> {
    const { productId, productNo } = target;
    try {
      return fromDetail(
        target,
        await this.deps.client.instanceDetail(productId, productNo, signal),
        this.now(),
      );
    } catch (error) {
      if (!(error instanceof RefusedError) || error instanceof UnauthorizedError) {
        throw error;
      }
      this.deps.log.warn(`End date of ${productNo}: ${String(error)}`);
      return withRefusal(target, error.refusal.detailMessage, this.now());
    }
  }
}

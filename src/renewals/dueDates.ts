import pMap from 'p-map';
import { type Disposable, Emitter } from '../portal/emitter';
import { RefusedError } from '../portal/errors';
import type { Instance, InstanceDetail } from '../portal/instances';
import { type PagedList, pagesAtOnce } from '../portal/pagedList';
import type { TraceLog } from '../portal/traceLog';
import {
  type DueDate,
  type ReadingScope,
  datesToRead,
  dueDateKey,
  fromDetail,
  fromListRow,
  withRefusal,
} from './dueDate';
import { DueDateFile, type DueDateOwner } from './dueDateFile';

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
  readonly client: {
    instanceDetail(productId: number, productNo: string, signal?: AbortSignal): Promise<InstanceDetail>;
  };
  readonly log: Pick<TraceLog, 'warn'>;
  readonly now?: () => number;
}

/** Milliseconds between two writes of the file during a reading. */
const saveInterval = 5000;

/**
 * When the subscriptions of one account end: the only place that reads due dates and keeps them. It sends requests only in
 * `read` and `readAgain`, which a user or an order causes.
 */
export class DueDates implements Disposable {
  private known = new Map<string, DueDate>();
  private lastRead: number | undefined;
  private lastFailure: unknown;
  private file: DueDateFile | undefined;
  /** Increased when the account changes: what arrives for an earlier one is dropped. */
  private generation = 0;
  private lastSave: Promise<void> = Promise.resolve();
  private savedAt = 0;
  private readonly changed = new Emitter<undefined>();
  private readonly now: () => number;

  readonly onDidChange = this.changed.event;

  constructor(private readonly deps: DueDatesDeps) {
    this.now = deps.now ?? Date.now;
  }

  /** All PBXes that are known, in the order of the lists. */
  get all(): readonly DueDate[] {
    return [...this.known.values()];
  }

  /** When a reading was last completed, in milliseconds since 1970; undefined before the first one. */
  get readAt(): number | undefined {
    return this.lastRead;
  }

  /** Why the latest reading failed; undefined if it was completed or cancelled. */
  get failure(): unknown {
    return this.lastFailure;
  }

  find(of: Pick<DueDate, 'productId' | 'productNo'>): DueDate | undefined {
    return this.known.get(dueDateKey(of));
  }

  /**
   * Switches to an account and reads what is kept of it. Never rejects: a file that cannot be read is logged.
   *
   * @param owner Undefined without an account.
   * @param isKept Whether to keep due dates on disk. Those of a sandbox end with it.
   */
  async open(owner: DueDateOwner | undefined, isKept: boolean): Promise<void> {
    this.generation++;
    this.known = new Map();
    this.lastRead = undefined;
    this.lastFailure = undefined;
    this.file = owner && isKept ? new DueDateFile(this.deps.folder, owner) : undefined;
    await this.load();
    this.changed.fire(undefined);
  }

  /** Takes over what other windows have read since. Never rejects. */
  async reload(): Promise<void> {
    if (await this.file?.hasChanged()) {
      await this.load();
      this.changed.fire(undefined);
    }
  }

  /** Notes list rows that were received anyway. Only an end date that differs from the known one is news. */
  noteRows(instances: readonly Instance[]): void {
    const news = instances.filter((instance) => {
      const known = this.find(instance);
      return (
        known?.name !== instance.name || (instance.expiry !== undefined && known.expiry !== instance.expiry)
      );
    });
    if (news.length > 0) {
      this.takeRows(news);
      this.changed.fire(undefined);
    }
  }

  /**
   * Reads the lists, and the details of each PBX whose row has no end date, six at a time. What has been read is kept
   * even if the reading is cancelled or fails, and the next one goes on from there.
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
    const { generation } = this;
    const startedAt = this.now();
    this.lastFailure = undefined;
    try {
      const failures = await this.readLists(sources, signal, report);
      const isCovered = ({ source, readAt }: DueDate) => source === 'list' && (readAt ?? 0) >= startedAt;
      const targets = datesToRead(this.known.values(), scope, new Date(this.now())).filter(
        (date) => !isCovered(date),
      );
      const counts = await this.readDetails(targets, signal, report);
      if (generation === this.generation && failures.length === 0) {
        this.lastRead = this.now();
      }
      return { ...counts, failures };
    } catch (error) {
      if (generation === this.generation && !signal.aborted) {
        this.lastFailure = error;
      }
      throw error;
    } finally {
      if (generation === this.generation) {
        await this.save();
        this.changed.fire(undefined);
      }
    }
  }

  /** Reads the details of one PBX, because an order has renewed it. @throws PortalError, SignInNeededError */
  async readAgain(of: Pick<DueDate, 'productId' | 'productNo'>): Promise<void> {
    const { generation } = this;
    const detail = await this.deps.client.instanceDetail(of.productId, of.productNo);
    const known = this.find(of);
    if (generation === this.generation && known) {
      this.known.set(dueDateKey(known), fromDetail(known, detail, this.now()));
      await this.save();
      this.changed.fire(undefined);
    }
  }

  dispose(): void {
    this.generation++;
    this.changed.dispose();
  }

  private async readLists(
    sources: readonly ListedInstances[],
    signal: AbortSignal,
    report: (progress: ReadingProgress) => void,
  ): Promise<ReadingResult['failures']> {
    const { generation } = this;
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
      signal.throwIfAborted();
      before += count;
      if (generation === this.generation) {
        this.takeRows(list.rows);
        if (failures.every((failure) => failure.productId !== productId) && !list.hasMore) {
          this.dropOthers(productId, list);
        }
      }
    }
    const [first] = failures;
    if (first && failures.length === sources.length) {
      throw first.error;
    }
    return failures;
  }

  /** Forgets the PBXes of a product that its complete list does not contain. */
  private dropOthers(productId: number, list: PagedList<Instance>): void {
    for (const [key, date] of this.known) {
      if (date.productId === productId && !list.find(date.productNo)) {
        this.known.delete(key);
      }
    }
  }

  private async readDetails(
    targets: readonly DueDate[],
    signal: AbortSignal,
    report: (progress: ReadingProgress) => void,
  ): Promise<Omit<ReadingResult, 'failures'>> {
    const { generation } = this;
    let done = 0;
    let refused = 0;
    this.savedAt = this.now();
    const readOne = async (target: DueDate): Promise<void> => {
      const date = await this.detailOf(target, signal);
      if (generation !== this.generation) {
        return;
      }
      this.known.set(dueDateKey(date), date);
      refused += date.refusal === undefined ? 0 : 1;
      done++;
      report({ phase: 'details', done, total: targets.length });
      if (this.now() - this.savedAt >= saveInterval) {
        this.savedAt = this.now();
        void this.save();
      }
    };
    await pMap(
      targets,
      async (target) => {
        signal.throwIfAborted();
        if (generation === this.generation) {
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
      if (!(error instanceof RefusedError)) {
        throw error;
      }
      this.deps.log.warn(`End date of ${productNo}: ${String(error)}`);
      return withRefusal(target, error.refusal.detailMessage, this.now());
    }
  }

  private takeRows(instances: readonly Instance[]): void {
    const at = this.now();
    for (const instance of instances) {
      const key = dueDateKey(instance);
      this.known.set(key, fromListRow(instance, this.known.get(key), at));
    }
  }

  private async load(): Promise<void> {
    const { file, generation } = this;
    try {
      const stored = await file?.read();
      if (stored && generation === this.generation) {
        this.merge(stored.dates);
        this.lastRead = latest(this.lastRead, stored.readAt);
      }
    } catch (error) {
      this.deps.log.warn(`The due dates on disk cannot be read: ${String(error)}`);
    }
  }

  /** Takes over due dates that were read later than those known here. */
  private merge(dates: readonly DueDate[]): void {
    for (const date of dates) {
      const known = this.find(date);
      if (known === undefined || (date.readAt ?? 0) > (known.readAt ?? 0)) {
        this.known.set(dueDateKey(date), date);
      }
    }
  }

  /** Writes the file, one write after the other. Never rejects. */
  private save(): Promise<void> {
    const { file, generation } = this;
    this.lastSave = this.lastSave.then(async () => {
      if (!file || generation !== this.generation) {
        return;
      }
      try {
        if (await file.hasChanged()) {
          const others = await file.read();
          this.mergeKnown(others.dates);
          this.lastRead = latest(this.lastRead, others.readAt);
        }
        await file.write({ readAt: this.lastRead, dates: this.all });
      } catch (error) {
        this.deps.log.warn(`The due dates cannot be kept on disk: ${String(error)}`);
      }
    });
    return this.lastSave;
  }

  /** Merges what another window read, without the PBXes that are no longer in the lists. */
  private mergeKnown(dates: readonly DueDate[]): void {
    this.merge(dates.filter((date) => this.known.has(dueDateKey(date))));
  }
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

import { hasMoved } from '../orders/repeats';
import { type Disposable, Emitter } from '../portal/emitter';
import type { Instance } from '../portal/instances';
import type { LoadedPage } from '../portal/pagedList';
import type { TraceLog } from '../portal/traceLog';
import { type DueDate, type ReadingScope, dueDateKey, fromListRow } from './dueDate';
import { DueDateFile, type DueDateOwner, type StoredDueDates, type UnfinishedReading } from './dueDateFile';

/** Milliseconds for which a reading can be continued. */
const day = 24 * 60 * 60 * 1000;

/** Identifies a PBX. */
export type DueDateId = Pick<DueDate, 'productId' | 'productNo'>;

interface DueDateCacheDeps {
  /** The folder of the files. */
  readonly folder: string;
  readonly log: Pick<TraceLog, 'warn'>;
  readonly now: () => number;
}

/**
 * What is known of when the subscriptions of one account end, in memory and on disk. Other windows write the same file:
 * what was read last counts.
 */
export class DueDateCache implements Disposable {
  private known = new Map<string, DueDate>();
  private lastRead: number | undefined;
  private unfinished: UnfinishedReading | undefined;
  private file: DueDateFile | undefined;
  /** Increased when the account changes: what arrives for an earlier one is dropped. */
  private opened = 0;
  private lastSave: Promise<void> = Promise.resolve();
  private readonly changed = new Emitter<undefined>();

  readonly onDidChange = this.changed.event;

  constructor(private readonly deps: DueDateCacheDeps) {}

  /** All PBXes that are known, in the order of the lists. */
  get all(): readonly DueDate[] {
    return [...this.known.values()];
  }

  /** When a reading was last completed, in milliseconds since 1970; undefined before the first one. */
  get readAt(): number | undefined {
    return this.lastRead;
  }

  /** Changes with the account: what was requested under another generation belongs to another account. */
  get generation(): number {
    return this.opened;
  }

  find(of: DueDateId): DueDate | undefined {
    return this.known.get(dueDateKey(of));
  }

  /**
   * Switches to an account and reads what is kept of it. Never rejects: a file that cannot be read is logged.
   *
   * @param owner Undefined without an account.
   * @param isKept Whether to keep due dates on disk. Those of a sandbox end with it.
   */
  async open(owner: DueDateOwner | undefined, isKept: boolean): Promise<void> {
    this.opened++;
    this.known = new Map();
    this.lastRead = undefined;
    this.unfinished = undefined;
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

  /** Replaces what is known of a PBX, and remembers when its end was found to have moved. */
  keep(date: DueDate): void {
    const key = dueDateKey(date);
    const known = this.known.get(key);
    const hasEndMoved = known?.expiry !== date.expiry && hasMoved(known?.expiry, date.expiry) === true;
    const movedAt = hasEndMoved ? this.deps.now() : known?.movedAt;
    this.known.set(key, movedAt === undefined ? date : { ...date, movedAt });
  }

  /** Takes over rows, but none that was requested before its PBX was last read. @returns Whether there was any. */
  keepPages(
    pages: readonly LoadedPage<Instance>[],
    isWanted: (instance: Instance) => boolean = () => true,
  ): boolean {
    let isAny = false;
    for (const { rows, requestedAt } of pages) {
      for (const instance of rows) {
        const known = this.find(instance);
        if ((known?.readAt ?? 0) <= requestedAt && isWanted(instance)) {
          this.keep(fromListRow(instance, known, requestedAt));
          isAny = true;
        }
      }
    }
    return isAny;
  }

  /** Forgets the PBXes of a product that its complete list does not contain. */
  keepOnly(productId: number, isListed: (productNo: string) => boolean): void {
    for (const [key, date] of this.known) {
      if (date.productId === productId && !isListed(date.productNo)) {
        this.known.delete(key);
      }
    }
  }

  /**
   * Returns when the reading began that this one continues: one of the same scope that was not completed, within a day.
   * Otherwise the time is now.
   */
  beginningOf(scope: ReadingScope): number {
    const now = this.deps.now();
    const { unfinished } = this;
    return unfinished?.scope === scope && now - unfinished.since < day ? unfinished.since : now;
  }

  /** Notes that a reading was completed. */
  noteRead(scope: ReadingScope): void {
    this.lastRead = this.deps.now();
    if (scope === 'all' || this.unfinished?.scope === scope) {
      this.unfinished = undefined;
    }
  }

  /** Notes that a reading ended before it was completed. */
  noteUnfinished(reading: UnfinishedReading): void {
    this.unfinished = reading;
  }

  /** Reports that what is known has changed. */
  fireChanged(): void {
    this.changed.fire(undefined);
  }

  /** Writes the file, one write after the other. Never rejects. */
  save(): Promise<void> {
    const { file, opened } = this;
    this.lastSave = this.lastSave.then(async () => {
      if (!file || opened !== this.opened) {
        return;
      }
      try {
        if (await file.hasChanged()) {
          const others = await file.read();
          // Without the PBXes that are no longer in the lists.
          this.merge(others.dates.filter((date) => this.find(date) !== undefined));
          this.mergeReadings(others);
        }
        await file.write({ readAt: this.lastRead, unfinished: this.unfinished, dates: this.all });
      } catch (error) {
        this.deps.log.warn(`The due dates cannot be kept on disk: ${String(error)}`);
      }
    });
    return this.lastSave;
  }

  dispose(): void {
    this.opened++;
    this.changed.dispose();
  }

  private async load(): Promise<void> {
    const { file, opened } = this;
    try {
      const stored = await file?.read();
      if (stored && opened === this.opened) {
        this.merge(stored.dates);
        this.mergeReadings(stored);
      }
    } catch (error) {
      this.deps.log.warn(`The due dates on disk cannot be read: ${String(error)}`);
    }
  }

  private mergeReadings({ readAt, unfinished }: StoredDueDates): void {
    this.lastRead = latest(this.lastRead, readAt);
    if (unfinished) {
      this.unfinished ??= unfinished;
    } else if (this.unfinished && (readAt ?? 0) > this.unfinished.since) {
      // Another window has read everything since.
      this.unfinished = undefined;
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
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

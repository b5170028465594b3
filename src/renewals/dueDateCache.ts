import { hasMoved } from '../orders/endDate';
import { type Disposable, Emitter } from '../portal/emitter';
import type { Instance } from '../portal/instances';
import type { LoadedPage } from '../portal/pagedList';
import type { TraceLog } from '../portal/traceLog';
import { type DueDate, dueDateKey, fromListRow } from './dueDate';
import { DueDateFile, type DueDateOwner } from './dueDateFile';

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

  /** Notes that a reading was completed. */
  noteRead(): void {
    this.lastRead = this.deps.now();
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
          this.lastRead = latest(this.lastRead, others.readAt);
        }
        await file.write({ readAt: this.lastRead, dates: this.all });
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
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

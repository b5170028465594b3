import { watch, type FSWatcher } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Disposable, Emitter } from '../portal/emitter';
import type { TraceLog } from '../portal/traceLog';
import {
  type OrderRecord,
  type RecordChange,
  type RecordHead,
  type RecordId,
  isUnsettled,
  recordOf,
} from './record';
import { mayBeRepeated } from './repeats';
import {
  type UnreadDamage,
  appendChange,
  readRecord,
  recordFile,
  recordName,
  withdrawRecord,
  writeRecord,
} from './recordFile';
import { Sightings, EntriesFolder } from './entriesFolder';
import { type SetAside, DamagedFiles } from './damagedFiles';
import { removeUnfinished } from './files';

/** How many settled records are kept, and for how many days. */
export interface KeptRecords {
  readonly count: number;
  readonly days: number;
}

/** An entry that may be of an open order, and cannot be read. */
export interface UnreadEntry {
  readonly file: string;
  readonly damage: UnreadDamage;
}

const day = 24 * 60 * 60 * 1000;

/** Milliseconds between two readings of a folder that cannot be watched, or that has an entry that cannot be read. */
const readEvery = 5000;

/**
 * The orders of this machine, each in a file of its own that all windows share. Knows them as of the last
 * `load`, of its own changes, and, while it watches the folder, of those of other windows.
 */
export class Journal implements Disposable {
  private readonly known = new Map<string, OrderRecord>();
  private readonly aside: DamagedFiles;
  private readonly entries: EntriesFolder;
  private readonly sightings: Sightings;
  /** Entries of orders that may be open, which could not be read this time, by the names of their files. */
  private readonly unread = new Map<string, UnreadDamage>();
  private readonly changed = new Emitter<undefined>();
  private last: Promise<unknown> = Promise.resolve();
  private watcher: FSWatcher | undefined;
  /** Stands in for a watcher where there is none. */
  private reading: NodeJS.Timeout | undefined;
  private readingAgain: NodeJS.Timeout | undefined;
  private isUnreadable = false;
  private isDisposed = false;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly folder: string,
    private readonly log: TraceLog,
    private readonly now: () => number = Date.now,
    monotonic: () => number = () => performance.now(),
  ) {
    this.aside = new DamagedFiles(folder, log, monotonic, () => this.changed.fire(undefined));
    this.entries = new EntriesFolder(folder, log);
    this.sightings = new Sightings(now, monotonic);
  }

  /** The records, newest first. */
  get records(): readonly OrderRecord[] {
    return [...this.known.values()].sort(
      (one, other) => other.createdAt - one.createdAt || (one.id < other.id ? -1 : 1),
    );
  }

  get setAside(): readonly SetAside[] {
    return this.aside.all;
  }

  /**
   * Files that may hold an order of unknown outcome, and could not be read at the last `load`: as long as there are any,
   * nobody can tell whether an order repeats one of these.
   */
  get unreadable(): readonly UnreadEntry[] {
    return [...this.unread].map(([name, damage]) => ({ file: join(this.folder, name), damage }));
  }

  find(id: RecordId): OrderRecord | undefined {
    return this.known.get(recordName(id));
  }

  /**
   * Reads what is new in the folder. A file that cannot be read is set aside and stops none of the others.
   *
   * @throws NodeJS.ErrnoException when the folder cannot be read, OtherFolderError when it is not the one that this window
   *   knows; what was known stays then.
   */
  load(): Promise<void> {
    return this.inTurn(() => this.read());
  }

  /** @throws as `load` does, when nothing may be made in the folder. Reads no entry. */
  check(): Promise<void> {
    return this.entries.check(this.knownNames);
  }

  /**
   * Writes down an order that is about to be sent; it is on the disk when this resolves.
   *
   * @throws NodeJS.ErrnoException when the disk does not take it. The order must not be sent then, and an entry
   *   that is there nevertheless says so: left open, it would block the next order.
   */
  record(head: RecordHead): Promise<OrderRecord> {
    return this.inTurn(async () => {
      try {
        await this.entries.make(this.knownNames);
        await writeRecord(this.folder, head, (error) =>
          this.log.warn(`The folder of the order journal cannot be flushed to the disk: ${String(error)}`),
        );
        const record = recordOf(head, []);
        this.sightings.made(recordName(head.id));
        this.keep(recordName(head.id), record);
        return record;
      } catch (error) {
        await this.close(head.id, error);
        throw error;
      }
    });
  }

  /**
   * Notes that an order that was written down has not been sent, and surely will not be. Never rejects: should the disk
   * take neither that nor the entry away, the entry stays open, and the log says so.
   */
  withdraw(id: RecordId, reason: string): Promise<void> {
    return this.inTurn(() => this.close(id, reason));
  }

  /**
   * Adds what became of an order to its record; all windows see it when this resolves. Should the machine lose its
   * power before it is on the disk, the order is unsettled again, and the portal's list settles it.
   *
   * @throws NodeJS.ErrnoException when the disk does not take it.
   */
  note(id: RecordId, change: RecordChange): Promise<void> {
    return this.inTurn(async () => {
      await appendChange(this.folder, id, change, (error) =>
        this.log.warn(`What became of the order ${id} was not flushed to the disk: ${String(error)}`),
      );
      await this.readOne(recordName(id));
    });
  }

  /**
   * Takes away settled records that are too many or too old, what is left of a sandbox that ended a day ago or
   * more, and files that were never finished. Unsettled records stay, and so does what may yet keep an order from being
   * placed twice: the last day, and the renewals of the last month. What is of the last day is not left to the system's
   * clock alone, which may be ahead: what came or changed before this process's eyes is, and the newest entries are.
   */
  prune({ count, days }: KeptRecords): Promise<void> {
    return this.inTurn(async () => {
      await this.check();
      const [oldest, yesterday] = [this.now() - days * day, this.now() - day];
      const settled = this.records.filter((record) => !isUnsettled(record));
      const newest = Math.max(...this.records.map(({ createdAt }) => createdAt));
      const outdated = [
        ...settled
          .filter(({ createdAt }, index) => index >= count || createdAt < oldest)
          .filter((record) => !mayBeRepeated(record, this.now())),
        ...this.records.filter(({ sandbox, createdAt }) => sandbox && createdAt < yesterday),
      ].filter(
        ({ id, createdAt }) => newest - createdAt >= day && !this.sightings.hasChanged(recordName(id)),
      );
      await Promise.all(
        outdated.map(async ({ id }) => {
          await rm(recordFile(this.folder, id), { force: true });
          this.keep(recordName(id), undefined);
        }),
      );
      await removeUnfinished(this.folder, yesterday);
    });
  }

  /** Follows what other windows write, from now until `dispose`. Never rejects. */
  async watch(): Promise<void> {
    if (this.watcher ?? this.reading) {
      return;
    }
    try {
      await this.entries.make(this.knownNames);
      this.watcher = watch(this.folder, { persistent: false }, () => this.follow()).on('error', (error) =>
        this.readRegularly(error),
      );
    } catch (error) {
      // A machine gives out only so many watchers, and some file systems none.
      this.readRegularly(error);
    }
  }

  dispose(): void {
    this.isDisposed = true;
    this.watcher?.close();
    clearInterval(this.reading);
    clearTimeout(this.readingAgain);
    this.changed.dispose();
  }

  /** In place of a watcher: the folder is read every few seconds. */
  private readRegularly(reason: unknown): void {
    this.watcher?.close();
    this.watcher = undefined;
    if (this.reading || this.isDisposed) {
      return;
    }
    this.log.warn(
      `The folder of the order journal cannot be watched, and is read every ${readEvery / 1000} s instead: ${String(reason)}`,
    );
    this.reading = setInterval(() => this.follow(), readEvery).unref();
  }

  /** A folder that cannot be read this time is read the next time; one warning is enough until then. */
  private follow(): void {
    this.load().then(
      () => {
        this.isUnreadable = false;
      },
      (error: unknown) => {
        if (!this.isUnreadable) {
          this.log.warn(`The folder of the order journal cannot be read: ${String(error)}`);
        }
        this.isUnreadable = true;
      },
    );
  }

  private async close(id: RecordId, reason: unknown): Promise<void> {
    try {
      const change = { state: 'notSent', at: this.now(), reason: String(reason) } as const;
      if ((await withdrawRecord(this.folder, id, change)) !== 'notThere') {
        await this.readOne(recordName(id));
      }
    } catch (error) {
      this.log.error(`The order ${id} was not sent, but its entry could not be closed: ${String(error)}`);
    }
  }

  /** One thing at a time, so that nothing read earlier is taken for newer than what was written meanwhile. */
  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return result;
  }

  private async read(): Promise<void> {
    const known = this.knownNames;
    const names = await this.entries.names(known);
    for (const name of known) {
      if (!names.includes(name)) {
        this.forget(name);
      }
    }
    await Promise.all(names.filter((name) => !this.isFinal(name)).map((name) => this.readOne(name)));
    this.sightings.sawAll();
    this.readAgain();
  }

  /** An entry behind a link, or on a failing disk, can be read again without a change in the folder. */
  private readAgain(): void {
    if (this.unread.size > 0 && this.watcher && !this.isDisposed) {
      clearTimeout(this.readingAgain);
      this.readingAgain = setTimeout(() => this.follow(), readEvery).unref();
    }
  }

  /** Names of all that this window knows of in the folder. */
  private get knownNames(): readonly string[] {
    return [...this.known.keys(), ...this.unread.keys(), ...this.aside.all.map(({ name }) => name)];
  }

  /**
   * What was placed stays so. What came to nothing may be taken up again by a newer version, and a user's decision gives
   * way to what the portal answers, or what another window finds in its list.
   */
  private isFinal(name: string): boolean {
    const current = this.known.get(name)?.current;
    return current?.state === 'placed' && current.by !== 'user';
  }

  private async readOne(name: string): Promise<void> {
    const read = await readRecord(this.folder, name, this.sightings);
    if (read.kind === 'damaged' && this.known.get(name)?.current.state === 'placed') {
      return;
    }
    const unread = read.kind === 'damaged' && read.mayBeOpen ? read.damage : undefined;
    const isNews = this.keepUnread(name, unread);
    switch (read.kind) {
      case 'record':
        this.aside.forget(name);
        this.keep(name, read.record);
        break;
      case 'damaged':
        // What the disk does not return stays where it is, and the log says so once.
        if (isNews || read.damage !== 'unreachable') {
          await this.aside.put(name, read);
        }
        break;
      case 'gone':
        this.forget(name);
        break;
    }
  }

  /** @returns Whether that is news. */
  private keepUnread(name: string, damage: UnreadDamage | undefined): boolean {
    if (this.unread.get(name) === damage) {
      return false;
    }
    if (damage) {
      this.unread.set(name, damage);
    } else {
      this.unread.delete(name);
    }
    this.changed.fire(undefined);
    return true;
  }

  private forget(name: string): void {
    this.keepUnread(name, undefined);
    this.aside.forget(name);
    this.keep(name, undefined);
  }

  private keep(name: string, record: OrderRecord | undefined): void {
    if (JSON.stringify(this.known.get(name)) === JSON.stringify(record)) {
      return;
    }
    if (record) {
      this.known.set(name, record);
    } else {
      this.known.delete(name);
    }
    this.changed.fire(undefined);
  }
}

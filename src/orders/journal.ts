import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Disposable, Emitter } from '../portal/emitter';
import type { TraceLog } from '../portal/traceLog';
import { type JournalEntry, type EntryChange, type EntryHead, type EntryId, entryOf } from './entry';
import {
  type UnreadDamage,
  appendChange,
  readEntry,
  entryPath,
  entryFileName,
  closeUnsent,
  hasOnlyHead,
  writeEntry,
} from './entryFile';
import { EntriesFolder, FolderWatch } from './journalFolder';
import { Sightings, type Retention, outdatedEntries } from './retention';
import { type QuarantinedFile, Quarantine } from './quarantine';
import { removeUnfinished } from './files';
import { UnwrittenOutcomes } from './unwrittenOutcomes';

/** An unreadable entry that may belong to an open order. */
export interface UnreadEntry {
  readonly file: string;
  readonly damage: UnreadDamage;
}

const day = 24 * 60 * 60 * 1000;

/**
 * The order journal of this machine. Each order has its own file, which all windows share. What this object knows is as
 * recent as the last `load` and its own changes; while it watches the folder, it also follows the changes of other
 * windows.
 *
 * An entry is open until the outcome of its order is known or the user has decided it; then it is closed.
 */
export class Journal implements Disposable {
  private readonly known = new Map<string, JournalEntry>();
  private readonly quarantine: Quarantine;
  private readonly entriesFolder: EntriesFolder;
  private readonly sightings: Sightings;
  /** Unreadable entries that may belong to open orders, by file name. */
  private readonly unread = new Map<string, UnreadDamage>();
  private readonly changed = new Emitter<undefined>();
  private readonly watching: FolderWatch;
  private readonly unwritten = new UnwrittenOutcomes({
    entries: () => this.entries,
    isUnread: (id) => this.unread.has(entryFileName(id)),
    append: (id, change) => this.appendOutcome(id, change),
  });
  private last: Promise<unknown> = Promise.resolve();

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly folder: string,
    private readonly log: TraceLog,
    private readonly now: () => number = Date.now,
    monotonic: () => number = () => performance.now(),
  ) {
    this.quarantine = new Quarantine(folder, log, monotonic, () => this.changed.fire(undefined));
    this.entriesFolder = new EntriesFolder(folder, log);
    this.sightings = new Sightings(now, monotonic);
    this.watching = new FolderWatch(folder, log, () => this.load());
  }

  /** The entries, newest first. */
  get entries(): readonly JournalEntry[] {
    return [...this.known.values()].sort(
      (one, other) => other.createdAt - one.createdAt || (one.id < other.id ? -1 : 1),
    );
  }

  /** The quarantined files. */
  get quarantined(): readonly QuarantinedFile[] {
    return this.quarantine.all;
  }

  /**
   * Files that could not be read at the last `load` and may contain an order of unknown outcome. While there are any,
   * it is impossible to say whether a new order repeats one of them.
   */
  get unreadable(): readonly UnreadEntry[] {
    return [...this.unread].map(([name, damage]) => ({ file: join(this.folder, name), damage }));
  }

  find(id: EntryId): JournalEntry | undefined {
    return this.known.get(entryFileName(id));
  }

  /**
   * Reads what is new in the folder. A file that cannot be read as an entry is quarantined; the others are read.
   *
   * @param except An entry that need not be read again.
   * @throws NodeJS.ErrnoException when the folder cannot be read, OtherFolderError when it is not the folder that this
   *   window knows, Error when the list of its files is not up to date. What was known before is kept.
   */
  load(except?: EntryId): Promise<void> {
    return this.inTurn(() => this.read(except));
  }

  /** Makes sure that files may be created in the folder; reads no entry. @throws as `load` does, if they may not. */
  check(): Promise<void> {
    return this.entriesFolder.check(this.knownNames);
  }

  /**
   * Writes the entry of an order that is about to be sent; it is on disk when this resolves.
   *
   * @throws NodeJS.ErrnoException when it cannot be written. The order must not be sent then. If an entry exists
   *   nevertheless, it is closed as not sent: left open, it would block the next order.
   */
  add(head: EntryHead): Promise<JournalEntry> {
    return this.inTurn(async () => {
      try {
        await this.entriesFolder.make(this.knownNames);
        await writeEntry(this.folder, head, (error) =>
          this.log.warn(`The folder of the order journal cannot be flushed to the disk: ${String(error)}`),
        );
        const entry = entryOf(head, []);
        this.sightings.made(entryFileName(head.id));
        this.keep(entryFileName(head.id), entry);
        return entry;
      } catch (error) {
        await this.close(head.id, error);
        throw error;
      }
    });
  }

  /**
   * Closes the entry of an order that was not sent and never will be. Never rejects: if the entry can be neither
   * changed nor deleted, that is logged, and this window retries at each `load`.
   */
  withdraw(id: EntryId, reason: string): Promise<void> {
    return this.inTurn(() => this.close(id, reason));
  }

  /**
   * Adds a change to the entry of an order; all windows see it when this resolves. If the machine loses power before
   * the change is on disk, the order is open again and is reconciled with the portal's order list.
   *
   * @throws NodeJS.ErrnoException when it cannot be written.
   */
  note(id: EntryId, change: EntryChange): Promise<void> {
    return this.inTurn(() => this.append(id, change));
  }

  /**
   * Adds the outcome of an order as `note` does. If that fails, as on a full disk, or if the outcome is lost when it is
   * flushed, this window retries at each `load` until somebody else has settled the order: an entry that stays open would
   * block the next order.
   *
   * @throws as `note` does.
   */
  noteOutcome(id: EntryId, change: EntryChange): Promise<void> {
    return this.inTurn(async () => {
      try {
        await this.appendOutcome(id, change);
      } catch (error) {
        this.writeLater(id, change);
        throw error;
      }
    });
  }

  /**
   * Whether the entry of an order that is about to be sent is on disk as this window wrote it: nobody has decided about
   * it. Synchronous; see hasOnlyHead.
   *
   * @throws NodeJS.ErrnoException when the file cannot be read.
   */
  isUnchanged(id: EntryId): boolean {
    return hasOnlyHead(this.folder, id);
  }

  /**
   * Deletes outdated entries (see outdatedEntries) and unfinished files. Entries that this process saw appear or change
   * within a day stay, whatever the system clock says.
   *
   * @param runs Ids of the bulk orders whose runs are on disk. Their entries stay too: without its entry, an order of a
   *   run would seem to have never been sent.
   */
  prune(retention: Retention, runs: ReadonlySet<string> = new Set()): Promise<void> {
    return this.inTurn(async () => {
      await this.check();
      const outdated = outdatedEntries(this.entries, retention, this.now()).filter(
        ({ id, bulkOrder }) =>
          !this.sightings.hasChanged(entryFileName(id)) && !runs.has(bulkOrder?.run ?? ''),
      );
      await Promise.all(
        outdated.map(async ({ id }) => {
          await rm(entryPath(this.folder, id), { force: true });
          this.keep(entryFileName(id), undefined);
        }),
      );
      await removeUnfinished(this.folder, this.now() - day);
    });
  }

  /** Follows the changes of other windows until `dispose`. Never rejects. */
  async watch(): Promise<void> {
    await this.watching.start(() => this.entriesFolder.make(this.knownNames));
  }

  dispose(): void {
    this.watching.dispose();
    this.changed.dispose();
  }

  private async append(
    id: EntryId,
    change: EntryChange,
    flushFailed = (error: unknown) => this.warnNotFlushed(id, error),
  ): Promise<void> {
    await appendChange(this.folder, id, change, flushFailed);
    await this.readOne(entryFileName(id));
  }

  private async appendOutcome(id: EntryId, change: EntryChange): Promise<void> {
    await this.append(id, change, (error) => this.outcomeNotFlushed(id, change, error));
  }

  private outcomeNotFlushed(id: EntryId, change: EntryChange, error: unknown): void {
    this.warnNotFlushed(id, error);
    void this.inTurn(() => this.checkOutcome(id, change));
  }

  private warnNotFlushed(id: EntryId, error: unknown): void {
    this.log.warn(`What became of the order ${id} was not flushed to the disk: ${String(error)}`);
  }

  /** Reads an entry whose outcome could not be flushed: on a network drive that is full it may have lost it by then. */
  private async checkOutcome(id: EntryId, change: EntryChange): Promise<void> {
    await this.readOne(entryFileName(id));
    this.writeLater(id, change);
  }

  /** Has each `load` write an outcome until it is no longer needed. */
  private writeLater(id: EntryId, change: EntryChange): void {
    this.unwritten.add(id, change);
    this.watching.readAgain();
  }

  private async close(id: EntryId, reason: unknown): Promise<void> {
    const change = { state: 'notSent', at: this.now(), reason: String(reason) } as const;
    try {
      const flushFailed = (error: unknown) => this.outcomeNotFlushed(id, change, error);
      if ((await closeUnsent(this.folder, id, change, flushFailed)) !== 'notThere') {
        await this.readOne(entryFileName(id));
      }
    } catch (error) {
      this.log.error(`The order ${id} was not sent, but its entry could not be closed: ${String(error)}`);
      this.writeLater(id, change);
    }
  }

  /** Runs one task at a time, so that a read that started before a write cannot overwrite its result. */
  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return result;
  }

  private async read(except?: EntryId): Promise<void> {
    const known = this.knownNames;
    const names = await this.entriesFolder.names(known);
    const listed = new Set(names);
    const unlisted = known.filter((name) => !listed.has(name));
    const isEntry = (name: string) => this.known.has(name) || this.unread.has(name);
    for (const name of unlisted.filter((name) => !isEntry(name))) {
      this.forget(name);
    }
    const isRead = (name: string) =>
      this.isFinal(name) || (except !== undefined && name === entryFileName(except));
    const toRead = [...names.filter((name) => !isRead(name)), ...unlisted.filter(isEntry)];
    await Promise.all(toRead.map((name) => this.readOne(name)));
    // A network drive may list its files as they were a while ago. Then the list may also omit what is not known here.
    const omitted = unlisted.find(isEntry);
    if (omitted !== undefined) {
      this.watching.readAgain();
      throw new Error(`the list of ${this.folder} omits ${omitted}, which is there`);
    }
    this.sightings.sawAll();
    await this.unwritten.write();
    // An entry behind a link or on a failing disk may become readable without any change in the folder.
    if (this.unread.size + this.unwritten.size > 0) {
      this.watching.readAgain();
    }
  }

  /** The names of all files in the folder that this window knows. */
  private get knownNames(): readonly string[] {
    return [...this.known.keys(), ...this.unread.keys(), ...this.quarantine.all.map(({ name }) => name)];
  }

  /**
   * Whether an entry can no longer change: its order was placed according to the portal's reply. Other outcomes may
   * change: a newer version may resume an order that came to nothing, and the portal's reply overrides what the user has
   * decided, and what was found in the portal's list while a window was taken for dead.
   */
  private isFinal(name: string): boolean {
    const current = this.known.get(name)?.current;
    return current?.state === 'placed' && current.by === 'reply';
  }

  private async readOne(name: string): Promise<void> {
    const read = await readEntry(this.folder, name, this.sightings);
    if (read.kind === 'damaged' && this.known.get(name)?.current.state === 'placed') {
      return;
    }
    const unread = read.kind === 'damaged' && read.mayBeOpen ? read.damage : undefined;
    const isChange = this.keepUnread(name, unread);
    switch (read.kind) {
      case 'entry':
        this.quarantine.forget(name);
        this.keep(name, read.entry);
        break;
      case 'damaged':
        // A file that the disk does not return stays where it is and is logged once.
        if (isChange || read.damage !== 'unreachable') {
          await this.quarantine.put(name, read);
        }
        break;
      case 'gone':
        this.forget(name);
        break;
    }
  }

  /** Remembers or forgets that an entry is unreadable. @returns Whether that is a change. */
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
    this.quarantine.forget(name);
    this.keep(name, undefined);
  }

  private keep(name: string, entry: JournalEntry | undefined): void {
    if (JSON.stringify(this.known.get(name)) === JSON.stringify(entry)) {
      return;
    }
    if (entry) {
      this.known.set(name, entry);
    } else {
      this.known.delete(name);
    }
    this.changed.fire(undefined);
  }
}

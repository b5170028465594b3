import { randomUUID } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { TraceLog } from '../portal/traceLog';
import { isMissing, list } from './files';
import { OtherFolderError } from './outcome';
import { isEntryFileName } from './entryFile';
import { watch, type FSWatcher } from 'node:fs';
import type { Disposable } from '../portal/emitter';

/**
 * Prefix of the name of a marker: an empty file whose name is unique to its journal. Because of the dot, versions that
 * do not know markers do not take it for a foreign file.
 */
const markerPrefix = '.journal-';

/**
 * The folder of the journal entries, as one window knows it. If a volume is unmounted, its mount point remains as an
 * empty folder, and all orders would be forgotten. A marker file shows that the folder is still the same.
 */
export class EntriesFolder {
  /** The markers seen so far; windows that start at the same time may create one each. */
  private readonly markers = new Set<string>();
  private isWarned = false;

  constructor(
    private readonly folder: string,
    private readonly log: TraceLog,
  ) {}

  /**
   * Returns the names of the entries and of foreign files; none if the folder does not exist yet. Creates a marker if
   * the folder has none.
   *
   * @param known The file names that this window knows in the folder.
   * @throws OtherFolderError when the folder is not the one that this window knows, NodeJS.ErrnoException when it
   *   cannot be read.
   */
  async names(known: readonly string[]): Promise<string[]> {
    const found = await this.read(known);
    if (!found) {
      return [];
    }
    if (found.markers.length === 0) {
      await this.createMarker();
    }
    found.markers.forEach((name) => this.markers.add(name));
    return found.names;
  }

  /** Makes sure that files may be created in the folder; changes nothing. @throws as `names` does, if they may not. */
  async check(known: readonly string[]): Promise<void> {
    await this.read(known);
  }

  /**
   * Creates the folder if it does not exist. A folder that this window has seen before is not created again: its
   * entries are gone.
   *
   * @throws as `names` does.
   */
  async make(known: readonly string[]): Promise<void> {
    if (!(await this.read(known))) {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
    }
  }

  /** Returns undefined if the folder does not exist and this window has never seen it. */
  private async read(
    known: readonly string[],
  ): Promise<{ readonly names: string[]; readonly markers: readonly string[] } | undefined> {
    let entries;
    try {
      entries = await list(this.folder);
    } catch (error) {
      // If a known folder is gone, as when a share is unmounted, its orders must not be forgotten.
      if (isMissing(error) && this.markers.size + known.length === 0) {
        return undefined;
      }
      throw error;
    }
    // Entries are recognized by name only: `readdir` does not report a link or a cloud placeholder as a file.
    const names = entries
      .filter((entry) => (entry.isFile || isEntryFileName(entry.name)) && !isIgnored(entry.name))
      .map(({ name }) => name);
    const markers = entries.map(({ name }) => name).filter((name) => name.startsWith(markerPrefix));
    const isSame =
      this.markers.size > 0
        ? markers.some((name) => this.markers.has(name))
        : known.length === 0 || names.some((name) => known.includes(name));
    if (!isSame) {
      throw new OtherFolderError(this.folder);
    }
    return { names, markers };
  }

  /** Creates a marker. If that fails, the folder is recognized by its entries. */
  private async createMarker(): Promise<void> {
    const name = `${markerPrefix}${randomUUID()}`;
    try {
      await (await open(join(this.folder, name), 'wx', 0o600)).close();
      this.markers.add(name);
    } catch (error) {
      if (!this.isWarned) {
        this.log.warn(`The folder of the order journal takes no mark: ${String(error)}`);
      }
      this.isWarned = true;
    }
  }
}

/** Whether a file is neither an entry nor foreign: it is still being written, or it is hidden. */
function isIgnored(name: string): boolean {
  return name.endsWith('.tmp') || name.startsWith('.');
}

/** Milliseconds between two reads of a folder that cannot be watched or that contains an unreadable entry. */
const readEvery = 5000;

/**
 * Reads the journal folder whenever another window changes it. The number of watchers on a machine is limited, and some
 * file systems do not support them; then the folder is read at intervals.
 */
export class FolderWatch implements Disposable {
  private watcher: FSWatcher | undefined;
  /** Set when the folder cannot be watched. */
  private polling: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private isUnreadable = false;
  private isDisposed = false;

  /** @param read Reads the folder; rejects if it cannot be read. */
  constructor(
    private readonly folder: string,
    private readonly log: TraceLog,
    private readonly read: () => Promise<void>,
  ) {}

  /**
   * Starts watching until `dispose`. Never rejects.
   *
   * @param makeFolder Creates the folder if necessary.
   */
  async start(makeFolder: () => Promise<void>): Promise<void> {
    if (this.watcher ?? this.polling) {
      return;
    }
    try {
      await makeFolder();
    } catch (error) {
      this.poll(error);
      return;
    }
    this.watch();
  }

  /** Schedules another read: something may become readable, or writable, without any change in the folder. */
  readAgain(): void {
    if (this.watcher && !this.isDisposed) {
      clearTimeout(this.retry);
      this.retry = setTimeout(() => this.follow(), readEvery).unref();
    }
  }

  dispose(): void {
    this.isDisposed = true;
    this.watcher?.close();
    clearInterval(this.polling);
    clearTimeout(this.retry);
  }

  private watch(): void {
    this.watcher?.close();
    this.watcher = undefined;
    try {
      this.watcher = watch(this.folder, { persistent: false }, () => this.follow()).on('error', (error) =>
        this.poll(error),
      );
    } catch (error) {
      this.poll(error);
    }
  }

  /** Reads the folder at intervals instead of watching it. */
  private poll(reason: unknown): void {
    this.watcher?.close();
    this.watcher = undefined;
    if (this.polling || this.isDisposed) {
      return;
    }
    this.log.warn(
      `The folder of the order journal cannot be watched, and is read every ${readEvery / 1000} s instead: ${String(reason)}`,
    );
    this.polling = setInterval(() => this.follow(), readEvery).unref();
  }

  /** Reads the folder. If that fails, warns once until it succeeds again. */
  private follow(): void {
    this.read().then(
      () => {
        if (this.isUnreadable && this.watcher && !this.isDisposed) {
          // It may be another folder in the same place, of which the watcher knows nothing.
          this.watch();
        }
        this.isUnreadable = false;
      },
      (error: unknown) => {
        if (!this.isUnreadable) {
          this.log.warn(`The folder of the order journal cannot be read: ${String(error)}`);
        }
        this.isUnreadable = true;
        // A drive that is back may not report it.
        this.readAgain();
      },
    );
  }
}

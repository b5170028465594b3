import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TraceLog } from '../portal/traceLog';
import { isMissing } from './files';
import { OtherFolderError } from './outcome';
import { isRecordName } from './recordFile';
import type { Stats } from 'node:fs';

/**
 * Begins the name of a mark: an empty file whose name is of its own kind in each journal. The dot keeps versions that know
 * nothing of marks from taking it for a foreign file.
 */
const mark = '.journal-';

/**
 * The folder of the entries as one window knows it. When a volume is gone, its mount point stays as an empty folder, and
 * with it all orders would be forgotten: so a mark in the folder tells that it is still the same.
 */
export class EntriesFolder {
  /** The marks seen so far: windows that begin at once may leave one each. */
  private readonly marks = new Set<string>();
  private isWarned = false;

  constructor(
    private readonly folder: string,
    private readonly log: TraceLog,
  ) {}

  /**
   * The names of the entries, and of what else may be one; none where there is no folder yet. Marks the folder.
   *
   * @param known Names of the entries that this window knows.
   * @throws OtherFolderError when the folder is not the one that this window knows, NodeJS.ErrnoException when it cannot be
   *   read.
   */
  async names(known: readonly string[]): Promise<string[]> {
    const found = await this.read(known);
    if (!found) {
      return [];
    }
    if (found.marks.length === 0) {
      await this.leaveMark();
    }
    found.marks.forEach((name) => this.marks.add(name));
    return found.names;
  }

  /** @throws as `names` does, when nothing must be made in the folder; changes nothing. */
  async check(known: readonly string[]): Promise<void> {
    await this.read(known);
  }

  /** Makes the folder where it is missing, unless this window knows it: then it is gone. @throws as `names` does. */
  async make(known: readonly string[]): Promise<void> {
    if (!(await this.read(known))) {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
    }
  }

  /** Undefined where there is no folder, and this window knows of none. */
  private async read(
    known: readonly string[],
  ): Promise<{ readonly names: string[]; readonly marks: readonly string[] } | undefined> {
    let entries;
    try {
      entries = await readdir(this.folder, { withFileTypes: true });
    } catch (error) {
      // A folder that is gone with its entries, as that of a share, says nothing of the orders in it.
      if (isMissing(error) && this.marks.size + known.length === 0) {
        return undefined;
      }
      throw error;
    }
    // The name alone tells an entry: what a link or a cloud storage has in its place is no file to `readdir`.
    const names = entries
      .filter((entry) => (entry.isFile() || isRecordName(entry.name)) && !isPassing(entry.name))
      .map(({ name }) => name);
    const marks = entries.map(({ name }) => name).filter((name) => name.startsWith(mark));
    const isSame =
      this.marks.size > 0
        ? marks.some((name) => this.marks.has(name))
        : known.length === 0 || names.some((name) => known.includes(name));
    if (!isSame) {
      throw new OtherFolderError(this.folder);
    }
    return { names, marks };
  }

  /** A folder that takes no mark is known by its entries. */
  private async leaveMark(): Promise<void> {
    const name = `${mark}${randomUUID()}`;
    try {
      await (await open(join(this.folder, name), 'wx', 0o600)).close();
      this.marks.add(name);
    } catch (error) {
      if (!this.isWarned) {
        this.log.warn(`The folder of the order journal takes no mark: ${String(error)}`);
      }
      this.isWarned = true;
    }
  }
}

/** Files on their way into the folder, and those that systems leave everywhere. */
function isPassing(name: string): boolean {
  return name.endsWith('.tmp') || name.startsWith('.');
}

const day = 24 * 60 * 60 * 1000;

interface Sighting {
  readonly shape: string;
  /** When this process saw the entry come or change, by the clock that nobody sets; undefined while it has not. */
  readonly changedAt: number | undefined;
}

/**
 * What this process has itself seen of the entries, and when. The system's clock may be set wrong for a while, and a file's
 * time is told by it: what has come or changed before these eyes within a day is of the last day, whatever either says.
 */
export class Sightings {
  private readonly seen = new Map<string, Sighting>();
  private areAllSeen = false;

  /**
   * @param now Milliseconds since 1970 by the system's clock.
   * @param monotonic Milliseconds by a clock that only goes on.
   */
  constructor(
    private readonly now: () => number,
    private readonly monotonic: () => number,
  ) {}

  /** Notes that a file is there. One that was not among the first, or looks otherwise than before, has just changed. */
  saw(name: string, { size, mtimeMs }: Pick<Stats, 'size' | 'mtimeMs'>): void {
    const shape = `${size} ${mtimeMs}`;
    const before = this.seen.get(name);
    if (before?.shape === shape) {
      return;
    }
    const isFirst = before === undefined && !this.areAllSeen;
    this.seen.set(name, { shape, changedAt: isFirst ? undefined : this.monotonic() });
  }

  /** Notes that this process makes a file now. */
  made(name: string): void {
    this.seen.set(name, { shape: '', changedAt: this.monotonic() });
  }

  /** All files that are there have been seen: any other is new. */
  sawAll(): void {
    this.areAllSeen = true;
  }

  /** Whether this process saw the file come or change within the last day. */
  hasChanged(name: string): boolean {
    const changedAt = this.seen.get(name)?.changedAt;
    return changedAt !== undefined && this.monotonic() - changedAt < day;
  }

  /**
   * Whether a file changed within the last day, by whichever clock says so. A time in the future, by a clock that was set
   * back since, counts as recent.
   */
  isRecent(name: string, mtimeMs: number): boolean {
    return this.now() - mtimeMs < day || this.hasChanged(name);
  }
}

import { randomUUID } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TraceLog } from '../portal/traceLog';
import { isMissing, moveFile } from './files';
import type { Damage, ReadEntry } from './entryFile';

/** A quarantined file: a file in the journal folder that cannot be read as an entry. */
export interface QuarantinedFile {
  readonly name: string;
  /** Its current path. */
  readonly file: string;
  readonly damage: Damage;
}

const day = 24 * 60 * 60 * 1000;

/** The subfolder for damaged and foreign files. */
const quarantineFolder = 'set-aside';

/**
 * The quarantined files of the journal folder. They are moved to a subfolder, never deleted; a file that may belong to
 * an open order, or comes from a newer version of this extension, stays where it is. A damaged entry is moved only
 * after this process has known it for a day: it may seem old although it is from today, if the system clock is wrong.
 */
export class Quarantine {
  private readonly files = new Map<
    string,
    QuarantinedFile & { readonly stays: boolean; readonly since: number }
  >();

  /**
   * @param monotonic Returns milliseconds by a monotonic clock.
   * @param changed Called whenever the list of files changes.
   */
  constructor(
    private readonly folder: string,
    private readonly log: TraceLog,
    private readonly monotonic: () => number,
    private readonly changed: () => void,
  ) {}

  get all(): readonly QuarantinedFile[] {
    return [...this.files.values()].map(({ name, file, damage }) => ({ name, file, damage }));
  }

  /** Quarantines a file that could not be read as an entry. */
  async put(name: string, { damage, mayBeOpen }: Extract<ReadEntry, { kind: 'damaged' }>): Promise<void> {
    const file = join(this.folder, name);
    // If a file of this name has already been moved, this is another one.
    const known = this.isMoved(name) ? undefined : this.files.get(name);
    const since = known?.since ?? this.monotonic();
    const isNew = damage === 'damaged' && this.monotonic() - since < day;
    const stays = mayBeOpen || damage === 'newerVersion' || isNew;
    if (known?.damage === damage && known.stays === stays) {
      return;
    }
    this.log.error(`Not a journal entry (${damage}): ${file}`);
    if (damage === 'unreachable') {
      return;
    }
    const kept = stays ? file : await this.quarantine(name);
    this.files.set(name, { name, file: kept, damage, stays, since });
    this.changed();
  }

  /** Notes that the file is now a readable entry, or gone. A file that was moved stays in the list. */
  forget(name: string): void {
    if (this.files.has(name) && !this.isMoved(name)) {
      this.files.delete(name);
      this.changed();
    }
  }

  /** Whether a file of this name was moved to the subfolder. */
  private isMoved(name: string): boolean {
    const known = this.files.get(name);
    return known !== undefined && known.file !== join(this.folder, name);
  }

  /** Moves a file to the subfolder and returns its new path; its old path if it could not be moved. */
  private async quarantine(name: string): Promise<string> {
    const folder = join(this.folder, quarantineFolder);
    const from = join(this.folder, name);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const kept = await readdir(folder);
      const to = join(folder, kept.includes(name) ? `${randomUUID()} ${name}` : name);
      await moveFile(from, to);
      return to;
    } catch (error) {
      // Another window has moved the file, or it cannot be moved: either way nothing is lost.
      this.log.warn(`${from} was not moved: ${String(error)}`);
      return isMissing(error) ? join(folder, name) : from;
    }
  }
}

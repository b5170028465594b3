import { randomUUID } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TraceLog } from '../portal/traceLog';
import { isMissing, moveFile } from './files';
import type { Damage, ReadRecord } from './recordFile';

/** A file among the records that is none, or is one no more. */
export interface SetAside {
  readonly name: string;
  /** Where it is kept. */
  readonly file: string;
  readonly damage: Damage;
}

const day = 24 * 60 * 60 * 1000;

/** Where damaged and foreign files go. */
const asideFolder = 'set-aside';

/**
 * The files in the folder of records that are none, or are none any more: kept, and moved out of the way unless they may
 * be of an open order, or of a newer version of this extension. A damaged record is moved only after it was seen here for
 * a day: a file that seems old may be of today, and the system's clock wrong.
 */
export class DamagedFiles {
  private readonly files = new Map<string, SetAside & { readonly stays: boolean; readonly since: number }>();

  /**
   * @param monotonic Milliseconds by a clock that nobody sets.
   * @param changed Called whenever there is another file, or one less.
   */
  constructor(
    private readonly folder: string,
    private readonly log: TraceLog,
    private readonly monotonic: () => number,
    private readonly changed: () => void,
  ) {}

  get all(): readonly SetAside[] {
    return [...this.files.values()].map(({ name, file, damage }) => ({ name, file, damage }));
  }

  /** Keeps a file that could not be read as a record. */
  async put(name: string, { damage, mayBeOpen }: Extract<ReadRecord, { kind: 'damaged' }>): Promise<void> {
    const file = join(this.folder, name);
    // One that was moved aside, and is back, is another one.
    const known = this.isAway(name) ? undefined : this.files.get(name);
    const since = known?.since ?? this.monotonic();
    const isNew = damage === 'damaged' && this.monotonic() - since < day;
    const stays = mayBeOpen || damage === 'newerVersion' || isNew;
    if (known?.damage === damage && known.stays === stays) {
      return;
    }
    this.log.error(`Not a record of an order (${damage}): ${file}`);
    if (damage === 'unreachable') {
      return;
    }
    const kept = stays ? file : await this.moveAside(name);
    this.files.set(name, { name, file: kept, damage, stays, since });
    this.changed();
  }

  /** The file at its place is a record, or is gone. */
  forget(name: string): void {
    if (this.files.has(name) && !this.isAway(name)) {
      this.files.delete(name);
      this.changed();
    }
  }

  /** Whether the file is known and out of the way. */
  private isAway(name: string): boolean {
    const known = this.files.get(name);
    return known !== undefined && known.file !== join(this.folder, name);
  }

  private async moveAside(name: string): Promise<string> {
    const folder = join(this.folder, asideFolder);
    const from = join(this.folder, name);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const kept = await readdir(folder);
      const to = join(folder, kept.includes(name) ? `${randomUUID()} ${name}` : name);
      await moveFile(from, to);
      return to;
    } catch (error) {
      // Another window was faster, or the disk does not let it go: either way nothing is lost.
      this.log.warn(`${from} was not moved: ${String(error)}`);
      return isMissing(error) ? join(folder, name) : from;
    }
  }
}

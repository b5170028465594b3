import type { Stats } from 'node:fs';

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

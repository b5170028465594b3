import { type Stats } from 'node:fs';

const day = 24 * 60 * 60 * 1000;

interface Sighting {
  readonly shape: string;
  /** When this process saw the file appear or change, by the monotonic clock; undefined if it has not. */
  readonly changedAt: number | undefined;
}

/**
 * Remembers when this process saw entries appear or change. File times depend on the system clock, which may be wrong
 * for a while. An entry that this process saw appear or change within a day is from the last day, regardless of both.
 */
export class Sightings {
  private readonly seen = new Map<string, Sighting>();
  private isFirstLoadDone = false;

  /**
   * @param now Returns milliseconds since 1970 by the system clock.
   * @param monotonic Returns milliseconds by a monotonic clock.
   */
  constructor(
    private readonly now: () => number,
    private readonly monotonic: () => number,
  ) {}

  /**
   * Notes that a file exists. If it was not seen in the first load, or its size or time differs, it has just changed.
   */
  saw(name: string, { size, mtimeMs }: Pick<Stats, 'size' | 'mtimeMs'>): void {
    const shape = `${size} ${mtimeMs}`;
    const before = this.seen.get(name);
    if (before?.shape === shape) {
      return;
    }
    const isInFirstLoad = before === undefined && !this.isFirstLoadDone;
    this.seen.set(name, { shape, changedAt: isInFirstLoad ? undefined : this.monotonic() });
  }

  /** Notes that this process has just created a file. */
  made(name: string): void {
    this.seen.set(name, { shape: '', changedAt: this.monotonic() });
  }

  /** Notes that all existing files have been seen: any other file is new. */
  sawAll(): void {
    this.isFirstLoadDone = true;
  }

  /** Whether this process saw the file appear or change within the last day. */
  hasChanged(name: string): boolean {
    const changedAt = this.seen.get(name)?.changedAt;
    return changedAt !== undefined && this.monotonic() - changedAt < day;
  }

  /**
   * Whether a file changed within the last day according to either clock. A time in the future, from before the system
   * clock was set back, counts as recent.
   */
  isRecent(name: string, mtimeMs: number): boolean {
    return this.now() - mtimeMs < day || this.hasChanged(name);
  }
}

import { type JournalEntry, isOpen } from './entry';
import { mayBeRepeated } from './repeats';
import type { Stats } from 'node:fs';

/** How many closed entries the journal keeps, and for how many days. */
export interface Retention {
  readonly count: number;
  readonly days: number;
}

const day = 24 * 60 * 60 * 1000;

/**
 * Returns the closed entries that exceed the maximum count or age, and sandbox entries that are at least a day old. Open
 * entries stay, and so do those that may still prevent a duplicate: all entries of the last day and renewals of the last
 * month. The system clock may be ahead, so entries that are less than a day older than the newest one stay too.
 *
 * @param entries All entries, newest first.
 * @param now Milliseconds since 1970.
 */
export function outdatedEntries(
  entries: readonly JournalEntry[],
  { count, days }: Retention,
  now: number,
): JournalEntry[] {
  const [oldest, yesterday] = [now - days * day, now - day];
  const closed = entries.filter((entry) => !isOpen(entry));
  const newest = entries.reduce((most, { createdAt }) => Math.max(most, createdAt), -Infinity);
  return [
    ...closed.filter(
      (entry, index) => (index >= count || entry.createdAt < oldest) && !mayBeRepeated(entry, now),
    ),
    ...entries.filter(({ sandbox, createdAt }) => sandbox && createdAt < yesterday),
  ].filter(({ createdAt }) => newest - createdAt >= day);
}

interface Sighting {
  readonly shape: string;
  /** When this process first saw the file like this, by the monotonic clock. */
  readonly at: number;
  /** Whether the file appeared or changed then; false if it was there in the first load. */
  readonly hasChanged: boolean;
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
    this.seen.set(name, { shape, at: this.monotonic(), hasChanged: !isInFirstLoad });
  }

  /** Notes that this process has just created a file. */
  made(name: string): void {
    this.seen.set(name, { shape: '', at: this.monotonic(), hasChanged: true });
  }

  /** Notes that all existing files have been seen: any other file is new. */
  sawAll(): void {
    this.isFirstLoadDone = true;
  }

  /** Whether this process saw the file appear or change within the last day. */
  hasChanged(name: string): boolean {
    const sighting = this.seen.get(name);
    return sighting?.hasChanged === true && this.monotonic() - sighting.at < day;
  }

  /**
   * Whether a file changed within the last day according to either clock. A time in the future, from a clock that was
   * ahead, counts as recent until this process has seen the file like this for a day.
   */
  isRecent(name: string, mtimeMs: number): boolean {
    const age = this.now() - mtimeMs;
    return (age < 0 ? !this.hasSeenForADay(name) : age < day) || this.hasChanged(name);
  }

  private hasSeenForADay(name: string): boolean {
    const sighting = this.seen.get(name);
    return sighting !== undefined && this.monotonic() - sighting.at >= day;
  }
}

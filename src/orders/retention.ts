import { type JournalEntry, isUnsettled } from './entry';
import { mayBeRepeated } from './repeats';

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
 * @param records All entries, newest first.
 * @param now Milliseconds since 1970.
 */
export function outdatedEntries(
  records: readonly JournalEntry[],
  { count, days }: Retention,
  now: number,
): JournalEntry[] {
  const [oldest, yesterday] = [now - days * day, now - day];
  const closed = records.filter((record) => !isUnsettled(record));
  const newest = Math.max(...records.map(({ createdAt }) => createdAt));
  return [
    ...closed.filter(
      (record, index) => (index >= count || record.createdAt < oldest) && !mayBeRepeated(record, now),
    ),
    ...records.filter(({ sandbox, createdAt }) => sandbox && createdAt < yesterday),
  ].filter(({ createdAt }) => newest - createdAt >= day);
}

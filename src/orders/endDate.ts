import { readWrittenDay } from './writtenDay';

/** Days by which two texts for one end can differ: one tells the last day, the other the day after. */
const sameDays = 1;

/** The same where only one of them tells its zone: the other day may begin up to half a day earlier or later. */
const sameDaysAnywhere = 3;

/**
 * Whether a subscription ends later than it did, by two end dates as the portal wrote them; undefined when that is not
 * certain. Another spelling, or a mark that stands for no date, is no later date: whoever takes it for one renews twice.
 */
export function hasMoved(before: string | undefined, now: string | undefined): boolean | undefined {
  if (before === undefined || now === undefined) {
    return undefined;
  }
  const [earlier, later] = [readWrittenDay(before), readWrittenDay(now)];
  if (!earlier || !later) {
    return tellsSomething(before) && before.trim() === now.trim() ? false : undefined;
  }
  const days = later.day - earlier.day;
  if (days <= 0) {
    return false;
  }
  return days > (earlier.tellsZone === later.tellsZone ? sameDays : sameDaysAnywhere) ? true : undefined;
}

/** A text that cannot be read names a date only if it has a number in it; `-`, `null` and `0` stand for none. */
function tellsSomething(text: string): boolean {
  return /[1-9]/.test(text);
}

import { readWrittenDay } from '../portal/writtenDay';

/** Days by which two texts for the same end date may differ: one may be the last day, the other the day after. */
const sameDays = 1;

/** The same if only one of them has a time zone: the other day may begin up to half a day earlier or later. */
const sameDaysAnywhere = 3;

/**
 * Whether the second subscription end date is later than the first, both as the portal writes them; undefined if that
 * is not certain. Another spelling or a placeholder is not a later date: treating it as one would allow a second
 * renewal.
 */
export function hasMoved(before: string | undefined, now: string | undefined): boolean | undefined {
  if (before === undefined || now === undefined) {
    return undefined;
  }
  const [earlier, later] = [readWrittenDay(before), readWrittenDay(now)];
  if (!earlier || !later) {
    return mayBeDate(before) && before.trim() === now.trim() ? false : undefined;
  }
  const days = later.day - earlier.day;
  if (days <= 0) {
    return false;
  }
  return days > (earlier.tellsZone === later.tellsZone ? sameDays : sameDaysAnywhere) ? true : undefined;
}

/** Whether an unreadable text may be a date: it contains a number. `-`, `null` and `0` stand for no date. */
function mayBeDate(text: string): boolean {
  return /[1-9]/.test(text);
}

import { env } from 'vscode';
import { readCalendarDay, type CalendarDay } from '../portal/writtenDay';
import type { PortalText } from '../portal/values';
import { plainText, spokenText } from './plainText';

/** Returns the format of days in the display language. Building it takes longer than using it many times. */
export function dayFormat(): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeZone: 'UTC' });
}

/** Returns a day in the display language, such as `31 Mar 2027`. */
export function dayText(day: CalendarDay, format: Intl.DateTimeFormat = dayFormat()): string {
  return format.format(Date.parse(day));
}

/** Returns an end date in the display language, or as the portal writes it if it cannot be read with certainty. */
export function endDateText(written: PortalText, format?: Intl.DateTimeFormat): string {
  const day = readCalendarDay(spokenText(written));
  return day === undefined ? plainText(written) : dayText(day, format);
}

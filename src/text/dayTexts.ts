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

/** How far from today a date without its year is clear, in days: the same day of another year is further away. */
const clearWithoutYear = 300;

/** The formats of `shortDayText` in the display language. */
export interface ShortDayFormats {
  readonly near: Intl.DateTimeFormat;
  readonly far: Intl.DateTimeFormat;
}

/** Returns the formats of short dates. Building them takes longer than using them many times. */
export function shortDayFormats(): ShortDayFormats {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(env.language, { month: 'short', timeZone: 'UTC', ...options });
  return { near: format({ day: 'numeric' }), far: format({ year: 'numeric' }) };
}

/**
 * Returns a day for where there is little room: without its year if it is near, such as `31 Mar`, otherwise only the
 * month, such as `Mar 2028`.
 *
 * @param daysLeft The number of days from today; negative if the day is past.
 */
export function shortDayText(day: CalendarDay, daysLeft: number, { near, far }: ShortDayFormats): string {
  return (Math.abs(daysLeft) <= clearWithoutYear ? near : far).format(Date.parse(day));
}

/** Returns an end date in the display language, or as the portal writes it if it cannot be read with certainty. */
export function endDateText(written: PortalText, format?: Intl.DateTimeFormat): string {
  const day = readCalendarDay(spokenText(written));
  return day === undefined ? plainText(written) : dayText(day, format);
}

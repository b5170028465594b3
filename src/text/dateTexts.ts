import { l10n, env } from 'vscode';
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

/** How far from today a date without its year is clear, in days. Further away, `Jul 26` may be a day that has passed. */
const clearWithoutYear = 120;

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

const dayLength = 24 * 60 * 60_000;

/** Returns the local day of a time: `today`, `yesterday`, or the date. */
export function recentDayText(time: number, now: number = Date.now()): string {
  const midnight = (at: number) => {
    const date = new Date(at);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  const days = (midnight(time) - midnight(now)) / dayLength;
  return days === 0 || days === -1
    ? new Intl.RelativeTimeFormat(env.language, { numeric: 'auto' }).format(days, 'day')
    : new Intl.DateTimeFormat(env.language, { dateStyle: 'medium' }).format(time);
}

/** Formats a time of day in the user's language. */
export function timeOfDayText(time: Date): string {
  return new Intl.DateTimeFormat(env.language, { timeStyle: 'short' }).format(time);
}

/** Returns the time of day, with the date unless it is today. */
export function timeText(at: number, now: number = Date.now()): string {
  return formattedTime(at, now, 'short');
}

/** Returns the time of day to the second, with the date unless it is today: two checks in a minute differ. */
export function exactTimeText(at: number, now: number = Date.now()): string {
  return formattedTime(at, now, 'medium');
}

function formattedTime(at: number, now: number, timeStyle: 'short' | 'medium'): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(env.language, {
    timeStyle,
    ...(isToday ? {} : { dateStyle: 'medium' }),
  }).format(at);
}

/** For how long an order is paid, as in its body. */
export interface OrderPeriod {
  /** `annually`, `monthly` or `once`; an entry of another version may have another one. */
  readonly billingCycle: string;
  /** Number of years; 0 or undefined stands for one cycle. */
  readonly multiCycle?: number | undefined;
}

export function yearsText(years: number): string {
  return years === 1 ? l10n.t('1 year') : l10n.t('{0} years', years);
}

/** Returns the period that a price is for, such as `for 1 year` or `per month`; empty when there is none. */
export function periodText(period: OrderPeriod | undefined): string {
  const cycles = period?.multiCycle ?? 0;
  switch (period?.billingCycle) {
    case 'annually':
      return l10n.t('for {0}', yearsText(Math.max(1, cycles)));
    case 'monthly':
      return cycles > 1 ? l10n.t('for {0} months', cycles) : l10n.t('per month');
    case 'once':
      return cycles > 0 ? l10n.t('for {0}', yearsText(cycles)) : l10n.t('charged once');
    case undefined:
    default:
      return '';
  }
}

/** Returns how an order is billed, such as `1 year, billed annually`; empty when it has no billing cycle. */
export function billedText(period: OrderPeriod | undefined): string {
  const cycles = period?.multiCycle ?? 0;
  switch (period?.billingCycle) {
    case 'annually':
      return [yearsText(Math.max(1, cycles)), l10n.t('billed annually')].join(', ');
    case 'monthly':
      return [...(cycles > 1 ? [l10n.t('{0} months', cycles)] : []), l10n.t('billed monthly')].join(', ');
    case 'once':
      return [...(cycles > 0 ? [yearsText(cycles)] : []), l10n.t('billed once')].join(', ');
    case undefined:
    default:
      return '';
  }
}

import { readTime } from './portalOrders';

declare const calendarDayBrand: unique symbol;

/** A day of the calendar, `YYYY-MM-DD`, independent of time zones. */
export type CalendarDay = string & { readonly [calendarDayBrand]: true };

/** A day that was read from a text. */
export interface WrittenDay {
  /** The day as written, whatever time and zone follow; for a number, the day in UTC. */
  readonly date: CalendarDay;
  /** Days since 1970; in UTC if the text has a time zone, otherwise in the zone of whoever wrote it. */
  readonly day: number;
  /** Whether the text is a timestamp or has a time zone. */
  readonly hasZone: boolean;
}

const dayLength = 24 * 60 * 60 * 1000;

/** The years in which a subscription can end; a date outside them, such as 1970, 2099 or 9999, is a placeholder. */
const [firstYear, lastYear] = [2000, 2089];

/** English month names, shortened to the three letters that distinguish them. */
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthName = String.raw`(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`;

/** The time of day that may follow the day. */
const timeOfDay = String.raw`(?:(?:T|\s+)(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d+)?)?\s*(?<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?`;

const forms = [
  String.raw`(?<year>\d{4})(?<mark>[-/.])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})`,
  String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})`,
  String.raw`(?<one>\d{1,2})(?<mark>[-/.])(?<other>\d{1,2})\k<mark>(?<year>\d{4})`,
  String.raw`(?<day>\d{1,2})[-\s]${monthName}[-\s](?<year>\d{4})`,
  String.raw`${monthName}\s(?<day>\d{1,2}),?\s(?<year>\d{4})`,
].map((form) => new RegExp(`^${form}${timeOfDay}$`, 'i'));

/** Reads an unambiguous date, with or without a time; returns undefined for any other text. */
export function readWrittenDay(text: string): WrittenDay | undefined {
  const written = text.trim();
  for (const form of forms) {
    const groups = form.exec(written)?.groups;
    if (groups) {
      return readGroups(groups);
    }
  }
  const time = /^\d+$/.test(written) ? readTime(written) : undefined;
  return time === undefined ? undefined : dayOf(new Date(time), { date: new Date(time), hasZone: true });
}

/**
 * Reads the day on which something ends, such as a subscription: a date, with a time or without, in either order of day
 * and month if only one reading is possible, ISO 8601, or seconds or milliseconds since 1970. Time zones are ignored, so
 * that no day moves to another: `2027-03-31T23:00:00-08:00` is 31 March everywhere.
 * @returns undefined for any other text, and for placeholders such as 1970 or 9999
 */
export function readCalendarDay(text: string): CalendarDay | undefined {
  return readWrittenDay(text)?.date;
}

/** Returns the day of the calendar in the time zone of this machine. */
export function calendarDayOf(time: Date): CalendarDay {
  return toCalendarDay(new Date(Date.UTC(time.getFullYear(), time.getMonth(), time.getDate())));
}

/** Returns the number of days from one day to another; negative if the other one is earlier. */
export function daysBetween(from: CalendarDay, to: CalendarDay): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayLength);
}

type Groups = Readonly<Record<string, string | undefined>>;

function readGroups(groups: Groups): WrittenDay | undefined {
  const { year, hour = '0', minute = '0', second = '0', zone } = groups;
  const dayAndMonth = readDayAndMonth(groups);
  if (!dayAndMonth || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) {
    return undefined;
  }
  const { day, month } = dayAndMonth;
  const date = new Date(Date.UTC(Number(year), month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    return undefined;
  }
  const sinceMidnight = (Number(hour) * 60 + Number(minute)) * 60_000;
  const time = new Date(date.getTime() + sinceMidnight - offsetOf(zone));
  return dayOf(time, { date, hasZone: zone !== undefined });
}

function readDayAndMonth({
  day,
  month,
  name,
  one,
  other,
}: Groups): { readonly day: number; readonly month: number } | undefined {
  if (name !== undefined) {
    return { day: Number(day), month: months.indexOf(name.slice(0, 3).toLowerCase()) + 1 };
  }
  if (month !== undefined) {
    return { day: Number(day), month: Number(month) };
  }
  // The day or the month may come first: only a number above 12, or the same number twice, makes the date unambiguous.
  const [lesser = NaN, greater = NaN] = [Number(one), Number(other)].sort((first, second) => first - second);
  return greater > 12 || lesser === greater ? { day: greater, month: lesser } : undefined;
}

/** Returns the milliseconds by which a zone is ahead of UTC. */
function offsetOf(zone = ''): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -offset : offset;
}

/** @param time The instant, in UTC if the text has a zone; `date` is midnight in UTC of the day as written. */
function dayOf(
  time: Date,
  { date, hasZone }: { readonly date: Date; readonly hasZone: boolean },
): WrittenDay | undefined {
  const year = time.getUTCFullYear();
  return year < firstYear || year > lastYear
    ? undefined
    : { date: toCalendarDay(date), day: Math.floor(time.getTime() / dayLength), hasZone };
}

/** @param time A time whose day in UTC is meant. */
function toCalendarDay(time: Date): CalendarDay {
  const text = time.toISOString().slice(0, 10);
  if (!isBranded(text)) {
    throw new RangeError(`No calendar day: ${text}`);
  }
  return text;
}

const calendarDay = /^\d{4}-\d{2}-\d{2}$/;

function isBranded(text: string): text is CalendarDay {
  return calendarDay.test(text);
}

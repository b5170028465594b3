import { readTime } from '../portal/portalOrders';

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

/** A day that was read from a text. */
export interface WrittenDay {
  /** Days since 1970; in UTC if the text has a time zone, otherwise in the zone of whoever wrote it. */
  readonly day: number;
  /** Whether the text is a timestamp or has a time zone. */
  readonly tellsZone: boolean;
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
  return time === undefined ? undefined : dayOf(new Date(time), true);
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
  return dayOf(new Date(date.getTime() + sinceMidnight - offsetOf(zone)), zone !== undefined);
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

function dayOf(date: Date, tellsZone: boolean): WrittenDay | undefined {
  const year = date.getUTCFullYear();
  return year < firstYear || year > lastYear
    ? undefined
    : { day: Math.floor(date.getTime() / dayLength), tellsZone };
}

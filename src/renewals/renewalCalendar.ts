import type { CalendarDay } from '../portal/writtenDay';
import type { Renewal } from './renewalGroups';

/** Months that the calendar shows, the current one included. */
const shownMonths = 24;

/** What ends in a month, or has ended before today. */
export interface CalendarBar {
  /** `ended`, or a month: `2027-03`. */
  readonly key: string;
  /** By day, then by name. */
  readonly renewals: readonly Renewal[];
  /** Number of PBXes by product id. */
  readonly counts: ReadonlyMap<number, number>;
}

/** What the calendar shows. */
export interface RenewalCalendar {
  /** First what has ended, then every month of two years, also those in which nothing ends. */
  readonly bars: readonly CalendarBar[];
  /** Number of PBXes whose subscription ends later. */
  readonly later: number;
  /** Number of PBXes without a known end date. */
  readonly unknown: number;
}

/** Divides renewals into the bars of the calendar. @param renewals By day, as `groupRenewals` sorts them. */
export function renewalCalendar(renewals: readonly Renewal[], today: CalendarDay): RenewalCalendar {
  const keys = ['ended', ...monthsFrom(today)];
  const byKey = new Map<string, Renewal[]>(keys.map((key) => [key, []]));
  let later = 0;
  let unknown = 0;
  for (const renewal of renewals) {
    const { date, daysLeft } = renewal;
    if (date.day === undefined || daysLeft === undefined) {
      unknown++;
      continue;
    }
    const bar = byKey.get(daysLeft < 0 ? 'ended' : date.day.slice(0, 7));
    if (bar) {
      bar.push(renewal);
    } else {
      later++;
    }
  }
  return {
    bars: [...byKey].map(([key, inBar]) => ({ key, renewals: inBar, counts: countsOf(inBar) })),
    later,
    unknown,
  };
}

function monthsFrom(today: CalendarDay): string[] {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return Array.from({ length: shownMonths }, (_, index) =>
    new Date(Date.UTC(year, month - 1 + index, 1)).toISOString().slice(0, 7),
  );
}

function countsOf(renewals: readonly Renewal[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { date } of renewals) {
    counts.set(date.productId, (counts.get(date.productId) ?? 0) + 1);
  }
  return counts;
}

/** Returns the ids of the products of some bars, the one with the most PBXes first, which has the plainest pattern. */
export function productsByCount(bars: readonly Pick<CalendarBar, 'counts'>[]): number[] {
  const totals = new Map<number, number>();
  for (const [productId, count] of bars.flatMap(({ counts }) => [...counts])) {
    totals.set(productId, (totals.get(productId) ?? 0) + count);
  }
  return [...totals].sort(([a, some], [b, others]) => others - some || a - b).map(([productId]) => productId);
}

import type { PortalText } from '../portal/values';
import { type CalendarDay, daysBetween } from '../portal/writtenDay';
import { foldText } from '../text/plainText';
import { type DueDate, dueDateKey } from './dueDate';
import type { FindOrderedRenewal, OrderedRenewal } from './orderedRenewals';

/** The groups of due dates, in the order in which they are shown. */
export const renewalGroupIds = ['ended', 'within7', 'within30', 'within90', 'later', 'unknown'] as const;
export type RenewalGroupId = (typeof renewalGroupIds)[number];

/** A PBX in a list of renewals. */
export interface Renewal {
  readonly date: DueDate;
  /** Days from today to the last day; negative if that has passed, undefined if it is unknown. */
  readonly daysLeft: number | undefined;
  /** A renewal that was ordered and that the end date does not show yet: the PBX no longer counts as due. */
  readonly ordered: OrderedRenewal | undefined;
}

export interface RenewalGroup {
  readonly id: RenewalGroupId;
  /** By end date, then by name. */
  readonly renewals: readonly Renewal[];
}

/** Which PBXes a list of renewals shows. Empty criteria are ignored. */
export interface RenewalFilter {
  /** Words of a name, serial number or plan; case and diacritics do not matter. */
  readonly text: string;
  /** Product names by product id. */
  readonly products: ReadonlyMap<number, PortalText>;
}

/** Returns whether a filter has any criteria. */
export function isFilteringRenewals({ text, products }: RenewalFilter): boolean {
  return text.trim() !== '' || products.size > 0;
}

/** The folded texts of due dates: folding takes longer than searching, and a due date never changes. */
const folded = new WeakMap<DueDate, string>();

function searchableText(date: DueDate): string {
  let text = folded.get(date);
  if (text === undefined) {
    const { name, productNo, planName = '' } = date;
    text = [name, productNo, planName].map(foldText).join('\n');
    folded.set(date, text);
  }
  return text;
}

/** Returns the due dates that meet all criteria of a filter, in the same order. */
export function filterDueDates(dates: readonly DueDate[], filter: RenewalFilter | undefined): DueDate[] {
  const words = foldText(filter?.text ?? '')
    .split(' ')
    .filter((word) => word !== '');
  const products = filter?.products ?? new Map();
  return dates.filter(
    (date) =>
      (products.size === 0 || products.has(date.productId)) &&
      words.every((word) => searchableText(date).includes(word)),
  );
}

/** Returns the group of a last day. The day itself still belongs to the subscription. */
function groupOf(daysLeft: number | undefined): RenewalGroupId {
  if (daysLeft === undefined) {
    return 'unknown';
  }
  if (daysLeft < 0) {
    return 'ended';
  }
  return daysLeft <= 7 ? 'within7' : daysLeft <= 30 ? 'within30' : daysLeft <= 90 ? 'within90' : 'later';
}

/**
 * Groups due dates by how soon they come. Fast enough for 10,000 PBXes in one go.
 *
 * @param today The day in the time zone of the user.
 * @returns The groups that have renewals.
 */
export function groupRenewals(
  dates: readonly DueDate[],
  { today, orderedFor }: { readonly today: CalendarDay; readonly orderedFor: FindOrderedRenewal },
): RenewalGroup[] {
  const groups = new Map<RenewalGroupId, Renewal[]>(renewalGroupIds.map((id) => [id, []]));
  for (const date of sortedDueDates(dates)) {
    const daysLeft = date.day === undefined ? undefined : daysBetween(today, date.day);
    groups.get(groupOf(daysLeft))?.push({ date, daysLeft, ordered: orderedFor(date) });
  }
  return [...groups].flatMap(([id, renewals]) => (renewals.length === 0 ? [] : [{ id, renewals }]));
}

/**
 * Sorts by day and name. Days in the form `2027-03-31` sort as text, and one text for each due date is compared: comparing
 * names by language would take too long for thousands.
 */
function sortedDueDates(dates: readonly DueDate[]): DueDate[] {
  return dates
    .map((date) => ({ date, key: `${date.day ?? ''}\n${date.name}\n${dueDateKey(date)}` }))
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
    .map(({ date }) => date);
}

/** The renewals of one month: `2027-03`. */
export interface RenewalMonth {
  readonly month: string;
  readonly renewals: readonly Renewal[];
}

/** Divides renewals that are sorted by day into months; those without a day are left out. */
export function byMonth(renewals: readonly Renewal[]): RenewalMonth[] {
  const months = new Map<string, Renewal[]>();
  for (const renewal of renewals) {
    const month = renewal.date.day?.slice(0, 7);
    if (month !== undefined) {
      const already = months.get(month);
      if (already) {
        already.push(renewal);
      } else {
        months.set(month, [renewal]);
      }
    }
  }
  return [...months].map(([month, inMonth]) => ({ month, renewals: inMonth }));
}

/** Returns how many PBXes end within so many days, today included. Ended and already renewed ones do not count. */
export function countDueWithin(groups: readonly RenewalGroup[], days: number): number {
  return dueWithin(groups, days).length;
}

/** Returns the renewals that end within so many days and that have not been ordered. */
export function dueWithin(groups: readonly RenewalGroup[], days: number): Renewal[] {
  return groups
    .flatMap(({ renewals }) => renewals)
    .filter(
      ({ daysLeft, ordered }) =>
        daysLeft !== undefined && daysLeft >= 0 && daysLeft <= days && ordered === undefined,
    );
}

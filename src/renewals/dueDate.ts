import * as z from 'zod/mini';
import type { Instance, InstanceDetail } from '../portal/instances';
import { readSubscriptionTerm } from '../portal/subscriptionTerm';
import { type PortalText, id, latestTime, portalText } from '../portal/values';
import { type CalendarDay, calendarDayOf, daysBetween, readCalendarDay } from '../portal/writtenDay';

const serviceEnd = z.object({
  serviceId: id,
  name: z.optional(portalText),
  expiry: portalText,
});

/** What is kept on disk about one PBX. Texts are as the portal writes them. */
export const storedDueDate = z.object({
  productId: z.int(),
  productNo: z.string().check(z.minLength(1)),
  name: portalText,
  planName: z.optional(portalText),
  extensions: z.optional(z.int()),
  /** End of the running plan; absent if the portal does not give it. */
  expiry: z.optional(portalText),
  isTrial: z.optional(z.boolean()),
  billingCycle: z.optional(z.enum(['annually', 'monthly'])),
  /** Services whose end is not that of the plan. */
  services: z.optional(z.array(serviceEnd)),
  /** Where the end was read; absent until it has been read. */
  source: z.optional(z.enum(['list', 'detail'])),
  /** When it was read, in milliseconds since 1970; absent until it has been read. */
  readAt: z.optional(z.number().check(z.nonnegative(), z.maximum(latestTime))),
  /** When the end was found to be later than before, in milliseconds since 1970. */
  movedAt: z.optional(z.number().check(z.nonnegative(), z.maximum(latestTime))),
  /** The portal's reason for refusing the details. */
  refusal: z.optional(portalText),
});
export type StoredDueDate = Readonly<z.infer<typeof storedDueDate>>;

/** When the subscription of a PBX ends, as far as that is known. */
export interface DueDate extends StoredDueDate {
  /** The day on which it ends: that of the plan. Undefined if unknown, or if it cannot be read with certainty. */
  readonly day: CalendarDay | undefined;
}

/** Returns a due date with its day, which is read once and not for every list that shows it. */
export function withDay(stored: StoredDueDate): DueDate {
  return { ...stored, day: stored.expiry === undefined ? undefined : readCalendarDay(stored.expiry) };
}

/** Identifies a PBX across products. */
export function dueDateKey({ productId, productNo }: Pick<StoredDueDate, 'productId' | 'productNo'>): string {
  return `${productId} ${productNo}`;
}

/**
 * Returns the due date after a list row was received. A row without an end date changes only the names: what the details
 * said stays.
 */
export function fromListRow(instance: Instance, known: DueDate | undefined, at: number): DueDate {
  const { productId, productNo, name, planName, expiry, extensions } = instance;
  const named = {
    productId,
    productNo,
    name,
    ...optional('planName', planName ?? known?.planName),
    ...optional('extensions', extensions ?? known?.extensions),
  };
  if (expiry === undefined) {
    return { ...known, ...named, day: known?.day };
  }
  // What the details said about the term stays, since rows do not have it.
  const { isTrial, billingCycle, services } = known ?? {};
  return withDay({
    ...named,
    ...optional('isTrial', isTrial),
    ...optional('billingCycle', billingCycle),
    ...optional('services', services),
    expiry,
    source: 'list',
    readAt: at,
  });
}

/** Returns the due date after the details of the PBX were received. */
export function fromDetail(known: DueDate, detail: InstanceDetail, at: number): DueDate {
  const { productId, productNo, name } = known;
  const term = readSubscriptionTerm(detail.raw, productNo, detail.expiry);
  return withDay({
    productId,
    productNo,
    name,
    ...optional('planName', detail.planName ?? known.planName),
    ...optional('extensions', detail.extensions ?? known.extensions),
    ...optional('expiry', detail.expiry),
    ...optional('isTrial', term.isTrial),
    ...optional('billingCycle', term.billingCycle),
    ...optional('services', term.services.length === 0 ? undefined : [...term.services]),
    source: 'detail',
    readAt: at,
  });
}

/** Returns the due date after the portal refused the details. What was known before stays. */
export function withRefusal(known: DueDate, reason: PortalText, at: number): DueDate {
  return { ...known, refusal: reason, readAt: at };
}

/** A property that is absent if its value is undefined, as JSON has it. */
function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): Partial<Record<Key, Value>> {
  const property: Partial<Record<Key, Value>> = {};
  if (value !== undefined) {
    property[key] = value;
  }
  return property;
}

/** Days before its end from which a due date is read again. */
export const readAgainDays = 90;

/** Which due dates to read: those that may have changed, or all of them. */
export type ReadingScope = 'due' | 'all';

/**
 * Returns the due dates to read, those that were never read first, then the oldest: a reading that was stopped goes on
 * where it stopped. `due` selects what has ended, ends within 90 days, or has no known day.
 */
export function datesToRead(known: Iterable<DueDate>, scope: ReadingScope, now: Date): DueDate[] {
  const today = calendarDayOf(now);
  const isDue = ({ day }: DueDate) => day === undefined || daysBetween(today, day) <= readAgainDays;
  return [...known]
    .filter((date) => scope === 'all' || isDue(date))
    .sort((one, other) => (one.readAt ?? 0) - (other.readAt ?? 0));
}

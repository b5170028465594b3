import { type OperationTraits, operationTraits } from '../rules/table';
import type { BaseUrl } from '../portal/baseUrl';
import { isObject, parseExact, printExact } from '../portal/exactJson';
import type { OrderDetail } from '../portal/orderDetail';
import { type PortalText, idFrom } from '../portal/values';
import type { Operation, OperationType, PurchaseType } from '../rules/operationRule';
import { isNothingBought } from './orderNumbers';
import type { RecentOrder } from './recentOrders';
import type { JournalEntry } from './entry';
import type { OrderBody } from './request';
import { type OrderContents, comparableProduct, comparableSerialNumber, isRenewal } from './subject';
import { mayHaveEqualLines, mayShareLine, showsLines } from './match';
import { readWrittenDay } from '../portal/writtenDay';

/**
 * Decides whether an order repeats one that is known to have been placed:
 *
 * - A renewal repeats every renewal of the same PBX and product within a day, even if the subscription end date has
 *   already moved, and earlier renewals until it has moved.
 * - An order of a service repeats any order of that service for the same PBX within a day.
 * - An order that may well be placed twice, such as an expansion or a new PBX, repeats only an equal order within
 *   minutes.
 */

const minute = 60_000;
const hour = 60 * minute;

const limits = {
  equalOrder: 15 * minute,
  sameService: 24 * hour,
  renewal: 24 * hour,
  renewalWithoutEndDate: 30 * 24 * hour,
};

/** Values of `operationType` and `purchaseType` that are not renewals (API guide, create an order). */
const notRenewalWords: ReadonlySet<string> = new Set([
  ...([
    'trial_plan',
    'trial_service',
    'purchase_plan',
    'purchase_service',
    'switch_plan',
  ] satisfies OperationType[]),
  ...(['purchase', 'trial', 'switch'] satisfies PurchaseType[]),
]);

/** An order that is about to be placed, with what decides whether it repeats another. */
export interface ComparedOrder {
  readonly operation: Operation;
  readonly baseUrl: BaseUrl;
  readonly body: OrderBody;
  /** What the body orders. */
  readonly ordered: OrderContents;
  /** The current subscription end date, as the portal writes it; undefined when not provided. */
  readonly endDate: PortalText | undefined;
}

/**
 * Whether the order repeats a placed order of this machine.
 *
 * @param age Milliseconds since that order was placed. A negative age, after a clock was set back, counts as recent.
 */
export function repeatsEntry(order: ComparedOrder, entry: JournalEntry, age: number): boolean {
  const [ordered, earlier] = [order.ordered, entry.ordered];
  if (entry.baseUrl !== order.baseUrl || !isSamePbx(ordered, earlier)) {
    return false;
  }
  switch (ruleOf(order.operation, ordered)) {
    case 'renewal':
      return (
        isRenewal(earlier) &&
        !areOtherProducts(ordered.productId, earlier.productId) &&
        (age < limits.renewal ||
          !(hasMoved(entry.endDate, order.endDate) ?? age >= limits.renewalWithoutEndDate))
      );
    case 'sameService':
      return sharesService(ordered, earlier) && age < limits.sameService;
    case 'equalOrder':
      return age < limits.equalOrder && comparableBody(entry.body) === comparableBody(order.body);
  }
}

/** Whether a closed entry may still block some later order as a possible duplicate. */
export function mayBeRepeated(entry: JournalEntry, now: number): boolean {
  const limit = isRenewal(entry.ordered) ? limits.renewalWithoutEndDate : limits.sameService;
  return now - entry.createdAt < limit;
}

/**
 * Returns how an order of the last 24 hours in the portal is related to this order: this order may repeat it, it is
 * another order for the same PBX, or it is unrelated. If its lines or its PBX cannot be read, they may be the same.
 */
export function relationTo(order: ComparedOrder, recent: RecentOrder): 'repeated' | 'samePbx' | 'unrelated' {
  const { ordered } = order;
  const isSame =
    recent.productNo === undefined ? undefined : isSamePbx(ordered, { productNo: recent.productNo });
  if (ordered.productNo === undefined) {
    return mayBeEqual(ordered, recent) ? 'repeated' : 'unrelated';
  }
  if (isSame === false) {
    return 'unrelated';
  }
  const mayRepeat = !isNothingBought(recent.orderStatus) && mayBeSame(order.operation, ordered, recent);
  if (mayRepeat) {
    return 'repeated';
  }
  return isSame === true ? 'samePbx' : 'unrelated';
}

function mayBeSame(operation: Operation, ordered: OrderContents, recent: RecentOrder): boolean {
  const { detail } = recent;
  if (!detail) {
    return true;
  }
  switch (ruleOf(operation, ordered)) {
    case 'renewal':
      return (
        !areOtherProducts(ordered.productId, detail.productId) &&
        (detail.lines.length === 0 || (isRenewalIn(detail) ?? true))
      );
    case 'sameService':
      return !showsLines(ordered, detail) || mayShareLine(ordered, detail);
    case 'equalOrder':
      return !showsLines(ordered, detail) || mayBeEqual(ordered, recent);
  }
}

/** Returns which earlier orders count as the same. An order that names no PBX repeats only an equal order. */
function ruleOf(operation: Operation, { productNo }: OrderContents): OperationTraits['repeats'] {
  return productNo === undefined ? 'equalOrder' : operationTraits[operation].repeats;
}

function isSamePbx(one: Pick<OrderContents, 'productNo'>, other: Pick<OrderContents, 'productNo'>): boolean {
  return comparableSerialNumber(one.productNo ?? '') === comparableSerialNumber(other.productNo ?? '');
}

function sharesService(one: OrderContents, other: OrderContents): boolean {
  return one.serviceList.some(({ serviceId }) =>
    other.serviceList.some((service) => service.serviceId === serviceId),
  );
}

/**
 * Whether one of the portal's orders was placed within minutes and may have the same lines. Without readable lines it
 * may be an order of a new PBX, unless it names a PBX.
 */
function mayBeEqual(ordered: OrderContents, { age, detail, orderStatus, productNo }: RecentOrder): boolean {
  if (age >= limits.equalOrder || isNothingBought(orderStatus)) {
    return false;
  }
  return detail && showsLines(ordered, detail) ? mayHaveEqualLines(ordered, detail) : productNo === undefined;
}

/** Whether the details are those of a renewal; undefined if unknown: an unfamiliar value may mean a renewal. */
function isRenewalIn({ lines, others }: OrderDetail): boolean | undefined {
  const words = [...lines, ...others].flatMap(({ fields }) =>
    fields
      .filter(({ name }) => name === 'operationType' || name === 'purchaseType')
      .map(({ value }) => value.trim().toLowerCase()),
  );
  if (words.some((word) => word.includes('renew'))) {
    return true;
  }
  return words.length > 0 && words.every((word) => notRenewalWords.has(word)) ? false : undefined;
}

/** Whether both are product ids and identify different products. */
export function areOtherProducts(one: string, other: string | undefined): boolean {
  const [first, second] = [idFrom(one.trim()), idFrom(other?.trim() ?? '')];
  return (
    first !== undefined && second !== undefined && comparableProduct(first) !== comparableProduct(second)
  );
}

/** Returns a body with its serial number in comparable form. */
function comparableBody(body: OrderBody): string {
  const value = parseExact(body);
  if (!isObject(value) || typeof value.productNo !== 'string') {
    return body;
  }
  return printExact({ ...value, productNo: comparableSerialNumber(value.productNo) });
}

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
  return days > (earlier.hasZone === later.hasZone ? sameDays : sameDaysAnywhere) ? true : undefined;
}

/** Whether an unreadable text may be a date: it contains a number. `-`, `null` and `0` stand for no date. */
function mayBeDate(text: string): boolean {
  return /[1-9]/.test(text);
}

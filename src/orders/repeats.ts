import { type OperationTraits, operationTraits } from '../rules/table';
import type { BaseUrl } from '../portal/baseUrl';
import { isObject, parseExact, printExact } from '../portal/exactJson';
import type { OrderDetail } from '../portal/orderDetail';
import { type PortalText, idFrom } from '../portal/values';
import type { Operation, OperationType, PurchaseType } from '../rules/operationRule';
import { hasMoved } from './endDate';
import { isNeverTaken } from './orderNumbers';
import type { RecentOrder } from './recentOrders';
import type { OrderRecord } from './record';
import type { OrderBody } from './request';
import { type Ordered, comparableProduct, comparableSerialNumber, isRenewal } from './subject';
import { mayHaveEqualLines, mayShareLine, tellsLines } from './match';

/**
 * What counts as the same order once more, where the earlier one is known to have been placed. A renewal repeats every
 * renewal of its PBX and product within a day, however fast the portal moves the end date, and earlier ones until it has
 * moved; an order of a service repeats any order of that service for the PBX within a day; what can well be ordered twice, an expansion or a PBX of one's own, repeats only what is equal to it, and
 * came within minutes.
 */

const minute = 60_000;
const hour = 60 * minute;

const limits = {
  equalOrder: 15 * minute,
  sameService: 24 * hour,
  renewal: 24 * hour,
  renewalWithoutEndDate: 30 * 24 * hour,
};

/** Words for an order that renews nothing (API guide, create an order). */
const otherWords: ReadonlySet<string> = new Set([
  ...([
    'trial_plan',
    'trial_service',
    'purchase_plan',
    'purchase_service',
    'switch_plan',
  ] satisfies OperationType[]),
  ...(['purchase', 'trial', 'switch'] satisfies PurchaseType[]),
]);

/** An order that is about to be placed, as far as it can repeat another one. */
export interface ComparedOrder {
  readonly operation: Operation;
  readonly baseUrl: BaseUrl;
  readonly body: OrderBody;
  /** What the body orders. */
  readonly ordered: Ordered;
  /** The subscription end date now, as the portal writes it; undefined when it does not tell. */
  readonly endDate: PortalText | undefined;
}

/**
 * Whether the order repeats a placed one of this machine.
 *
 * @param age Milliseconds since that was placed. One from the future, by a clock that was set back, counts as recent.
 */
export function repeatsRecord(order: ComparedOrder, record: OrderRecord, age: number): boolean {
  const [ordered, earlier] = [order.ordered, record.ordered];
  if (record.baseUrl !== order.baseUrl || !isSamePbx(ordered, earlier)) {
    return false;
  }
  switch (ruleOf(order.operation, ordered)) {
    case 'renewal':
      return (
        isRenewal(earlier) &&
        !areOtherProducts(ordered.productId, earlier.productId) &&
        (age < limits.renewal ||
          !(hasMoved(record.endDate, order.endDate) ?? age >= limits.renewalWithoutEndDate))
      );
    case 'sameService':
      return sharesService(ordered, earlier) && age < limits.sameService;
    case 'equalOrder':
      return age < limits.equalOrder && comparableBody(record.body) === comparableBody(order.body);
  }
}

/** Whether a settled entry may keep a later order from being placed, whatever that order is. */
export function mayBeRepeated(record: OrderRecord, now: number): boolean {
  const limit = isRenewal(record.ordered) ? limits.renewalWithoutEndDate : limits.sameService;
  return now - record.createdAt < limit;
}

/**
 * What an order of the last 24 hours in the portal is to the order: one that it may repeat, another one for the same PBX,
 * or nothing that concerns it. Lines or a PBX that cannot be read may be those of this order.
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
  const mayRepeat = !isNeverTaken(recent.orderStatus) && mayBeSame(order.operation, ordered, recent);
  if (mayRepeat) {
    return 'repeated';
  }
  return isSame === true ? 'samePbx' : 'unrelated';
}

function mayBeSame(operation: Operation, ordered: Ordered, recent: RecentOrder): boolean {
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
      return !tellsLines(ordered, detail) || mayShareLine(ordered, detail);
    case 'equalOrder':
      return !tellsLines(ordered, detail) || mayBeEqual(ordered, recent);
  }
}

/** Which earlier order counts as the same; an order that names no PBX repeats only one that equals it. */
function ruleOf(operation: Operation, { productNo }: Ordered): OperationTraits['repeats'] {
  return productNo === undefined ? 'equalOrder' : operationTraits[operation].repeats;
}

function isSamePbx(one: Pick<Ordered, 'productNo'>, other: Pick<Ordered, 'productNo'>): boolean {
  return comparableSerialNumber(one.productNo ?? '') === comparableSerialNumber(other.productNo ?? '');
}

function sharesService(one: Ordered, other: Ordered): boolean {
  return one.serviceList.some(({ serviceId }) =>
    other.serviceList.some((service) => service.serviceId === serviceId),
  );
}

/**
 * Whether an order of the portal has the same lines, as far as it tells, and came within minutes. One that tells neither
 * its lines nor a PBX may be that of a new PBX; one that names a PBX is for that one.
 */
function mayBeEqual(ordered: Ordered, { age, detail, orderStatus, productNo }: RecentOrder): boolean {
  if (age >= limits.equalOrder || isNeverTaken(orderStatus)) {
    return false;
  }
  return detail && tellsLines(ordered, detail) ? mayHaveEqualLines(ordered, detail) : productNo === undefined;
}

/** Whether the details are those of a renewal; undefined when they do not tell: words that are not known may mean one. */
function isRenewalIn({ lines, others }: OrderDetail): boolean | undefined {
  const words = [...lines, ...others].flatMap(({ fields }) =>
    fields
      .filter(({ name }) => name === 'operationType' || name === 'purchaseType')
      .map(({ value }) => value.trim().toLowerCase()),
  );
  if (words.some((word) => word.includes('renew'))) {
    return true;
  }
  return words.length > 0 && words.every((word) => otherWords.has(word)) ? false : undefined;
}

/** Whether both are ids of products, and not of the same one. */
export function areOtherProducts(one: string, other: string | undefined): boolean {
  const [first, second] = [idFrom(one.trim()), idFrom(other?.trim() ?? '')];
  return (
    first !== undefined && second !== undefined && comparableProduct(first) !== comparableProduct(second)
  );
}

/** A body with its serial number as it is compared. */
function comparableBody(body: OrderBody): string {
  const value = parseExact(body);
  if (!isObject(value) || typeof value.productNo !== 'string') {
    return body;
  }
  return printExact({ ...value, productNo: comparableSerialNumber(value.productNo) });
}

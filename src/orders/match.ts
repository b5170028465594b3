import type { Json } from '../portal/exactJson';
import type { PortalOrder } from '../portal/portalOrders';
import { evidenceIn } from './evidence';
import type { OrderRecord } from './record';
import { newness } from './snapshot';
import type { OrderDetail, OrderLine } from '../portal/orderDetail';
import { idFrom, withoutTrailingZeros } from '../portal/values';
import type { Ordered } from './subject';

/** An order of the portal's, with its details where they could be read. */
export interface Candidate {
  readonly order: PortalOrder;
  readonly detail: Json | undefined;
}

/** Whether an order of the portal's is the recorded one; `certain` also tells what it is known by. */
export type Match = 'certainByReference' | 'certain' | 'possible' | 'no';

const minute = 60_000;

/** How far the portal's clock may differ from this machine's, and how long the portal may take. */
const [earliest, latest] = [-15 * minute, 120 * minute];

/** Times further away than this are not explained by clocks or time zones. */
const farAway = 24 * 60 * minute;

/**
 * Compares PO number or custom reference, serial number, lines, time and every other parameter, as far as the portal
 * tells them (API guide, orders). Only what the guide documents, or what the user chose, can rule an order out; what
 * else contradicts what was sent leaves it to the user. So does an order that does not show what it orders: a customer
 * may have one PO number for all that he orders.
 *
 * The snapshot outranks the clock: an order that is new since the snapshot is not ruled out by its time, which one
 * wrong clock shifts by days. Without that proof, an order older than the entry is never certain: Order Again copies
 * the PO number of an earlier order. Without serial number and PO number nothing tells an order from an equal one that
 * a colleague has made for another customer.
 */
export function matchOf(record: OrderRecord, { order, detail }: Candidate): Match {
  const { ordered } = record;
  const told = [order.raw, ...(detail === undefined ? [] : [detail])];
  const { instance, reference, lines, contradicts } = evidenceIn(ordered, told, order.orderNo);
  const age = newness(order, record.before);
  const time = timeOf(order, record);

  const isNew = age === 'new';
  if (age === 'known' || instance === 'other' || reference === 'other' || (time === 'farAway' && !isNew)) {
    return 'no';
  }
  const namesNone = ordered.productNo === undefined;
  const isThisInstance = instance === 'same' || namesNone;
  if (!isThisInstance || lines !== 'same' || contradicts) {
    return 'possible';
  }
  if (reference === 'same') {
    return isNew || (time === 'near' && !isOlder(order, record)) ? 'certainByReference' : 'possible';
  }
  const isTimeCredible = time === 'near' || time === 'untold';
  return !namesNone && reference === 'untold' && isNew && isTimeCredible ? 'certain' : 'possible';
}

/** Whether an order of the portal's shows that it is for other services, or for another number of them. */
export function isForOther({ ordered }: OrderRecord, { order, detail }: Candidate): boolean {
  const told = [order.raw, ...(detail === undefined ? [] : [detail])];
  return evidenceIn(ordered, told, order.orderNo).lines === 'other';
}

function timeOf(
  { createTime }: PortalOrder,
  { createdAt }: OrderRecord,
): 'near' | 'away' | 'farAway' | 'untold' {
  if (createTime === undefined) {
    return 'untold';
  }
  const since = createTime - createdAt;
  if (Math.abs(since) > farAway) {
    return 'farAway';
  }
  return since >= earliest && since <= latest ? 'near' : 'away';
}

/** Whether the portal's time of the order is before the entry was written. */
function isOlder({ createTime }: PortalOrder, { createdAt }: OrderRecord): boolean {
  return createTime !== undefined && createTime < createdAt;
}

/**
 * What the portal's details of an order tell of its lines, compared with what is about to be ordered. The guide names no
 * field of them (API guide, order details): only what can be read for certain tells one order from another.
 */

/**
 * Whether the details tell what was ordered. A plan that they name may be the one that the PBX has: only a line of a
 * service says what an order of services is, and only a line with `serviceId` what an order of a plan is.
 */
export function tellsLines(ordered: Ordered, { lines }: OrderDetail): boolean {
  const isOfPlan = ordered.operationType.endsWith('_plan');
  return lines.some((line) => isReadable(line) && (isOfPlan || line.kind === 'service'));
}

/** Whether one of the lines is, or may be, of a service or plan that is ordered. */
export function mayShareLine({ serviceList }: Ordered, { lines }: OrderDetail): boolean {
  return serviceList.some(({ serviceId }) => lines.some((line) => mayBeOf(line, serviceId)));
}

/** Whether the lines are, or may be, just those that are ordered, each in the same quantity. */
export function mayHaveEqualLines({ serviceList }: Ordered, { lines }: OrderDetail): boolean {
  const isOrdered = (id: string) => serviceList.some(({ serviceId }) => serviceId === id);
  return (
    serviceList.every(({ serviceId, quantity }) =>
      lines.some((line) => mayBeOf(line, serviceId) && !isOtherNumber(quantity, quantityOf(line))),
    ) && lines.every((line) => line.kind === 'plan' || !isReadable(line) || isOrdered(idOf(line)))
  );
}

/** A service whose id is none, a name perhaps, may be any. */
function mayBeOf(line: OrderLine, serviceId: string): boolean {
  return idOf(line) === serviceId || (line.kind === 'service' && !isReadable(line));
}

function isReadable(line: OrderLine): boolean {
  return line.fields.some(({ name }) => name === 'serviceId') && idFrom(idOf(line)) !== undefined;
}

function idOf({ id }: OrderLine): string {
  return id.trim();
}

function quantityOf({ fields }: OrderLine): string | undefined {
  return fields.find(({ name }) => name === 'quantity')?.value;
}

/** Whether both are numbers, and not the same. */
function isOtherNumber(one: string | undefined, other: string | undefined): boolean {
  const [first, second] = [decimal(one ?? ''), decimal(other ?? '')];
  return first !== undefined && second !== undefined && first !== second;
}

/** A decimal number in its shortest form, with all its digits: `10` for `10.00`; undefined for what is none. */
export function decimal(text: string): string | undefined {
  const [, sign = '', whole, cents = ''] = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) {
    return undefined;
  }
  const fraction = withoutTrailingZeros(cents);
  return `${sign === '-' ? sign : ''}${whole.replace(/^0+(?=\d)/, '')}${fraction === '' ? '' : `.${fraction}`}`;
}

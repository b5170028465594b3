import { findRecords } from '../portal/findRecords';
import { decimal, idFrom, readAs, textOrNumber } from '../portal/values';
import { type Json, isObject } from '../portal/exactJson';
import type { PortalOrder } from '../portal/portalOrders';
import { compareWithPortal } from './evidence';
import type { JournalEntry } from './entry';
import { comparableOrderNo, isNothingBought } from './orderNumbers';
import { newness } from './snapshot';
import { type OrderDetail, type OrderLine, readOrderDetail } from '../portal/orderDetail';
import type { OrderContents } from './subject';

/** One of the portal's orders, with its details if they could be read. */
export interface Candidate {
  readonly order: PortalOrder;
  readonly detail: Json | undefined;
}

/**
 * Whether one of the portal's orders is the order of a journal entry. `certainByReference`: proved by the PO number or
 * the custom reference as well.
 */
export type Match = 'certainByReference' | 'certain' | 'possible' | 'no';

const minute = 60_000;

/**
 * How much earlier or later than the entry the portal may date its order: clocks may differ, and the portal may take
 * long.
 */
const [earliest, latest] = [-15 * minute, 120 * minute];

/** The greatest difference that clocks and time zones can explain. */
const farAway = 24 * 60 * minute;

/**
 * Compares the PO number or custom reference, the serial number, the lines, the time and every other parameter that the
 * portal provides with those of an entry (API guide, orders). Only what the guide documents or the user chose can rule
 * an order out: the snapshot, the serial number, the PO number and the time. If anything else contradicts what was
 * sent, the match is only possible, and the user decides. The same applies if the order does not show what it orders,
 * since one PO number may be used for several orders.
 *
 * The snapshot takes precedence over the clock: an order that is new since the snapshot is not ruled out by its time,
 * because a wrong clock may shift that by days. Without the snapshot's proof, an order older than the entry is never a
 * certain match: Order Again copies the PO number of an earlier order. Without a serial number and a PO number, an
 * order cannot be distinguished from an equal one that a colleague has placed for another customer.
 */
export function matchOf(entry: JournalEntry, { order, detail }: Candidate): Match {
  const { ordered } = entry;
  const sources = [order.raw, ...(detail === undefined ? [] : [detail])];
  const { instance, reference, lines, contradicts } = compareWithPortal(ordered, sources, order.orderNo);
  const age = newness(order, entry.before);
  const time = timeOf(order, entry);

  const isNew = age === 'new';
  // Order Again copies the PO number: without a snapshot, it is that of an earlier order.
  const isOtherTime = time === 'farAway' && !isNew && (reference !== 'same' || entry.before === undefined);
  // The portal may show a PO number in a form that nobody would recognize. If all else is the same, the user decides.
  const isOfOtherReference =
    reference === 'other' && !(isNew && instance === 'same' && lines === 'same' && !contradicts);
  if (age === 'known' || instance === 'other' || isOfOtherReference || isOtherTime) {
    return 'no';
  }
  const namesNoInstance = ordered.productNo === undefined;
  const isThisInstance = instance === 'same' || namesNoInstance;
  if (!isThisInstance || lines !== 'same' || contradicts) {
    return 'possible';
  }
  if (reference === 'same') {
    return isNew || (time === 'near' && !isOlder(order, entry)) ? 'certainByReference' : 'possible';
  }
  const isTimeCredible = time === 'near' || time === 'notReported';
  return !namesNoInstance && reference === 'notReported' && isNew && isTimeCredible ? 'certain' : 'possible';
}

/**
 * Whether one of the portal's orders may be the order of an entry that the portal refused. This is wider than `matchOf`:
 * a different PO number does not rule out an order for the same PBX, since the portal may show the number in another
 * form. An order is ruled out if it bought nothing, if it is for another PBX, or if its details show services and none of
 * the ordered ones: the typical reason for a refusal is that a colleague has ordered something else in the meantime.
 */
export function mayContradictRefusal(entry: JournalEntry, { order, detail }: Candidate): boolean {
  const { ordered } = entry;
  const sources = [order.raw, ...(detail === undefined ? [] : [detail])];
  const { instance, reference } = compareWithPortal(ordered, sources, order.orderNo);
  const age = newness(order, entry.before);
  const isOtherTime = timeOf(order, entry) === 'farAway' && age !== 'new' && reference !== 'same';
  if (isNothingBought(order.orderStatus) || age === 'known' || instance === 'other' || isOtherTime) {
    return false;
  }
  // A row without its details may leave out which PBX it is for.
  if (reference === 'same' || detail === undefined || !isOf(order, detail)) {
    return true;
  }
  const isOfOtherReference = reference === 'other' && instance === 'notReported';
  return !isOfOtherReference && !showsOtherServices(ordered, detail);
}

/** Whether details may be those of an order: they do not name another one. */
function isOf({ orderNo }: PortalOrder, detail: Json): boolean {
  const named = findRecords(detail, 'orderNo').map(
    ({ record }) => readAs(textOrNumber, record.orderNo) ?? '',
  );
  return named.every((one) => comparableOrderNo(one) === comparableOrderNo(orderNo));
}

/**
 * Whether the details show services, and none of them may be an ordered one. For an order of a plan, any line of a plan
 * may be the ordered one, because the portal may show the plan by its name or by an id of another kind.
 */
function showsOtherServices(ordered: OrderContents, detail: Json): boolean {
  const read = readOrderDetail(withoutPbx(detail));
  const mayShowPlan =
    ordered.operationType.endsWith('_plan') && read.lines.some(({ kind }) => kind === 'plan');
  return !mayShowPlan && showsLines(ordered, read) && !mayShareLine(ordered, read);
}

/** Names of containers for what the PBX is and already has, which says nothing about the order. */
const pbxContainer =
  /basic|product|instance|pbx|device|current|exist|previous|activ|running|installed|owned|subscribed|using/i;

/** Returns details without what the PBX is and already has. */
function withoutPbx(detail: Json): Json {
  if (Array.isArray(detail)) {
    return detail.map(withoutPbx);
  }
  return isObject(detail)
    ? Object.fromEntries(
        Object.entries(detail)
          .filter(([name, value]) => !pbxContainer.test(name) || !isContainer(value))
          .map(([name, value]) => [name, withoutPbx(value)]),
      )
    : detail;
}

function isContainer(value: Json): boolean {
  return Array.isArray(value) || isObject(value);
}

function timeOf(
  { createTime }: PortalOrder,
  { createdAt }: JournalEntry,
): 'near' | 'away' | 'farAway' | 'notReported' {
  if (createTime === undefined) {
    return 'notReported';
  }
  const since = createTime - createdAt;
  if (Math.abs(since) > farAway) {
    return 'farAway';
  }
  return since >= earliest && since <= latest ? 'near' : 'away';
}

/** Whether the portal dates the order before the entry was written. */
function isOlder({ createTime }: PortalOrder, { createdAt }: JournalEntry): boolean {
  return createTime !== undefined && createTime < createdAt;
}

// The functions below compare the lines in the portal's order details with an order that is about to be placed. The
// guide documents no field of these lines (API guide, order details), so only what can be read for certain counts as a
// difference.

/**
 * Whether the details show what was ordered. A plan in them may be the current plan of the PBX, so an order of services
 * needs a service line with a readable `serviceId`. For an order of a plan, any line with a readable `serviceId` will do.
 */
export function showsLines(ordered: OrderContents, { lines }: OrderDetail): boolean {
  const isOfPlan = ordered.operationType.endsWith('_plan');
  return lines.some((line) => isReadable(line) && (isOfPlan || line.kind === 'service'));
}

/** Whether one of the lines is, or may be, for an ordered service or plan. */
export function mayShareLine({ serviceList }: OrderContents, { lines }: OrderDetail): boolean {
  return serviceList.some(({ serviceId }) => lines.some((line) => mayBeOf(line, serviceId)));
}

/** Whether the lines are, or may be, exactly the ordered ones, with the same quantities. */
export function mayHaveEqualLines({ serviceList }: OrderContents, { lines }: OrderDetail): boolean {
  const isOrdered = (id: string) => serviceList.some(({ serviceId }) => serviceId === id);
  return (
    serviceList.every(({ serviceId, quantity }) =>
      lines.some((line) => mayBeOf(line, serviceId) && !isOtherNumber(quantity, quantityOf(line))),
    ) && lines.every((line) => line.kind === 'plan' || !isReadable(line) || isOrdered(idOf(line)))
  );
}

/** Whether a line is, or may be, for this service or plan. A service whose id cannot be read may be any service. */
function mayBeOf(line: OrderLine, serviceId: string): boolean {
  return idOf(line) === serviceId || (line.kind === 'service' && !isReadable(line));
}

/** Whether a line has a `serviceId` that can be read as an id. */
function isReadable(line: OrderLine): boolean {
  return line.fields.some(({ name }) => name === 'serviceId') && idFrom(idOf(line)) !== undefined;
}

function idOf({ id }: OrderLine): string {
  return id.trim();
}

function quantityOf({ fields }: OrderLine): string | undefined {
  return fields.find(({ name }) => name === 'quantity')?.value;
}

/** Whether both are numbers and they differ. */
function isOtherNumber(one: string | undefined, other: string | undefined): boolean {
  const [first, second] = [decimal(one ?? ''), decimal(other ?? '')];
  return first !== undefined && second !== undefined && first !== second;
}

import type { Json } from '../portal/exactJson';
import type { PortalOrder } from '../portal/portalOrders';
import { evidenceIn } from './evidence';
import type { OrderRecord } from './record';
import { newness } from './snapshot';

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

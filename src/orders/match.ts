import type { Json } from '../portal/exactJson';
import { findRecords } from '../portal/findRecords';
import type { PortalOrder } from '../portal/portalOrders';
import { readAs, textual } from '../portal/values';
import type { OrderRecord } from './record';
import { newness } from './snapshot';
import { comparableSerialNumber } from './subject';

/** An order of the portal's, with its details where they could be read. */
export interface Candidate {
  readonly order: PortalOrder;
  readonly detail: Json | undefined;
}

/** Whether an order of the portal's is the recorded one; `certain` also tells what it is known by. */
export type Match = 'certainByReference' | 'certain' | 'possible' | 'no';

/** What one property says: the same, another, or nothing. */
type Evidence = 'same' | 'other' | 'untold';

const minute = 60_000;

/** How far the portal's clock may differ from this machine's, and how long the portal may take. */
const [earliest, latest] = [-15 * minute, 120 * minute];

/** Times further away than this are not explained by clocks or time zones. */
const farAway = 24 * 60 * minute;

/**
 * Compares PO number or custom reference, serial number, lines and time, as far as the portal tells them
 * (API guide, orders). Only what the guide documents, or what the user chose, can rule an order out.
 *
 * The snapshot outranks the clock: an order that is new since the snapshot is not ruled out by its time, which one
 * wrong clock shifts by days. Without that proof, an order older than the entry is never certain: Order Again copies
 * the PO number of an earlier order.
 */
export function matchOf(record: OrderRecord, { order, detail }: Candidate): Match {
  const ordered = record.ordered;
  const told = [order.raw, ...(detail === undefined ? [] : [detail])];
  const age = newness(order, record.before);
  const time = timeOf(order, record);
  const reference = referenceEvidence(ordered.poNumber ?? '', told);
  const instance = evidence(
    ordered.productNo === undefined ? undefined : comparableSerialNumber(ordered.productNo),
    values(told, 'productNo').map(comparableSerialNumber),
  );
  const lines = lineEvidence(ordered.serviceList, told);

  const isNew = age === 'new';
  if (age === 'known' || instance === 'other' || reference === 'other' || (time === 'farAway' && !isNew)) {
    return 'no';
  }
  const isThisInstance = instance === 'same' || (ordered.productNo === undefined && lines === 'same');
  if (!isThisInstance || lines === 'other') {
    return 'possible';
  }
  if (reference === 'same') {
    return isNew || (time === 'near' && !isOlder(order, record)) ? 'certainByReference' : 'possible';
  }
  const isTimeCredible = time === 'near' || time === 'untold';
  return reference === 'untold' && lines === 'same' && isNew && isTimeCredible ? 'certain' : 'possible';
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
 * A PO number that differs is another order's. A custom reference that is not the PO number that was sent may be
 * the portal's own number or another order's PO number: with it nothing is certain.
 */
function referenceEvidence(poNumber: string, told: readonly Json[]): Evidence | 'doubtful' {
  const poNumbers = values(told, 'poNumber');
  const references = [...poNumbers, ...values(told, 'customReferenceNo')];
  if (poNumber !== '' && references.includes(poNumber)) {
    return 'same';
  }
  if (poNumber !== '' && poNumbers.length > 0) {
    return 'other';
  }
  return references.length > 0 ? 'doubtful' : 'untold';
}

/** Whether the order has the ordered services and no other, each with its quantity where that is told. */
function lineEvidence(
  ordered: readonly { serviceId: string; quantity?: string | undefined }[],
  told: readonly Json[],
): Evidence {
  const lines = told.flatMap((value) => findRecords(value, 'serviceId').map(({ record }) => record));
  if (lines.length === 0) {
    return 'untold';
  }
  const hasAll = ordered.every(({ serviceId, quantity }) =>
    lines.some(
      (line) =>
        readAs(textual, line.serviceId) === serviceId &&
        evidence(quantity, values([line], 'quantity')) !== 'other',
    ),
  );
  const ids = new Set(ordered.map(({ serviceId }) => serviceId));
  const hasNoOther = values(told, 'serviceId').every((serviceId) => ids.has(serviceId));
  return hasAll && hasNoOther ? 'same' : 'other';
}

function evidence(own: string | undefined, told: readonly string[]): Evidence {
  if (own === undefined || told.length === 0) {
    return 'untold';
  }
  return told.includes(own) ? 'same' : 'other';
}

/** The values under a key, at any depth, as text. */
function values(told: readonly Json[], key: string): string[] {
  return told
    .flatMap((value) => findRecords(value, key))
    .flatMap(({ record }) => readAs(textual, record[key]) ?? []);
}

import type { Json, JsonObject } from '../portal/exactJson';
import { findRecords } from '../portal/findRecords';
import { type OrderPlaces, type PlacedLine, sortOrderRecords, valuesUnder } from '../portal/orderPlaces';
import { type OrderContents, comparableProduct, comparableSerialNumber } from './subject';
import { isPlaceholder } from '../portal/portalOrders';
import { decimal } from '../portal/values';
import { areSimilarReferences, mayShowSerialNumber } from './similarity';

/** What one property says about the order: the same value, another value, no value, or values that leave it open. */
export type Evidence = 'same' | 'other' | 'notReported' | 'doubtful';

/** What a row of the order list, and the order's details if known, say about an order besides its number and time. */
export interface OrderEvidence {
  readonly instance: Evidence;
  readonly reference: Evidence;
  readonly lines: Exclude<Evidence, 'doubtful'>;
  /** Whether any parameter has another value than the one that was sent. */
  readonly contradicts: boolean;
}

type Line = OrderContents['serviceList'][number];

/** Returns a value in the form in which it is compared; undefined if it cannot be compared. */
type Comparable = (text: string) => string | undefined;

/**
 * Compares what was ordered with every value that the portal reports under a name of the API (API guide, create an
 * order and order details).
 *
 * @param sources The row, and the details if known.
 */
export function compareWithPortal(
  ordered: OrderContents,
  sources: readonly Json[],
  orderNo: string,
): OrderEvidence {
  const each = sources.map((value) => sortOrderRecords(value, orderNo));
  const places: OrderPlaces = {
    own: each.flatMap(({ own }) => own),
    aside: each.flatMap(({ aside }) => aside),
    lines: each.flatMap(({ lines }) => lines),
  };
  return {
    instance: instanceEvidence(ordered.productNo, places),
    reference: referenceEvidence(ordered.poNumber ?? '', places, sources),
    lines: lineEvidence(ordered.serviceList, places.lines, sources),
    contradicts: contradicts(ordered, places, orderNo),
  };
}

/**
 * Compares the serial number with those of the order, all of which must be the same. Serial numbers in a list of PBXes
 * do not count.
 */
function instanceEvidence(productNo: string | undefined, places: OrderPlaces): Evidence {
  if (productNo === undefined) {
    return 'notReported';
  }
  const own = valuesUnder(ofTheOrder(places), 'productNo').filter((text) => !isPlaceholder(text));
  const isSame = (text: string) => comparableSerialNumber(text) === comparableSerialNumber(productNo);
  if (valuesUnder(places.aside, 'productNo').some((text) => !isSame(text))) {
    return 'doubtful';
  }
  const evidence = overall(own, isSame);
  return evidence === 'other' && own.some((text) => mayShowSerialNumber(text, productNo))
    ? 'doubtful'
    : evidence;
}

/**
 * Compares the PO number and the custom reference. A different PO number belongs to another order. The question stays
 * open if the difference is so small that the portal may have rewritten or truncated the number, or if a custom
 * reference differs from the PO number that was sent: it may be the portal's own number, or the PO number of another
 * order.
 */
function referenceEvidence(poNumber: string, places: OrderPlaces, sources: readonly Json[]): Evidence {
  const own = ofTheOrder(places);
  const isReported = (text: string) => text === poNumber || !isPlaceholder(text);
  const numbers = valuesUnder(own, 'poNumber').filter(isReported);
  const references = valuesUnder(own, 'customReferenceNo').filter(isReported);
  const mentions = ['poNumber', 'customReferenceNo'].flatMap((name) =>
    valuesUnder(
      sources.flatMap((value) => findRecords(value, name).map(({ record }) => record)),
      name,
    ),
  );
  if (poNumber === '') {
    return numbers.length + references.length > 0 ? 'doubtful' : 'notReported';
  }
  const isSame = (text: string) => text === poNumber;
  const isSimilar = (text: string) => areSimilarReferences(text, poNumber);
  if (valuesUnder(places.aside, 'poNumber').some((text) => !isSame(text))) {
    return 'doubtful';
  }
  switch (overall(numbers, isSame)) {
    case 'same':
      return 'same';
    case 'notReported':
      break;
    case 'doubtful':
    case 'other':
      return [...numbers, ...references].some(isSimilar) ? 'doubtful' : 'other';
  }
  if (overall(references, isSame) === 'same') {
    return 'same';
  }
  return references.length > 0 || mentions.some(isSimilar) ? 'doubtful' : 'notReported';
}

/** Whether the order contains exactly the ordered services, and no value of them differs from what was sent. */
function lineEvidence(
  ordered: readonly Line[],
  lines: readonly PlacedLine[],
  sources: readonly Json[],
): 'same' | 'other' | 'notReported' {
  const own = ordered.map((line) => ({ line, placed: lines.filter(({ named }) => isOf(named, line)) }));
  const hasServiceId = (line: PlacedLine) => valuesUnder([line.named], 'serviceId').length > 0;
  if (own.some(({ line, placed }) => placed.some((one) => differs(line, one, ordered)))) {
    return 'other';
  }
  const ids = new Set(ordered.map(({ serviceId }) => serviceId));
  const all = sources.flatMap((value) => findRecords(value, 'serviceId').map(({ record }) => record));
  const allIds = valuesUnder(all, 'serviceId');
  if (allIds.length === 0) {
    return 'notReported';
  }
  return own.every(({ placed }) => placed.some(hasServiceId)) && allIds.every((id) => ids.has(id.trim()))
    ? 'same'
    : 'other';
}

/** Whether a record names the plan or service of a line. */
function isOf(named: JsonObject, { serviceId }: Line): boolean {
  const [id = valuesUnder([named], 'planId')[0]] = valuesUnder([named], 'serviceId');
  return id?.trim() === serviceId;
}

/** Whether any value of a line differs from what was sent. */
function differs(line: Line, { records }: PlacedLine, ordered: readonly Line[]): boolean {
  const plan = line.connectionPlanId === undefined ? planIdsOf(ordered) : [line.connectionPlanId];
  return (
    isOther([line.quantity], records, 'quantity', decimal) ||
    isOther([line.multiCycle], records, 'multiCycle', decimal) ||
    isOther([line.serviceType], records, 'serviceType', word) ||
    isOther([line.purchaseType], records, 'purchaseType', word) ||
    isOther([line.billingModel], records, 'billingModel', word) ||
    isOther([line.billingCycle], records, 'billingCycle', word) ||
    isOther(plan, records, 'connectionPlanId', exact)
  );
}

/**
 * Whether any value of the order differs from what was sent. A partner or an assigned user counts as different if none
 * was sent.
 */
function contradicts(ordered: OrderContents, places: OrderPlaces, orderNo: string): boolean {
  const { serviceList, billingId, orderPceSpecialRequest: request } = ordered;
  const own = ofTheOrder(places);
  const all = [...own, ...places.aside];
  // The records about the order as a whole, not about one of its lines.
  const inLines = new Set(places.lines.flatMap(({ records }) => records));
  const whole = all.filter((record) => !inLines.has(record));
  const sent = (name: keyof Line) => serviceList.map((line) => line[name]);
  const lacks = (name: 'partnerId' | 'assignId') =>
    ordered[name] === undefined && valuesUnder(all, name).length > 0;
  return (
    isOther([orderNo], own, 'orderNo', exact) ||
    isOther([ordered.operationType], all, 'operationType', word) ||
    isOther([ordered.productId], all, 'productId', comparableProduct) ||
    // If none was sent, the order is the user's own; one that names a partner or a user is another.
    lacks('partnerId') ||
    lacks('assignId') ||
    isOther([ordered.partnerId], all, 'partnerId', exact) ||
    isOther([ordered.assignId], all, 'assignId', exact) ||
    isOther([billingId], all, 'billingId', exact) ||
    isOther([billingId], all, 'billingContactId', exact) ||
    isOther([request?.pbxName], all, 'pbxName', exact) ||
    isOther([request?.regionId], all, 'regionId', exact) ||
    isOther([request?.pbxSubDomainId], all, 'pbxSubDomainId', exact) ||
    isOther(planIdsOf(serviceList), all, 'planId', exact) ||
    isOther(planIdsOf(serviceList), whole, 'connectionPlanId', exact) ||
    isOther(sent('quantity'), whole, 'quantity', decimal) ||
    isOther(sent('multiCycle'), whole, 'multiCycle', decimal) ||
    isOther(sent('purchaseType'), whole, 'purchaseType', word) ||
    isOther(sent('billingModel'), whole, 'billingModel', word) ||
    isOther(sent('billingCycle'), whole, 'billingCycle', word)
  );
}

/** Returns the plans that an order names: those that are ordered and those that its services belong to. */
function planIdsOf(lines: readonly Line[]): (string | undefined)[] {
  return lines.flatMap(({ serviceType, serviceId, connectionPlanId }) => [
    ...(serviceType === 'plan' ? [serviceId] : []),
    connectionPlanId,
  ]);
}

/** Whether a value under this name is none of those that were sent. False if none was sent. */
function isOther(
  sent: readonly (string | undefined)[],
  records: readonly JsonObject[],
  name: string,
  comparable: Comparable,
): boolean {
  const own = sent.filter((value) => value !== undefined).map((value) => comparable(value));
  return own.length > 0 && valuesUnder(records, name).some((text) => !own.includes(comparable(text)));
}

/** Returns the records of the order and of its lines. */
function ofTheOrder({ own, lines }: OrderPlaces): JsonObject[] {
  return [...own, ...lines.flatMap(({ records }) => records)];
}

/** Combines several values of one property. */
function overall(values: readonly string[], isSame: (text: string) => boolean): Evidence {
  if (values.length === 0) {
    return 'notReported';
  }
  if (values.every(isSame)) {
    return 'same';
  }
  return values.some(isSame) ? 'doubtful' : 'other';
}

function exact(text: string): string {
  return text.trim();
}

/** Returns a word of the API without case and separators: `PURCHASE_SERVICE` and `purchaseService` are the same. */
function word(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, '');
}

import type { Json, JsonObject } from '../portal/exactJson';
import { findRecords } from '../portal/findRecords';
import { type OrderPlaces, type PlacedLine, placesIn, toldIn } from '../portal/orderPlaces';
import { type Ordered, comparableProduct, comparableSerialNumber } from './subject';
import { decimal } from './match';

/** What one property says: the same, another, nothing, or different things that leave it open. */
export type Evidence = 'same' | 'other' | 'untold' | 'doubtful';

/** What a row of the order list, with the details where they are known, tells of an order beside number and time. */
export interface ToldOrder {
  readonly instance: Evidence;
  readonly reference: Evidence;
  readonly lines: Exclude<Evidence, 'doubtful'>;
  /** Whether any parameter of the order is told in another value than the one that was sent. */
  readonly contradicts: boolean;
}

type Line = Ordered['serviceList'][number];

/** A value as it is compared; undefined: it cannot be. */
type Comparable = (text: string) => string | undefined;

/**
 * Compares what was ordered with all that the portal tells under a name of the API (API guide, create an order and
 * order details).
 *
 * @param told The row, and the details where they are known.
 */
export function evidenceIn(ordered: Ordered, told: readonly Json[], orderNo: string): ToldOrder {
  const each = told.map((value) => placesIn(value, orderNo));
  const places: OrderPlaces = {
    own: each.flatMap(({ own }) => own),
    aside: each.flatMap(({ aside }) => aside),
    lines: each.flatMap(({ lines }) => lines),
  };
  return {
    instance: instanceEvidence(ordered.productNo, places),
    reference: referenceEvidence(ordered.poNumber ?? '', places, told),
    lines: lineEvidence(ordered.serviceList, places.lines, told),
    contradicts: contradicts(ordered, places, orderNo),
  };
}

/** Every serial number that is told of the order has to be this one; in a list of PBXs it says nothing. */
function instanceEvidence(productNo: string | undefined, places: OrderPlaces): Evidence {
  if (productNo === undefined) {
    return 'untold';
  }
  const isSame = (text: string) => comparableSerialNumber(text) === comparableSerialNumber(productNo);
  const own = toldIn(ofTheOrder(places), 'productNo');
  if (toldIn(places.aside, 'productNo').some((text) => !isSame(text))) {
    return 'doubtful';
  }
  return overall(own, isSame);
}

/**
 * A PO number that differs is another order's; one that differs by its case, blanks or signs may be written so by the
 * portal. A custom reference that is not the PO number that was sent may be the portal's own number or another order's
 * PO number: with it nothing is certain.
 */
function referenceEvidence(poNumber: string, places: OrderPlaces, told: readonly Json[]): Evidence {
  const own = ofTheOrder(places);
  const numbers = toldIn(own, 'poNumber');
  const references = toldIn(own, 'customReferenceNo');
  const mentions = ['poNumber', 'customReferenceNo'].flatMap((name) =>
    toldIn(
      told.flatMap((value) => findRecords(value, name).map(({ record }) => record)),
      name,
    ),
  );
  if (poNumber === '') {
    return numbers.length + references.length > 0 ? 'doubtful' : 'untold';
  }
  const isSame = (text: string) => text === poNumber;
  const isAlike = (text: string) => comparableReference(text) === comparableReference(poNumber);
  if (toldIn(places.aside, 'poNumber').some((text) => !isSame(text))) {
    return 'doubtful';
  }
  switch (overall(numbers, isSame)) {
    case 'same':
      return 'same';
    case 'untold':
      break;
    case 'doubtful':
    case 'other':
      return [...numbers, ...references].some(isAlike) ? 'doubtful' : 'other';
  }
  if (overall(references, isSame) === 'same') {
    return 'same';
  }
  return references.length > 0 || mentions.some(isAlike) ? 'doubtful' : 'untold';
}

/** Whether the order has the ordered services and no other, and nothing that is told of them differs. */
function lineEvidence(
  ordered: readonly Line[],
  lines: readonly PlacedLine[],
  told: readonly Json[],
): 'same' | 'other' | 'untold' {
  const own = ordered.map((line) => ({ line, told: lines.filter(({ named }) => isOf(named, line)) }));
  const isTold = (one: PlacedLine) => toldIn([one.named], 'serviceId').length > 0;
  if (own.some(({ line, told: some }) => some.some((one) => differs(line, one, ordered)))) {
    return 'other';
  }
  const ids = new Set(ordered.map(({ serviceId }) => serviceId));
  const all = told.flatMap((value) => findRecords(value, 'serviceId').map(({ record }) => record));
  const allIds = toldIn(all, 'serviceId');
  if (allIds.length === 0) {
    return 'untold';
  }
  return own.every(({ told: some }) => some.some(isTold)) && allIds.every((id) => ids.has(id.trim()))
    ? 'same'
    : 'other';
}

/** Whether a record names the plan or service of a line. */
function isOf(named: JsonObject, { serviceId }: Line): boolean {
  const [id = toldIn([named], 'planId')[0]] = toldIn([named], 'serviceId');
  return id?.trim() === serviceId;
}

/** Whether anything that is told of a line was sent in another value. */
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

/** Whether anything that is told of the order was sent in another value, or was not sent where that means something. */
function contradicts(ordered: Ordered, places: OrderPlaces, orderNo: string): boolean {
  const { serviceList, billingId, orderPceSpecialRequest: request } = ordered;
  const own = ofTheOrder(places);
  const all = [...own, ...places.aside];
  // What is told of the order as a whole, as far as no line tells it of itself.
  const inLines = new Set(places.lines.flatMap(({ records }) => records));
  const whole = all.filter((record) => !inLines.has(record));
  const sent = (name: keyof Line) => serviceList.map((line) => line[name]);
  const lacks = (name: 'partnerId' | 'assignId') =>
    ordered[name] === undefined && toldIn(all, name).length > 0;
  return (
    isOther([orderNo], own, 'orderNo', exact) ||
    isOther([ordered.operationType], all, 'operationType', word) ||
    isOther([ordered.productId], all, 'productId', comparableProduct) ||
    // The order of another customer's, or one's own.
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

/** The plans that an order names: those that are ordered, and those that its services belong to. */
function planIdsOf(lines: readonly Line[]): (string | undefined)[] {
  return lines.flatMap(({ serviceType, serviceId, connectionPlanId }) => [
    ...(serviceType === 'plan' ? [serviceId] : []),
    connectionPlanId,
  ]);
}

/** Whether something is told under a name, and it is none of what was sent; nothing sent is compared with nothing. */
function isOther(
  sent: readonly (string | undefined)[],
  records: readonly JsonObject[],
  name: string,
  comparable: Comparable,
): boolean {
  const own = sent.filter((value) => value !== undefined).map((value) => comparable(value));
  return own.length > 0 && toldIn(records, name).some((text) => !own.includes(comparable(text)));
}

/** Records of the order and of its lines. */
function ofTheOrder({ own, lines }: OrderPlaces): JsonObject[] {
  return [...own, ...lines.flatMap(({ records }) => records)];
}

function overall(told: readonly string[], isSame: (text: string) => boolean): Evidence {
  if (told.length === 0) {
    return 'untold';
  }
  if (told.every(isSame)) {
    return 'same';
  }
  return told.some(isSame) ? 'doubtful' : 'other';
}

function exact(text: string): string {
  return text.trim();
}

/** A word of the guide's in whatever case and with whatever between its parts: `PURCHASE_SERVICE`, `purchaseService`. */
function word(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, '');
}

/** A PO number by its letters and digits, without zeros that a number loses. */
function comparableReference(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\d]/gu, '')
    .replace(/^0+/, '');
}

import { type Json, type JsonObject, isObject, parseExact } from '../portal/exactJson';
import { normalizedKey } from '../portal/portalOrders';
import { readAs, textOrNumber, decimal } from '../portal/values';
import { areOtherProducts } from './repeats';
import type { OrderBody } from './request';
import { comparableSerialNumber } from './subject';

/**
 * Compares the parameters in a reply with those of the order that was sent (API guide, create an order). Of these, the
 * guide mentions only the serial number in the reply; if others are present, they must be the same.
 */

/** Parameters that every order has or only the user provides: if one was not sent, the reply is for another order. */
const onlyIfSent: readonly string[] = ['operationType', 'productId', 'poNumber'];

const orderParameters = [
  ...onlyIfSent,
  ...['billingId', 'assignId', 'partnerId', 'pbxName', 'regionId', 'pbxSubDomainId'],
];
const lineParameters = [
  ...['serviceId', 'connectionPlanId', 'quantity', 'multiCycle'],
  ...['serviceType', 'purchaseType', 'billingModel', 'billingCycle'],
];

/** Parameters with numeric values; any other text in their place, such as a name, is ignored. */
const numeric: ReadonlySet<string> = new Set([
  ...['productId', 'billingId', 'serviceId', 'planId', 'connectionPlanId', 'quantity', 'multiCycle'],
]);

/** Parameters that may be returned in another case: words of the API and ids of users. */
const caseless = /Type$|^billing(Model|Cycle)$|^(assign|partner)Id$/;

/** Other names of the PO number. */
const purchaseOrderKey = /^(po|purchaseorder|customerorder|clientorder)(no|nr|number|code)?$/;

/** Placeholders for a missing value. */
const placeholder = /^(-*|null|none|n\/a)$/i;

/**
 * Returns the first parameter whose value in the reply differs from what was sent; undefined if there is none.
 * Parameters that the reply does not contain are ignored.
 */
export function otherParameterIn(reply: Json, body: OrderBody | undefined): string | undefined {
  const read = body === undefined ? {} : parseExact(body);
  const [received, sent] = [valuesIn(reply), valuesIn(read)];
  const lines = isObject(read) && Array.isArray(read.serviceList) ? read.serviceList.filter(isObject) : [];
  return orderParameters.find((name) => isOther(name, received, sent)) ?? otherLineIn(reply, received, lines);
}

function isOther(name: string, received: ValuesByName, sent: ValuesByName): boolean {
  const own = sent.texts(name);
  if (own.length === 0) {
    return received.texts(name).length > 0 && onlyIfSent.includes(name);
  }
  return received.texts(name).some((value) => !own.some((one) => isSame(name, value, one)));
}

function isSame(name: string, received: string, sent: string): boolean {
  if (name === 'productId') {
    return !areOtherProducts(received, sent);
  }
  if (numeric.has(name)) {
    const number = decimal(received);
    return number === undefined || number === decimal(sent);
  }
  return caseless.test(name) ? received.toLowerCase() === sent.toLowerCase() : received === sent.trim();
}

/**
 * Returns the first parameter of the lines that differs from what was sent. Each line in the reply must be one that was
 * sent, and a list of lines must contain all of them.
 */
function otherLineIn(reply: Json, received: ValuesByName, sent: readonly JsonObject[]): string | undefined {
  const lines = sent.map((line) => valuesIn(line));
  const plans = sent.flatMap(({ connectionPlanId, serviceType, serviceId }) => [
    ...(connectionPlanId === undefined ? [] : [connectionPlanId]),
    ...(serviceType === 'plan' && serviceId !== undefined ? [serviceId] : []),
  ]);
  const all = valuesIn([...sent, ...plans.map((planId) => ({ planId }))]);
  const other = [...lineParameters, 'planId'].find((name) => isOther(name, received, all));
  if (other !== undefined) {
    return other;
  }
  const isSent = (line: ValuesByName) =>
    lines.some((own) => lineParameters.every((name) => !isOther(name, line, own)));
  const areSent = recordsIn(reply)
    .map((record) => valuesIn(ownOf(record)))
    .every((line) => line.texts('serviceId').length === 0 || isSent(line));
  const isWhole = received
    .values('serviceList')
    .every((list) => !Array.isArray(list) || list.length === 0 || list.length === sent.length);
  return areSent && isWhole ? undefined : 'serviceList';
}

/** Returns a record without nested lists and records. */
function ownOf(record: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => !Array.isArray(value) && !isObject(value)),
  );
}

/** The values under a key, at any depth and in any spelling of the key. */
interface ValuesByName {
  readonly values: (name: string) => readonly Json[];
  readonly texts: (name: string) => readonly string[];
}

function valuesIn(value: Json): ValuesByName {
  const byKey = new Map<string, Json[]>();
  for (const [key, inner] of recordsIn(value).flatMap((record) => Object.entries(record))) {
    const name = purchaseOrderKey.test(normalizedKey(key)) ? 'ponumber' : normalizedKey(key);
    const values = byKey.get(name) ?? [];
    values.push(inner);
    byKey.set(name, values);
  }
  const values = (name: string) => byKey.get(name.toLowerCase()) ?? [];
  return { values, texts: (name) => values(name).flatMap(textsIn) };
}

function recordsIn(root: Json): JsonObject[] {
  const found: JsonObject[] = [];
  const waiting = [root];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (isObject(value)) {
      found.push(value);
    }
    if (Array.isArray(value) || isObject(value)) {
      for (const inner of Object.values(value)) {
        waiting.push(inner);
      }
    }
  }
  return found;
}

const serialNumberKey =
  /^(pbx|device|instance)?(productnos?|productsns?|serialnos?|serialnumbers?|sns?)$|^pbxnos?$/;

/** Returns the first serial number anywhere in a reply that belongs to another PBX. */
export function otherPbxIn(reply: Json, productNo: string | undefined): string | undefined {
  return productNo === undefined
    ? undefined
    : serialNumbersIn(reply).find((named) => !isSameSerialNumber(named, productNo));
}

/** A word in a text that may be a serial number: capitals and digits. */
const serialNumberInText = /\b(?=[A-Z\d]{10,20}\b)(?=\d*[A-Z])(?=[A-Z]*\d)[A-Z\d]+\b/g;

/**
 * Whether a reply that reports a refusal names a PBX that the order did not name: a new PBX has a serial number only if
 * it was created. A value with blanks or without digits is not a serial number but a message about it.
 */
export function namesUnorderedPbx(
  { requestId: _, ...reply }: JsonObject,
  { productNo, body = '' }: { readonly productNo?: string | undefined; readonly body?: string | undefined },
): boolean {
  const isNew = (named: string) =>
    /^(?=.*\d)[\w-]+$/.test(named) && (productNo === undefined || !isSameSerialNumber(named, productNo));
  const inTexts =
    productNo === undefined ? textsIn(reply).flatMap((text) => text.match(serialNumberInText) ?? []) : [];
  return serialNumbersIn(reply).some(isNew) || inTexts.some((token) => !body.includes(token));
}

function serialNumbersIn(value: Json): string[] {
  return recordsIn(value).flatMap((record) =>
    Object.entries(record).flatMap(([key, inner]) =>
      serialNumberKey.test(normalizedKey(key)) ? textsIn(inner) : [],
    ),
  );
}

function textsIn(value: Json): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(textsIn);
  }
  if (isObject(value)) {
    return Object.values(value).flatMap(textsIn);
  }
  const text = readAs(textOrNumber, value)?.trim() ?? '';
  return placeholder.test(text) ? [] : [text];
}

/** Whether two serial numbers are the same. */
export function isSameSerialNumber(one: string, other: string): boolean {
  return comparableSerialNumber(one) === comparableSerialNumber(other);
}

import { type Json, type JsonObject, isObject, parseExact } from '../portal/exactJson';
import { plainKey } from '../portal/portalOrders';
import { readAs, textual } from '../portal/values';
import { areOtherProducts } from './repeats';
import type { OrderBody } from './request';
import { comparableSerialNumber } from './subject';
import { decimal } from './match';

/**
 * What a reply tells of an order under the names that the order itself has (API guide, create an order), compared with
 * what was sent. The guide has none of it in the reply but the serial number; where it is told, it has to be the same.
 */

/** Parameters that every order has, or that nobody but the user gives: told where none was sent, they are another's. */
const ownAlone: readonly string[] = ['operationType', 'productId', 'poNumber'];

const ofOrder = [
  ...ownAlone,
  ...['billingId', 'assignId', 'partnerId', 'pbxName', 'regionId', 'pbxSubDomainId'],
];
const ofLine = [
  ...['serviceId', 'connectionPlanId', 'quantity', 'multiCycle'],
  ...['serviceType', 'purchaseType', 'billingModel', 'billingCycle'],
];

/** What has only digits: a text in its place, a name perhaps, says nothing. */
const numeric: ReadonlySet<string> = new Set([
  ...['productId', 'billingId', 'serviceId', 'planId', 'connectionPlanId', 'quantity', 'multiCycle'],
]);

/** What may come back in another case: words of the API, and ids of users. */
const caseless = /Type$|^billing(Model|Cycle)$|^(assign|partner)Id$/;

/** What stands where nothing is told. */
const silent = /^(-*|null|none|n\/a)$/i;

/**
 * The first parameter that a reply tells otherwise than it was sent; undefined where there is none. What it does not
 * tell says nothing.
 */
export function otherParameterIn(reply: Json, body: OrderBody | undefined): string | undefined {
  const read = body === undefined ? {} : parseExact(body);
  const [told, sent] = [toldIn(reply), toldIn(read)];
  const lines = isObject(read) && Array.isArray(read.serviceList) ? read.serviceList.filter(isObject) : [];
  return ofOrder.find((name) => isOther(name, told, sent)) ?? otherLineIn(reply, told, lines);
}

function isOther(name: string, told: Told, sent: Told): boolean {
  const own = sent.texts(name);
  if (own.length === 0) {
    return told.texts(name).length > 0 && ownAlone.includes(name);
  }
  return told.texts(name).some((value) => !own.some((one) => isSame(name, value, one)));
}

function isSame(name: string, told: string, sent: string): boolean {
  if (name === 'productId') {
    return !areOtherProducts(told, sent);
  }
  if (numeric.has(name)) {
    const number = decimal(told);
    return number === undefined || number === decimal(sent);
  }
  return caseless.test(name) ? told.toLowerCase() === sent.toLowerCase() : told === sent.trim();
}

/** Each line that is told has to be one that was sent, and a list of them has to hold all of these. */
function otherLineIn(reply: Json, told: Told, sent: readonly JsonObject[]): string | undefined {
  const lines = sent.map((line) => toldIn(line));
  const plans = sent.flatMap(({ connectionPlanId, serviceType, serviceId }) => [
    ...(connectionPlanId === undefined ? [] : [connectionPlanId]),
    ...(serviceType === 'plan' && serviceId !== undefined ? [serviceId] : []),
  ]);
  const all = toldIn([...sent, ...plans.map((planId) => ({ planId }))]);
  const other = [...ofLine, 'planId'].find((name) => isOther(name, told, all));
  if (other !== undefined) {
    return other;
  }
  const isSent = (line: Told) => lines.some((own) => ofLine.every((name) => !isOther(name, line, own)));
  const areSent = recordsIn(reply)
    .map((record) => toldIn(ownOf(record)))
    .every((line) => line.texts('serviceId').length === 0 || isSent(line));
  const isWhole = told
    .values('serviceList')
    .every((list) => !Array.isArray(list) || list.length === 0 || list.length === sent.length);
  return areSent && isWhole ? undefined : 'serviceList';
}

/** A record without the lists and records in it. */
function ownOf(record: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => !Array.isArray(value) && !isObject(value)),
  );
}

/** What stands under a key, however that is written, wherever it is. */
interface Told {
  readonly values: (name: string) => readonly Json[];
  readonly texts: (name: string) => readonly string[];
}

function toldIn(value: Json): Told {
  const byKey = new Map<string, Json[]>();
  for (const [key, inner] of recordsIn(value).flatMap((record) => Object.entries(record))) {
    const values = byKey.get(plainKey(key)) ?? [];
    values.push(inner);
    byKey.set(plainKey(key), values);
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

const serialNumberKey = /^(productnos?|productsns?|serialnos?|serialnumbers?|sn)$/;

/** The first serial number of another PBX that a reply names, wherever it is. */
export function otherPbxIn(reply: Json, productNo: string | undefined): string | undefined {
  return productNo === undefined
    ? undefined
    : serialNumbersIn(reply).find((named) => !isSamePbx(named, productNo));
}

/** A serial number as it may stand in a text, behind nothing that says what it is: capitals and digits. */
const serialNumberInText = /\b(?=[A-Z\d]{10,20}\b)(?=\d*[A-Z])(?=[A-Z]*\d)[A-Z\d]+\b/g;

/**
 * Whether a reply that says that nothing was done names a PBX that the order did not name: a new one has got its serial
 * number by being made. A text with blanks or without a digit in place of a serial number says what is wrong with it.
 */
export function namesPbxBeside(
  { requestId: _, ...reply }: JsonObject,
  { productNo, body = '' }: { readonly productNo?: string | undefined; readonly body?: string | undefined },
): boolean {
  const isNew = (named: string) =>
    /^(?=.*\d)[\w-]+$/.test(named) && (productNo === undefined || !isSamePbx(named, productNo));
  const inTexts =
    productNo === undefined ? textsIn(reply).flatMap((text) => text.match(serialNumberInText) ?? []) : [];
  return serialNumbersIn(reply).some(isNew) || inTexts.some((token) => !body.includes(token));
}

function serialNumbersIn(value: Json): string[] {
  return recordsIn(value).flatMap((record) =>
    Object.entries(record).flatMap(([key, inner]) =>
      serialNumberKey.test(plainKey(key)) ? textsIn(inner) : [],
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
  const text = readAs(textual, value)?.trim() ?? '';
  return silent.test(text) ? [] : [text];
}

export function isSamePbx(one: string, other: string): boolean {
  return comparableSerialNumber(one) === comparableSerialNumber(other);
}

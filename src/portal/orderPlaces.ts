import { type Json, type JsonObject, isObject } from './exactJson';
import { findRecords } from './findRecords';
import { namesNotHad, wordsOf } from './ownPart';
import { readAs, textOrNumber } from './values';

/** A plan or service in an order. */
export interface PlacedLine {
  /** The record with `serviceId` or `planId`. */
  readonly named: JsonObject;
  /** All records of the line, including the named one. */
  readonly records: readonly JsonObject[];
}

/** Which parts of a list row, or of an order's details, are about the order itself. */
export interface OrderPlaces {
  /** Records of the order: not in a list, and not in a container named after another order. */
  readonly own: readonly JsonObject[];
  /** Records that may belong to this order or to another: under `originalOrder`, or listed beside its lines. */
  readonly aside: readonly JsonObject[];
  /** The order's lines, whether in a list or not. */
  readonly lines: readonly PlacedLine[];
}

/** Words that may accompany `order` in the name of a container that holds the order itself. */
const ownOrderWords: ReadonlySet<string> = new Set([
  ...['', 'purchase', 'basic', 'base', 'main', 'information', 'info', 'detail', 'details', 'summary'],
  ...['data', 'result', 'item', 'items', 'line', 'lines', 'list', 'product', 'service', 'plan', 'billing'],
]);

/** Fields that identify a PBX. */
const pbxNames = ['productNo', 'serialNumber', 'serialNo', 'sn', 'instanceId', 'instanceNo', 'pbxId'];

interface Line {
  readonly named: JsonObject;
  readonly records: JsonObject[];
}

/** A value still to be visited, and the line that it belongs to. */
interface Pending {
  readonly value: Json;
  readonly place: 'own' | 'aside' | 'listed';
  readonly line: Line | undefined;
}

/**
 * Sorts the records of a reply by whether they are about the order itself. A reply may contain other orders, all PBXes
 * of the customer or all billing contacts, and the guide documents few of its containers (API guide, order details). A
 * list item belongs to the order only if it is one of its lines or has its order number.
 */
export function sortOrderRecords(root: Json, orderNo: string): OrderPlaces {
  const [own, aside]: [JsonObject[], JsonObject[]] = [[], []];
  const lines = new Set<Line>();
  const pending: Pending[] = [{ value: root, place: 'own', line: undefined }];
  // No recursion: a reply may be nested deeper than the call stack allows.
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, place, line: outerLine } = next;
    if (Array.isArray(value)) {
      const isWrapper = value === root && value.length === 1;
      for (const item of value) {
        const itemPlace = isWrapper ? 'own' : placeOfItem(item, place, orderNo);
        if (itemPlace !== undefined) {
          pending.push({ value: item, place: itemPlace, line: lineOfItem(item) });
        }
      }
    } else if (isObject(value)) {
      const startsLine = isLine(value) && outerLine?.named !== value;
      const line = startsLine ? { named: value, records: [] } : outerLine;
      if (line !== undefined && place !== 'aside') {
        lines.add(line);
        line.records.push(value);
      }
      if (place === 'own') {
        own.push(value);
      } else if (place === 'aside' || line === undefined) {
        aside.push(value);
      }
      for (const [name, inner] of Object.entries(value)) {
        if (!namesNotHad(name)) {
          pending.push({ value: inner, place: mayBeOtherOrder(name) ? 'aside' : place, line });
        }
      }
    }
  }
  return { own, aside, lines: [...lines] };
}

/** Returns the values under a name in these records, as text, without blank ones. */
export function valuesUnder(records: readonly JsonObject[], name: string): string[] {
  return records.flatMap((record) => {
    const text = readAs(textOrNumber, record[name]);
    return text === undefined || text.trim() === '' ? [] : [text];
  });
}

function isLine(record: JsonObject): boolean {
  return valuesUnder([record], 'serviceId').length > 0 || valuesUnder([record], 'planId').length > 0;
}

/** Returns undefined if the item is irrelevant or belongs to another order or PBX. */
function placeOfItem(item: Json, place: Pending['place'], orderNo: string): Pending['place'] | undefined {
  if (!isObject(item)) {
    return Array.isArray(item) ? place : undefined;
  }
  const [number] = valuesUnder([item], 'orderNo');
  if (number !== undefined && place === 'own') {
    return number === orderNo ? 'own' : undefined;
  }
  const isPbx =
    valuesUnder([item], 'serviceId').length === 0 &&
    pbxNames.some((name) => valuesUnder([item], name).length > 0);
  const hasLine = ['serviceId', 'planId'].some((name) => findRecords(item, name).length > 0);
  return number === undefined && !isPbx && hasLine ? (place === 'aside' ? place : 'listed') : undefined;
}

/**
 * Returns the line for a list item that contains its only service in a nested record:
 * `{"service":{"serviceId":…},"quantity":10}`.
 */
function lineOfItem(item: Json): Line | undefined {
  if (!isObject(item) || isLine(item)) {
    return undefined;
  }
  const [only, ...others] = findRecords(item, 'serviceId');
  return only && others.length === 0 ? { named: only.record, records: [] } : undefined;
}

/** Whether a container is named after an order that may not be this one. */
function mayBeOtherOrder(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => word.includes('order')) &&
    !words.every((word) => ownOrderWords.has(word.replace(/^orders?/, '')))
  );
}

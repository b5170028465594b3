import { type Json, type JsonObject, isObject } from './exactJson';
import { findRecords } from './findRecords';
import { isNotHad, wordsOf } from './ownPart';
import { readAs, textual } from './values';

/** A plan or service that an order names. */
export interface PlacedLine {
  /** The record with `serviceId` or `planId`. */
  readonly named: JsonObject;
  /** Every record that is a part of the line, the named one included. */
  readonly records: readonly JsonObject[];
}

/** What a row of the order list, or an order's details, tell of the order itself. */
export interface OrderPlaces {
  /** Records of the order: in no list, and in no container that is named after another order. */
  readonly own: readonly JsonObject[];
  /** Records that may be of the order, and may be of another: under `originalOrder`, or listed beside its lines. */
  readonly aside: readonly JsonObject[];
  /** Its lines, listed or not. */
  readonly lines: readonly PlacedLine[];
}

/** Words beside `order` in the name of a container that holds the order itself. */
const ownOrderWords: ReadonlySet<string> = new Set([
  ...['', 'purchase', 'basic', 'base', 'main', 'information', 'info', 'detail', 'details', 'summary'],
  ...['data', 'result', 'item', 'items', 'line', 'lines', 'list', 'product', 'service', 'plan', 'billing'],
]);

/** Names by which a PBX is told from another. */
const pbxNames = ['productNo', 'serialNumber', 'serialNo', 'sn', 'instanceId', 'instanceNo', 'pbxId'];

interface Line {
  readonly named: JsonObject;
  readonly records: JsonObject[];
}

/** A value that is yet to be looked at, and the line that it is a part of. */
interface Waiting {
  readonly value: Json;
  readonly place: 'own' | 'aside' | 'listed';
  readonly line: Line | undefined;
}

/**
 * Sorts out what tells of the order itself. A reply may name other orders, all the PBXs of the customer or all billing
 * contacts, and the guide documents few of its containers (API guide, order details): what is listed is of the order
 * only where it is one of its lines, or has its number.
 */
export function placesIn(root: Json, orderNo: string): OrderPlaces {
  const [own, aside]: [JsonObject[], JsonObject[]] = [[], []];
  const lines = new Set<Line>();
  const waiting: Waiting[] = [{ value: root, place: 'own', line: undefined }];
  // No recursion: a reply may be nested deeper than the call stack goes.
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, place, line: around } = next;
    if (Array.isArray(value)) {
      const isWrapper = value === root && value.length === 1;
      for (const item of value) {
        const itsPlace = isWrapper ? 'own' : placeOfItem(item, place, orderNo);
        if (itsPlace !== undefined) {
          waiting.push({ value: item, place: itsPlace, line: lineOfItem(item) });
        }
      }
    } else if (isObject(value)) {
      const isOther = isLine(value) && around?.named !== value;
      const line = isOther ? { named: value, records: [] } : around;
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
        if (!isNotHad(name)) {
          waiting.push({ value: inner, place: mayNameOther(name) ? 'aside' : place, line });
        }
      }
    }
  }
  return { own, aside, lines: [...lines] };
}

/** The values under a name in these records, as text; blank ones tell nothing. */
export function toldIn(records: readonly JsonObject[], name: string): string[] {
  return records.flatMap((record) => {
    const text = readAs(textual, record[name]);
    return text === undefined || text.trim() === '' ? [] : [text];
  });
}

function isLine(record: JsonObject): boolean {
  return toldIn([record], 'serviceId').length > 0 || toldIn([record], 'planId').length > 0;
}

/** Undefined where the item is of no concern, or of another order or PBX. */
function placeOfItem(item: Json, place: Waiting['place'], orderNo: string): Waiting['place'] | undefined {
  if (!isObject(item)) {
    return Array.isArray(item) ? place : undefined;
  }
  const [number] = toldIn([item], 'orderNo');
  if (number !== undefined && place === 'own') {
    return number === orderNo ? 'own' : undefined;
  }
  const isPbx =
    toldIn([item], 'serviceId').length === 0 && pbxNames.some((name) => toldIn([item], name).length > 0);
  const hasLine = ['serviceId', 'planId'].some((name) => findRecords(item, name).length > 0);
  return number === undefined && !isPbx && hasLine ? (place === 'aside' ? place : 'listed') : undefined;
}

/** The one service of a listed item that does not name it itself: `{"service":{"serviceId":…},"quantity":10}`. */
function lineOfItem(item: Json): Line | undefined {
  if (!isObject(item) || isLine(item)) {
    return undefined;
  }
  const [only, ...others] = findRecords(item, 'serviceId');
  return only && others.length === 0 ? { named: only.record, records: [] } : undefined;
}

/** Whether a container is named after an order, and not surely after this one. */
function mayNameOther(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => word.includes('order')) &&
    !words.every((word) => ownOrderWords.has(word.replace(/^orders?/, '')))
  );
}

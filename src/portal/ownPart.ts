import { type Json, type JsonObject, isObject } from './exactJson';
import { findRecords } from './findRecords';
import { readAs, textual } from './values';

/** Names that may mean a serial number beside the documented `productNo`. */
const serialNumbers = ['serialNumber', 'serialNo', 'sn'] as const;

/** Those in the guide have 16 characters; what is far shorter may be the number of a row. */
const shortestSerialNumber = 8;

/** Other names by which a PBX is told from another. */
const otherIds = ['instanceId', 'instanceNo', 'pbxId'] as const;

/** Words in the name of a container that holds what a PBX could have, has had, or what is another's. */
const notHad: ReadonlySet<string> = new Set([
  ...[
    'available',
    'addable',
    'optional',
    'offer',
    'offers',
    'offered',
    'eligible',
    'supported',
    'can',
    'may',
  ],
  ...['purchasable', 'purchaseable', 'buyable', 'orderable', 'subscribable', 'upgradable', 'upgradeable'],
  ...['upgrade', 'upgrades', 'recommend', 'recommended', 'recommendations', 'suggested', 'suggestions'],
  ...[
    'not',
    'unsubscribed',
    'unsubscribe',
    'inactive',
    'disabled',
    'expired',
    'ended',
    'cancelled',
    'canceled',
  ],
  ...[
    'history',
    'historical',
    'previous',
    'past',
    'former',
    'other',
    'others',
    'related',
    'catalog',
    'catalogue',
  ],
]);

/**
 * What a reply about one PBX says of that PBX: without the records that have another serial number or id of their own,
 * and all that is nested in them. The record of a service stays; see `isOfAnother`.
 */
export function ownPart(result: Json, productNo: string): Json {
  const own = findRecords(result, 'productNo').find(({ record }) =>
    isSerialNumber(record.productNo, productNo),
  );
  const isAnothers = (value: Json) =>
    isObject(value) && value.serviceId === undefined && isOfAnother(value, productNo, own?.record);
  const root = own?.within.some(isAnothers) === true ? own.record : result;
  return isAnothers(root) ? null : without(root, isAnothers);
}

/** The same without the containers whose name says that the PBX does not have what they hold. */
export function hadPart(result: Json): Json {
  return without(
    result,
    (value, container) => (isObject(value) || Array.isArray(value)) && isNotHad(container),
  );
}

/**
 * Whether a record is about something with another serial number or id than the PBX.
 *
 * @param own The record of the PBX, where there is one.
 */
export function isOfAnother(record: JsonObject, productNo: string, own?: JsonObject): boolean {
  const isAnother = (value: Json | undefined, shortest: number) =>
    (readAs(textual, value) ?? '').trim().length >= shortest && !isSerialNumber(value, productNo);
  return (
    isAnother(record.productNo, 1) ||
    serialNumbers.some((name) => isAnother(record[name], shortestSerialNumber)) ||
    otherIds.some((name) => {
      const [ownId, told] = [readAs(textual, own?.[name]), readAs(textual, record[name])];
      return ownId !== undefined && told !== undefined && told !== '' && told !== ownId;
    })
  );
}

function isSerialNumber(value: Json | undefined, productNo: string): boolean {
  return readAs(textual, value)?.trim().toUpperCase() === productNo.trim().toUpperCase();
}

/** By the words of its name: `availableServiceList`, `not_subscribed`. */
export function isNotHad(container: string): boolean {
  return wordsOf(container).some((word) => notHad.has(word));
}

/** The words of a name in lower case: `relatedOrders` and `related_orders` are `related` and `orders`. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .split(/[^a-z]+/);
}

/** A copy without some of its values; an item of a list stands in no container of its own. */
function without(root: Json, isLeftOut: (value: Json, container: string) => boolean): Json {
  const copy = emptied(root);
  const waiting = [{ from: root, to: copy }];
  // No recursion: a reply may be nested deeper than the call stack goes.
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { from, to } = next;
    const add = (value: Json, container: string, keep: (part: Json) => void) => {
      if (!isLeftOut(value, container)) {
        const part = emptied(value);
        keep(part);
        if (part !== value) {
          waiting.push({ from: value, to: part });
        }
      }
    };
    if (Array.isArray(from) && Array.isArray(to)) {
      from.forEach((value) => add(value, '', (part) => to.push(part)));
    } else if (isObject(from) && isObject(to)) {
      for (const [key, value] of Object.entries(from)) {
        add(value, key, (part) => put(to, key, part));
      }
    }
  }
  return copy;
}

function put(to: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') {
    // By definition, since an assignment to it is none.
    Object.defineProperty(to, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    to[key] = value;
  }
}

/** A value that holds no others is not copied. */
function emptied(value: Json): Json {
  if (Array.isArray(value)) {
    return [];
  }
  return isObject(value) ? {} : value;
}

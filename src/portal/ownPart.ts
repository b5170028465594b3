import { type Json, type JsonObject, isObject } from './exactJson';
import { findRecords } from './findRecords';
import { readAs, textOrNumber } from './values';

/** Fields other than the documented `productNo` that may hold a serial number. */
const serialNumbers = ['serialNumber', 'serialNo', 'sn'] as const;

/** Serial numbers in the guide have 16 characters; a much shorter value may be a row number. */
const minSerialNumberLength = 8;

/** Other fields that identify a PBX. */
const otherIds = ['instanceId', 'instanceNo', 'pbxId'] as const;

/** Words in the name of a container for things that a PBX could have, used to have, or that belong to another PBX. */
const notHadWords: ReadonlySet<string> = new Set([
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
 * Returns the part of a reply about one PBX that concerns this PBX: without records that have another serial number or
 * id, and without anything nested in them. Records of services stay; see `isOfAnother`.
 */
export function ownPart(result: Json, productNo: string): Json {
  const own = findRecords(result, 'productNo').find(({ record }) =>
    isSerialNumber(record.productNo, productNo),
  );
  const isAnothers = (value: Json) =>
    isObject(value) && value.serviceId === undefined && isAboutAnotherPbx(value, productNo, own?.record);
  const root = own?.within.some(isAnothers) === true ? own.record : result;
  return isAnothers(root) ? null : copyWithout(root, isAnothers);
}

/** Returns the reply without the containers whose name says that the PBX does not have their contents. */
export function withoutNotHad(result: Json): Json {
  return copyWithout(
    result,
    (value, container) => (isObject(value) || Array.isArray(value)) && namesNotHad(container),
  );
}

/**
 * Whether a record has the serial number or id of another PBX.
 *
 * @param own The PBX's own record, if there is one.
 */
export function isAboutAnotherPbx(record: JsonObject, productNo: string, own?: JsonObject): boolean {
  const isAnother = (value: Json | undefined, shortest: number) =>
    (readAs(textOrNumber, value) ?? '').trim().length >= shortest && !isSerialNumber(value, productNo);
  return (
    isAnother(record.productNo, 1) ||
    serialNumbers.some((name) => isAnother(record[name], minSerialNumberLength)) ||
    otherIds.some((name) => {
      const [ownId, recordId] = [readAs(textOrNumber, own?.[name]), readAs(textOrNumber, record[name])];
      return ownId !== undefined && recordId !== undefined && recordId !== '' && recordId !== ownId;
    })
  );
}

function isSerialNumber(value: Json | undefined, productNo: string): boolean {
  return readAs(textOrNumber, value)?.trim().toUpperCase() === productNo.trim().toUpperCase();
}

/** Whether the name of a container contains such a word: `availableServiceList`, `not_subscribed`. */
export function namesNotHad(container: string): boolean {
  return wordsOf(container).some((word) => notHadWords.has(word));
}

/** Splits a name into lower-case words: `relatedOrders` and `related_orders` become `related` and `orders`. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .split(/[^a-z]+/);
}

/** Returns a copy without some of its values. For list items the container name is empty. */
function copyWithout(root: Json, isLeftOut: (value: Json, container: string) => boolean): Json {
  const copy = emptied(root);
  const pending = [{ from: root, to: copy }];
  // No recursion: a reply may be nested deeper than the call stack allows.
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { from, to } = next;
    const add = (value: Json, container: string, keep: (part: Json) => void) => {
      if (!isLeftOut(value, container)) {
        const part = emptied(value);
        keep(part);
        if (part !== value) {
          pending.push({ from: value, to: part });
        }
      }
    };
    if (Array.isArray(from) && Array.isArray(to)) {
      from.forEach((value) => add(value, '', (part) => to.push(part)));
    } else if (isObject(from) && isObject(to)) {
      for (const [key, value] of Object.entries(from)) {
        add(value, key, (part) => setProperty(to, key, part));
      }
    }
  }
  return copy;
}

function setProperty(to: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') {
    // Assigning to `__proto__` would not create a property.
    Object.defineProperty(to, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    to[key] = value;
  }
}

/** Returns an empty copy of a container; other values are returned as they are. */
function emptied(value: Json): Json {
  if (Array.isArray(value)) {
    return [];
  }
  return isObject(value) ? {} : value;
}

import { type Json, type JsonObject, isObject } from './exactJson';

/** A record found in a reply. */
export interface FoundRecord {
  readonly record: JsonObject;
  /** The records around it, innermost first; listed when they are asked for, since most are never. */
  readonly within: readonly JsonObject[];
}

/** A list or record that is yet to be looked at, and the record around it, which links to the one around that. */
interface Waiting {
  readonly value: Json[] | JsonObject;
  readonly holder: Holder | undefined;
}

interface Holder {
  readonly record: JsonObject;
  readonly around: Holder | undefined;
}

/**
 * Finds every record in `root` that has a value under `key`, at any depth, in the order of the text. The
 * guide names the keys of a record but not the containers that hold it.
 */
export function findRecords(root: Json, key: string): FoundRecord[] {
  const found: FoundRecord[] = [];
  // No recursion: a reply may be nested deeper than the call stack goes.
  const waiting: Waiting[] = [];
  addInOrder(waiting, [root], undefined);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, holder } = next;
    if (Array.isArray(value)) {
      addInOrder(waiting, value, holder);
    } else {
      if (isFilled(value[key])) {
        found.push({
          record: value,
          get within() {
            return recordsOf(holder);
          },
        });
      }
      addInOrder(waiting, Object.values(value), { record: value, around: holder });
    }
  }
  return found;
}

/** Puts the first list or record on top; one by one, since a long list is too many arguments for one call. */
function addInOrder(waiting: Waiting[], values: readonly Json[], holder: Holder | undefined): void {
  for (let index = values.length - 1; index >= 0; index--) {
    const value = values[index];
    if (Array.isArray(value) || isObject(value)) {
      waiting.push({ value, holder });
    }
  }
}

function recordsOf(holder: Holder | undefined): JsonObject[] {
  const records: JsonObject[] = [];
  for (let one = holder; one !== undefined; one = one.around) {
    records.push(one.record);
  }
  return records;
}

function isFilled(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && !Array.isArray(value) && !isObject(value);
}

/** Keeps the first of the values that share a key. */
export function firstOfEach<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const value of values) {
    const key = keyOf(value);
    if (!byKey.has(key)) {
      byKey.set(key, value);
    }
  }
  return [...byKey.values()];
}

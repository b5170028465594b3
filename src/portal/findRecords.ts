import type { Json, JsonObject } from './exactJson';
import { isObject } from './exactJson';

/** A record found in a reply, with the records around it, innermost first. */
export interface FoundRecord {
  readonly record: JsonObject;
  readonly within: readonly JsonObject[];
}

/**
 * Finds every record in `root` that has a value under `key`, at any depth, in the order of the text. The
 * guide names the keys of a record but not the containers that hold it.
 */
export function findRecords(root: Json, key: string): FoundRecord[] {
  const found: FoundRecord[] = [];
  visit(root, []);
  return found;

  function visit(value: Json, within: readonly JsonObject[]): void {
    if (Array.isArray(value)) {
      for (const item of value) {
        visit(item, within);
      }
    } else if (isObject(value)) {
      if (isFilled(value[key])) {
        found.push({ record: value, within });
      }
      const inner = [value, ...within];
      for (const item of Object.values(value)) {
        visit(item, inner);
      }
    }
  }
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

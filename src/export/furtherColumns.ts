import type { Json, JsonObject } from '../portal/exactJson';

/** The names that occur in the rows and are none of `known`, in the order in which they first occur. */
export function furtherColumns(rows: readonly JsonObject[], known: readonly string[]): string[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].filter((name) => !known.includes(name));
}

/** What the row itself has under this name; the portal may give names that every object inherits. */
export function ownValue(row: JsonObject | undefined, name: string): Json | undefined {
  return row && Object.hasOwn(row, name) ? row[name] : undefined;
}

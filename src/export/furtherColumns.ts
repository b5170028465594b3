import type { Json, JsonObject } from '../portal/exactJson';
import { cellOf } from './csv';

/** Columns at most: the cells of a file are as many as its rows times these, however many names a portal uses. */
const mostColumns = 100;

/** The last column, where there are more names: no name of the API's has brackets. */
const remaining = '(others)';

export interface FurtherColumns {
  readonly names: readonly string[];
  /** The cells of one row; empty ones where there is none. @throws Error where a value cannot be written as text */
  cellsOf(row: JsonObject | undefined): string[];
}

/**
 * Columns for the names that occur in the rows and are none of `known`: one each for the most frequent, in the order in
 * which they first occur. What else a row holds stands in one further column, as JSON.
 */
export function furtherColumns(rows: readonly JsonObject[], known: readonly string[]): FurtherColumns {
  const knownNames = new Set(known);
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const name of Object.keys(row)) {
      if (!knownNames.has(name)) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
  }
  const byFrequency = [...counts].sort(([, one], [, other]) => other - one).map(([name]) => name);
  const kept = new Set(byFrequency.slice(0, mostColumns));
  const names = [...counts.keys()].filter((name) => kept.has(name));
  if (counts.size <= mostColumns) {
    return { names, cellsOf: (row) => names.map((name) => cellOf(ownValue(row, name))) };
  }
  const othersOf = (row: JsonObject) =>
    Object.entries(row).filter(([name]) => !kept.has(name) && !knownNames.has(name));
  return {
    names: [...names, remaining],
    cellsOf: (row) => {
      const others = row === undefined ? [] : othersOf(row);
      return [
        ...names.map((name) => cellOf(ownValue(row, name))),
        others.length === 0 ? '' : cellOf(Object.fromEntries(others)),
      ];
    },
  };
}

/** What the row itself has under this name; the portal may give names that every object inherits. */
export function ownValue(row: JsonObject | undefined, name: string): Json | undefined {
  return row && Object.hasOwn(row, name) ? row[name] : undefined;
}

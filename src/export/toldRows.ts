import { type Json, printExact, type JsonObject } from '../portal/exactJson';
import { cellOf } from './csv';

/** Called with the cause for each row that cannot be written. */
export type Untold = (cause: unknown) => void;

/**
 * Converts rows for a file. A row that cannot be converted is replaced with the fields that identify it and does not
 * affect the others.
 *
 * @param fallback Returns the identifying fields of a row; must not throw.
 */
export function toldRows<Row, Written>(
  rows: readonly Row[],
  write: (row: Row) => Written,
  fallback: (row: Row) => Written,
  onUnwritable: Untold,
): Written[] {
  return rows.map((row) => {
    try {
      return write(row);
    } catch (error) {
      onUnwritable(error);
      return fallback(row);
    }
  });
}

/** Writes a list as JSON. Rows are printed one by one, in the layout that `printExact` uses for a list. */
export function jsonList<Row>(
  rows: readonly Row[],
  write: (row: Row) => Json,
  fallback: (row: Row) => Json,
  onUnwritable: Untold,
): string {
  const print = (convert: (row: Row) => Json) => (row: Row) =>
    printExact(convert(row), 2).replace(/^/gm, '  ');
  const printed = toldRows(rows, print(write), print(fallback), onUnwritable);
  return printed.length === 0 ? '[]\n' : `[\n${printed.join(',\n')}\n]\n`;
}

/** Maximum number of columns. It bounds the number of cells per row, however many names a portal uses. */
const maxColumns = 100;

/** Name of the last column if there are more names. No name of the API contains brackets. */
const othersColumn = '(others)';

export interface FurtherColumns {
  readonly names: readonly string[];
  /**
   * Returns the cells of one row; empty cells if it is undefined. @throws Error when a value cannot be written as text
   */
  cellsOf(row: JsonObject | undefined): string[];
}

/**
 * Returns columns for the names in the rows that are not in `known`: one for each of the most frequent names, in order
 * of first occurrence. All other fields of a row go into one further column as JSON.
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
  const kept = new Set(byFrequency.slice(0, maxColumns));
  const names = [...counts.keys()].filter((name) => kept.has(name));
  if (counts.size <= maxColumns) {
    return { names, cellsOf: (row) => names.map((name) => cellOf(ownValue(row, name))) };
  }
  const othersOf = (row: JsonObject) =>
    Object.entries(row).filter(([name]) => !kept.has(name) && !knownNames.has(name));
  return {
    names: [...names, othersColumn],
    cellsOf: (row) => {
      const others = row === undefined ? [] : othersOf(row);
      return [
        ...names.map((name) => cellOf(ownValue(row, name))),
        others.length === 0 ? '' : cellOf(Object.fromEntries(others)),
      ];
    },
  };
}

/** Returns the row's own value under a name, ignoring inherited properties: the portal may use any name. */
export function ownValue(row: JsonObject | undefined, name: string): Json | undefined {
  return row && Object.hasOwn(row, name) ? row[name] : undefined;
}

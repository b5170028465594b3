import { type Json, printExact, type JsonObject } from '../portal/exactJson';
import { cellOf } from './csv';

/** Told of each row that cannot be told, with the cause. */
export type Untold = (cause: unknown) => void;

/**
 * What goes into a file for each row. One that cannot be told gives way to what names it, and takes none of the others
 * with it.
 *
 * @param instead What names a row; must not fail.
 */
export function toldRows<Row, Told>(
  rows: readonly Row[],
  tell: (row: Row) => Told,
  instead: (row: Row) => Told,
  untold: Untold,
): Told[] {
  return rows.map((row) => {
    try {
      return tell(row);
    } catch (error) {
      untold(error);
      return instead(row);
    }
  });
}

/** A list as JSON, each row printed alone, as `printExact` prints it in a list. */
export function jsonList<Row>(
  rows: readonly Row[],
  tell: (row: Row) => Json,
  instead: (row: Row) => Json,
  untold: Untold,
): string {
  // In a list of its own, without the brackets: a text in it may have what other ways to indent take for a line.
  const print = (told: (row: Row) => Json) => (row: Row) => printExact([told(row)], 2).slice(2, -2);
  const printed = toldRows(rows, print(tell), print(instead), untold);
  return printed.length === 0 ? '[]\n' : `[\n${printed.join(',\n')}\n]\n`;
}

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

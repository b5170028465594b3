import { type Json, printExact, type JsonObject } from '../portal/exactJson';
import { cellOf } from './csv';

/** Told of each row that cannot be told, with the cause. */
export type OnUnwritable = (cause: unknown) => void;

/**
 * What goes into a file for each row. One that cannot be told gives way to what names it, and takes none of the others
 * with it.
 *
 * @param instead What names a row; must not fail.
 */
export function writeRows<Row, Told>(
  rows: readonly Row[],
  tell: (row: Row) => Told,
  instead: (row: Row) => Told,
  untold: OnUnwritable,
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
export function jsonRows<Row>(
  rows: readonly Row[],
  tell: (row: Row) => Json,
  instead: (row: Row) => Json,
  untold: OnUnwritable,
): string {
  // In a list of its own, without the brackets: a text in it may have what other ways to indent take for a line.
  const print = (told: (row: Row) => Json) => (row: Row) => printExact([told(row)], 2).slice(2, -2);
  const printed = writeRows(rows, print(tell), print(instead), untold);
  return printed.length === 0 ? '[]\n' : `[\n${printed.join(',\n')}\n]\n`;
}

/** Columns at most: the cells of a file are as many as its rows times these, however many names a portal uses. */
const mostColumns = 100;

/** The last column, where some values have none of their own: no name of the API's has brackets. */
const remaining = '(others)';

export interface FurtherColumns<Row> {
  readonly names: readonly string[];
  /** The cells of one row; empty ones where the portal told nothing. @throws Error where a value cannot be written as text */
  cellsOf(row: Row): string[];
}

/** What a file has of its rows beside what the portal told. */
export interface OwnColumns<Row> {
  readonly names: readonly string[];
  /** What the portal told of a row; undefined where it told nothing. */
  readonly received: (row: Row) => JsonObject | undefined;
  /** What stands in the own columns. @throws Error where it cannot be told */
  readonly known: (row: Row) => Readonly<Record<string, Json>>;
  /** Names under which the portal's value stands there in another form. */
  readonly converted?: readonly string[];
}

/**
 * Columns for the names that occur in the portal's rows and are none of the own ones: one each for the most frequent, in
 * the order in which they first occur. What else a row holds stands in one further column, as JSON: also what the portal
 * tells under the name of an own column, where that one says something else.
 */
export function furtherColumns<Row>(rows: readonly Row[], own: OwnColumns<Row>): FurtherColumns<Row> {
  const ownNames = new Set(own.names);
  const counts = new Map<string, number>();
  let hasHidden = false;
  for (const row of rows) {
    for (const name of Object.keys(own.received(row) ?? {})) {
      if (!ownNames.has(name)) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
    hasHidden ||= hiddenIn(row, own, true).length > 0;
  }
  const byFrequency = [...counts].sort(([, one], [, other]) => other - one).map(([name]) => name);
  const kept = new Set(byFrequency.slice(0, mostColumns));
  const names = [...counts.keys()].filter((name) => kept.has(name));
  const cellsOf = (row: Row) => names.map((name) => cellOf(ownValue(own.received(row), name)));
  if (counts.size <= mostColumns && !hasHidden) {
    return { names, cellsOf };
  }
  return {
    names: [...names, remaining],
    cellsOf: (row) => {
      const hidden = new Set(hiddenIn(row, own));
      const others = Object.entries(own.received(row) ?? {}).filter(([name]) =>
        ownNames.has(name) ? hidden.has(name) : !kept.has(name),
      );
      return [...cellsOf(row), others.length === 0 ? '' : cellOf(Object.fromEntries(others))];
    },
  };
}

/**
 * The names of own columns under which the portal tells something else than stands there.
 *
 * @param isSafe Whether a row that cannot be told counts as one without any.
 */
function hiddenIn<Row>(row: Row, own: OwnColumns<Row>, isSafe = false): string[] {
  const received = own.received(row);
  const told = own.names.filter(
    (name) => own.converted?.includes(name) !== true && !isEmpty(ownValue(received, name)),
  );
  try {
    const known = told.length === 0 ? {} : own.known(row);
    return told.filter((name) => cellOf(ownValue(received, name)) !== cellOf(known[name]));
  } catch (error) {
    if (isSafe) {
      return [];
    }
    throw error;
  }
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '';
}

/** What the row itself has under this name; the portal may give names that every object inherits. */
export function ownValue(row: JsonObject | undefined, name: string): Json | undefined {
  return row && Object.hasOwn(row, name) ? row[name] : undefined;
}

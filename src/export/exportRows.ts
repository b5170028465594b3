import { type Json, printExact, type JsonObject } from '../portal/exactJson';
import { cellOf, type CsvSeparator, csvText } from './csv';

/** Called for each row that cannot be written, with the cause. */
export type OnUnwritable = (cause: unknown) => void;

/**
 * Converts each row for a file. A row that fails to convert is replaced, so that the others are still written.
 *
 * @param instead Returns the replacement, which only names the row; must not throw.
 */
function writeRows<Row, Written>(
  rows: readonly Row[],
  convert: (row: Row) => Written,
  instead: (row: Row) => Written,
  onUnwritable: OnUnwritable,
): Written[] {
  return rows.map((row) => {
    try {
      return convert(row);
    } catch (error) {
      onUnwritable(error);
      return instead(row);
    }
  });
}

/** Prints rows as a JSON list, each as `printExact` prints it in a list. `instead` as in `writeRows`. */
export function jsonRows<Row>(
  rows: readonly Row[],
  convert: (row: Row) => Json,
  instead: (row: Row) => Json,
  onUnwritable: OnUnwritable,
): string {
  // Printed as a list of one row, without the brackets: indenting the lines of a printed row could change its texts.
  const print = (toJson: (row: Row) => Json) => (row: Row) => printExact([toJson(row)], 2).slice(2, -2);
  const printed = writeRows(rows, print(convert), print(instead), onUnwritable);
  return printed.length === 0 ? '[]\n' : `[\n${printed.join(',\n')}\n]\n`;
}

/** Most columns that are added: it bounds the size of the file, however many names a portal uses. */
const mostColumns = 100;

/** The last column, for values without a column of their own. No field of the API has brackets in its name. */
const othersColumn = '(others)';

interface FurtherColumns<Row> {
  readonly names: readonly string[];
  /** The cells of one row, empty where the portal sent no value. @throws Error if a value cannot be written as text */
  cellsOf(row: Row): string[];
}

/** The columns that an export defines itself, besides the fields that the portal sent. */
export interface OwnColumns<Row> {
  readonly names: readonly string[];
  /** The portal's data for a row; undefined if there is none. */
  readonly received: (row: Row) => JsonObject | undefined;
  /** The values of the own columns. @throws Error if they cannot be determined */
  readonly known: (row: Row) => Readonly<Record<string, Json>>;
  /** Own columns that hold the portal's value in another form. */
  readonly converted?: readonly string[];
}

/**
 * Returns columns for the portal's fields that have no own column: one for each of the most frequent fields, in the
 * order in which they first occur. The rest of a row goes into one last column as JSON, including portal fields that
 * share their name with an own column but have another value.
 */
function additionalColumns<Row>(rows: readonly Row[], own: OwnColumns<Row>): FurtherColumns<Row> {
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
    names: [...names, othersColumn],
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
 * The names of own columns whose value differs from the portal's field of the same name.
 *
 * @param isSafe Returns an empty list for a row whose own values cannot be determined, instead of throwing.
 */
function hiddenIn<Row>(row: Row, own: OwnColumns<Row>, isSafe = false): string[] {
  const received = own.received(row);
  const shared = own.names.filter(
    (name) => own.converted?.includes(name) !== true && !isEmpty(ownValue(received, name)),
  );
  try {
    const known = shared.length === 0 ? {} : own.known(row);
    return shared.filter((name) => cellOf(ownValue(received, name)) !== cellOf(known[name]));
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

/**
 * Writes rows as CSV: the own columns, then further ones (see furtherColumns). `instead` as in `writeRows`: its values
 * fill the own columns of a row that cannot be written.
 */
export function csvRows<Row>(
  rows: readonly Row[],
  own: OwnColumns<Row>,
  instead: (row: Row) => JsonObject,
  { separator, onUnwritable }: { readonly separator: CsvSeparator; readonly onUnwritable: OnUnwritable },
): string {
  const further = additionalColumns(rows, own);
  const cellsOf = (values: JsonObject) => own.names.map((name) => cellOf(ownValue(values, name)));
  return csvText(
    [...own.names, ...further.names],
    writeRows(
      rows,
      (row) => [...cellsOf(own.known(row)), ...further.cellsOf(row)],
      (row) => [...cellsOf(instead(row)), ...further.names.map(() => '')],
      onUnwritable,
    ),
    separator,
  );
}

/** The row's own value under this name: the portal may use names that every object inherits. */
function ownValue(row: JsonObject | undefined, name: string): Json | undefined {
  return row && Object.hasOwn(row, name) ? row[name] : undefined;
}

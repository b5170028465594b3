import { type Json, printExact } from '../portal/exactJson';

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
  const print = (told: (row: Row) => Json) => (row: Row) => printExact(told(row), 2).replace(/^/gm, '  ');
  const printed = toldRows(rows, print(tell), print(instead), untold);
  return printed.length === 0 ? '[]\n' : `[\n${printed.join(',\n')}\n]\n`;
}

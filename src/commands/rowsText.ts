import { l10n } from 'vscode';

interface Loaded {
  readonly rows: readonly unknown[];
  readonly total: number | undefined;
}

/** How far the loading of rows is. @param total Undefined when the portal does not tell. */
export function rowsText(rows: number, total: number | undefined): string {
  return total === undefined ? l10n.t('{0} rows', rows) : l10n.t('{0} of {1} rows', rows, total);
}

/** Says so where the portal listed fewer rows than it counts; empty where it did not. */
export function missingRows(lists: readonly Loaded[]): string {
  const short = lists.filter(({ rows, total }) => total !== undefined && rows.length < total);
  const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);
  return short.length === 0
    ? ''
    : l10n.t(
        'The portal counts {0} rows and listed {1} of them.',
        sum(short.map(({ total }) => total ?? 0)),
        sum(short.map(({ rows }) => rows.length)),
      );
}

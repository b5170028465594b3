import { LosslessNumber } from 'lossless-json';
import { type Json, printExact } from '../portal/exactJson';

/** Tells spreadsheets that the file is UTF-8. */
const byteOrderMark = '\ufeff';

/** Number of digits that spreadsheets keep; they replace further digits with zeros. */
const maxDigits = 15;

const csvSeparators = [',', ';', '\t'] as const;

/** The separator between the cells of a row. It has to match the setting of the spreadsheet that opens the file. */
export type CsvSeparator = (typeof csvSeparators)[number];

/** Returns the separator in the setting, or a comma if the setting was edited to anything else. */
export function csvSeparatorOf(written: unknown): CsvSeparator {
  return csvSeparators.find((separator) => separator === written) ?? ',';
}

/**
 * Writes a table as CSV: RFC 4180, UTF-8 with byte order mark, CR LF line ends, a header row.
 *
 * Cells come from other people, and spreadsheets interpret some of them as formulas and round long ids. Such cells get
 * a leading apostrophe, which spreadsheets themselves use to mark text. Wherever a mark can be placed, an existing
 * apostrophe gets a second one, so that a program that removes one apostrophe restores every value as the portal sent
 * it. The alternative, ="…", would turn ids into formulas in a file that is meant to contain none.
 */
export function csvText(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  separator: CsvSeparator = ',',
): string {
  const lines = [columns, ...rows].map((cells) =>
    cells.map((cell) => (cell === '' ? cell : quoted(withMarks(cell, separator)))).join(separator),
  );
  return `${byteOrderMark}${lines.join('\r\n')}\r\n`;
}

/** Returns the content of a cell: text as it is, digits as received, containers as JSON; empty if there is no value. */
export function cellOf(value: Json | undefined): string {
  if (value === undefined || value === null) {
    return '';
  }
  if (value instanceof LosslessNumber) {
    return value.value;
  }
  return typeof value === 'string' ? value : typeof value === 'boolean' ? String(value) : printExact(value);
}

/** Characters that some program treats as a line break. */
const lineBreaks = String.raw`\r\n\v\f\u0085\u2028\u2029`;

/** Characters that start a formula, in every width, and the mark itself, so that it can be removed again. */
const beginsFormula = String.raw`['=+\-@\u207a-\u207c\u208a-\u208c\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20]`;

/** What a program may skip before a formula: spaces, invisible characters and quotes. */
const skippable = String.raw`(?:(?![\t${lineBreaks}])[\s\p{Z}\p{C}"])*`;

/** Separators that programs may be set to but that our files never use. */
const otherSeparators = '|^~';

/**
 * Where marks have to be placed, for each separator: before a formula at the start of anything that a program may take
 * for a cell.
 */
const markPlaces: Readonly<Record<CsvSeparator, RegExp>> = {
  ',': markPlace(';'),
  ';': markPlace(',;'),
  '\t': markPlace(',;'),
};

/**
 * Returns the pattern for these places. A formula may start the cell, or follow a separator or line break inside it: a
 * program that expects another separator treats the quotes around the cell as text and what follows as a new cell. In
 * comma-separated files a comma needs no mark, which would only spoil JSON lists.
 */
function markPlace(separators: string): RegExp {
  const before = String.raw`[\t${lineBreaks}${separators}${otherSeparators}]`;
  return new RegExp(`(^|${before})(?=${skippable}${beginsFormula})`, 'gu');
}

function withMarks(cell: string, separator: CsvSeparator): string {
  const text = cell.replace(markPlaces[separator], "$1'");
  return /^[\t\r\n]/.test(text) || losesDigits(text) ? `'${text}` : text;
}

/** Whether a spreadsheet would read the text as a number and lose some of its digits. */
function losesDigits(text: string): boolean {
  const [, integer = '', fraction = '', exponent] = /^(\d+)(\.\d*)?(e[+-]?\d+)?$/i.exec(text.trim()) ?? [];
  const hasLeadingZero = integer.length > 1 && integer.startsWith('0');
  return exponent !== undefined || hasLeadingZero || integer.length + fraction.length > maxDigits;
}

const quotedCell = new RegExp(`[",;\\t${lineBreaks}]|^\\s|\\s$`);

function quoted(cell: string): string {
  return quotedCell.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The formats in which lists are exported. */
export type ExportFormat = 'csv' | 'json';

/** Returns the format for a file name: CSV, unless it ends in `.json`. */
export function formatOf(fileName: string): ExportFormat {
  return /\.json$/i.test(fileName) ? 'json' : 'csv';
}

/**
 * Adds an extension that says what is in the file, if there is none. Some save dialogs return the name as typed,
 * without the extension of the chosen format.
 */
export function withEnding(fileName: string): string {
  return /\.(csv|json|tsv|txt)$/i.test(fileName) ? fileName : `${fileName.replace(/\.+$/, '')}.csv`;
}

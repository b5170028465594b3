import { LosslessNumber } from 'lossless-json';
import { type Json, printExact } from '../portal/exactJson';

/** Spreadsheets find out by it that the file is UTF-8. */
const byteOrderMark = '\ufeff';

/** Digits of a number that spreadsheets hold; they put zeros for all further ones. */
const mostDigits = 15;

const csvSeparators = [',', ';', '\t'] as const;

/** What stands between the cells of a row: what the spreadsheet that opens the file is set to. */
export type CsvSeparator = (typeof csvSeparators)[number];

/** The separator of the setting, or the comma where somebody wrote something else by hand. */
export function csvSeparatorOf(written: unknown): CsvSeparator {
  return csvSeparators.find((separator) => separator === written) ?? ',';
}

/**
 * Writes a table as CSV: RFC 4180, UTF-8 with byte order mark, lines that end with CR LF, a header row.
 *
 * Cells come from other people and are opened in spreadsheets, which take some for a formula, and long ids for numbers
 * that they round. Such cells get an apostrophe in front, the mark that spreadsheets themselves have for text. Wherever
 * one can be put, one that is there already gets another, so that a program that takes one away again has every value
 * as the portal gave it. The other way, ="…", would make formulas of ids in a file that is to hold none.
 */
export function csvText(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  separator: CsvSeparator = ',',
): string {
  const lines = [columns, ...rows].map((cells) =>
    cells.map((cell) => (cell === '' ? cell : quoted(marked(cell, separator)))).join(separator),
  );
  return `${byteOrderMark}${lines.join('\r\n')}\r\n`;
}

/** What a cell holds: text as it is, digits as received, containers as JSON; empty where nothing is told. */
export function cellOf(value: Json | undefined): string {
  if (value === undefined || value === null) {
    return '';
  }
  if (value instanceof LosslessNumber) {
    return value.value;
  }
  return typeof value === 'string' ? value : typeof value === 'boolean' ? String(value) : printExact(value);
}

/** Where some program ends a line. */
const lineBreaks = String.raw`\r\n\v\f\u0085\u2028\u2029`;

/** What begins a formula, in every width that it is written in; and the mark itself, so that it can be taken off again. */
const beginsFormula = String.raw`['=+\-@\u207a-\u207c\u208a-\u208c\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20]`;

/** What a program may leave out in front of it: blanks, what cannot be seen, and quotes. */
const leftOut = String.raw`(?:(?![\t${lineBreaks}])[\s\p{Z}\p{C}"])*`;

/** What programs are set to beside those that a file of ours may have. */
const otherSeparators = '|^~';

/** Where a mark has to stand, for each separator: in front of a formula at the beginning of what somebody takes for a cell. */
const markPlaces: Readonly<Record<CsvSeparator, RegExp>> = {
  ',': markPlace(';'),
  ';': markPlace(',;'),
  '\t': markPlace(',;'),
};

/**
 * A formula may begin the cell, or stand behind a separator or line break in it: a program that is set to another
 * separator takes the quotes around the cell for text, and what follows for a cell of its own. A comma needs no mark in
 * a file that the comma separates, where it would only spoil the JSON of a list.
 */
function markPlace(separators: string): RegExp {
  const before = String.raw`[\t${lineBreaks}${separators}${otherSeparators}]`;
  return new RegExp(`(^|${before})(?=${leftOut}${beginsFormula})`, 'gu');
}

function marked(cell: string, separator: CsvSeparator): string {
  const text = cell.replace(markPlaces[separator], "$1'");
  return /^[\t\r\n]/.test(text) || (!text.startsWith("'") && losesDigits(text)) ? `'${text}` : text;
}

/** What a number may have in it beside its digits, in some language: signs, separators, blanks, brackets, currency, percent. */
const ofNumbers = /^[\p{Nd}\s\p{Z}\p{Sc}.,'’`´·٫٬_()[\]+\-‐-―−%‰٪/\\]*$/u;

/** Whether a spreadsheet takes it for a number and does not give every digit back, whichever way it writes numbers. */
function losesDigits(text: string): boolean {
  // In one width.
  const plain = text.normalize('NFKC').trim();
  const digits = plain.replace(/\P{Nd}+/gu, '').length;
  const hasLeadingZero = /^[\p{Sc}(\s]*0\d[\d.,\s]*[\p{Sc})%\s]*$/u.test(plain);
  const hasExponent = /^[\p{Sc}(\s]*(?:\d[\d.,]*|[.,]\d+)e[+-]?\d+[\p{Sc})%\s]*$/iu.test(plain);
  return hasExponent || hasLeadingZero || (digits > mostDigits && ofNumbers.test(plain));
}

const quotedCell = new RegExp(`[",;\\t${lineBreaks}]|^\\s|\\s$`);

function quoted(cell: string): string {
  return quotedCell.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Formats that lists are exported in. */
export type ExportFormat = 'csv' | 'json';

/** The format that a file's name stands for: CSV, unless it ends in `.json`. */
export function formatOf(fileName: string): ExportFormat {
  return /\.json$/i.test(fileName) ? 'json' : 'csv';
}

/**
 * The name with an ending that says what is in the file. Some save dialogs give back a name as it was typed, without
 * the ending that the chosen format has.
 */
export function withEnding(fileName: string): string {
  return /\.(csv|json|tsv|txt)$/i.test(fileName) ? fileName : `${fileName.replace(/\.+$/, '')}.csv`;
}

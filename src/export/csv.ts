import { LosslessNumber } from 'lossless-json';
import { type Json, printExact } from '../portal/exactJson';

/** Tells spreadsheets that the file is UTF-8. */
const byteOrderMark = '\ufeff';

/** Digits of a number that spreadsheets keep; they replace all further ones with zeros. */
const mostDigits = 15;

const csvSeparators = [',', ';', '\t'] as const;

/** The cell separator, which has to be the one that the user's spreadsheet expects. */
export type CsvSeparator = (typeof csvSeparators)[number];

/** The separator from the setting; a comma if the setting has an invalid value. */
export function csvSeparatorOf(written: unknown): CsvSeparator {
  return csvSeparators.find((separator) => separator === written) ?? ',';
}

/**
 * Writes a table as CSV: RFC 4180, UTF-8 with byte order mark, CR LF line ends, a header row.
 *
 * Cells contain other people's text and are opened in spreadsheets, which read some of them as formulas and round long
 * IDs. Such cells get a leading apostrophe, the spreadsheets' own mark for text. An apostrophe that is already in such
 * a place gets another one, so that a program which removes one apostrophe restores every value as the portal sent it.
 * The alternative, ="…", would turn IDs into formulas, and the file is to contain none.
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

/** The text of a cell: text unchanged, numbers digit for digit, objects and lists as JSON; empty for no value. */
export function cellOf(value: Json | undefined): string {
  if (value === undefined || value === null) {
    return '';
  }
  if (value instanceof LosslessNumber) {
    return value.value;
  }
  return typeof value === 'string' ? value : typeof value === 'boolean' ? String(value) : printExact(value);
}

/** Characters that end a line in some program. */
const lineBreaks = String.raw`\r\n\v\f\u0085\u2028\u2029`;

/** Characters that begin a formula, in every Unicode width, and the apostrophe itself, so that marks can be removed. */
const beginsFormula = String.raw`['=+\-@\u207a-\u207c\u208a-\u208c\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20]`;

/** What a program may skip before a formula: blanks, invisible characters and quotes. */
const leftOut = String.raw`(?:(?![\t${lineBreaks}])[\s\p{Z}\p{C}"])*`;

/** Separators that programs use besides ours. */
const otherSeparators = '|^~';

/** Where an apostrophe is needed, by the file's separator. */
const markPlaces: Readonly<Record<CsvSeparator, RegExp>> = {
  ',': markPlace(';'),
  ';': markPlace(',;'),
  '\t': markPlace(',;'),
};

/**
 * A formula may begin the cell or follow a separator or line break within it: a program that expects another separator
 * reads the quotes around the cell as text, and what follows as a cell of its own. In a file separated by commas, a
 * comma within a cell needs no apostrophe, which would only spoil JSON lists.
 */
function markPlace(separators: string): RegExp {
  const before = String.raw`[\t${lineBreaks}${separators}${otherSeparators}]`;
  return new RegExp(`(^|${before})(?=${leftOut}${beginsFormula})`, 'gu');
}

function marked(cell: string, separator: CsvSeparator): string {
  const text = cell.replace(markPlaces[separator], "$1'");
  return /^[\t\r\n]/.test(text) || (!text.startsWith("'") && losesDigits(text)) ? `'${text}` : text;
}

/** A number in any language: digits, signs, separators, blanks, brackets, currency and percent signs. */
const numberCharacters = /^[\p{Nd}\s\p{Z}\p{Sc}.,'’`´·٫٬_()[\]+\-‐-―−%‰٪/\\]*$/u;

/** Whether a spreadsheet in any locale would read the text as a number and lose some of its digits. */
function losesDigits(text: string): boolean {
  // Full-width digits and signs become ordinary ones.
  const plain = text.normalize('NFKC').trim();
  const digits = plain.replace(/\P{Nd}+/gu, '').length;
  // What follows the digits begins with no blank: blanks that fit in two places would be tried in both.
  const hasLeadingZero = /^[\p{Sc}(\s]*0\d[\d.,\s]*(?:[\p{Sc})%][\p{Sc})%\s]*)?$/u.test(plain);
  const hasExponent = /^[\p{Sc}(\s]*(?:\d[\d.,]*|[.,]\d+)e[+-]?\d+[\p{Sc})%\s]*$/iu.test(plain);
  return hasExponent || hasLeadingZero || (digits > mostDigits && numberCharacters.test(plain));
}

const quotedCell = new RegExp(`[",;\\t${lineBreaks}]|^\\s|\\s$`);

function quoted(cell: string): string {
  return quotedCell.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Formats that lists are exported in. */
export type ExportFormat = 'csv' | 'json';

/** The format for a file name: JSON if it ends in `.json`, otherwise CSV. */
export function formatOf(fileName: string): ExportFormat {
  return /\.json$/i.test(fileName) ? 'json' : 'csv';
}

/** Whether a file name is that of a calendar. */
export function isCalendarFile(fileName: string): boolean {
  return /\.ics$/i.test(fileName);
}

/**
 * Adds `.csv` to a file name without a known extension. Some save dialogs return the name as typed, without the
 * extension of the chosen format.
 */
export function withFileExtension(fileName: string): string {
  return /\.(csv|json|tsv|txt|ics)$/i.test(fileName)
    ? fileName
    : `${fileName.replace(/(?<!\.)\.+$/, '')}.csv`;
}

import { documentText, shortText } from './plainText';
import type { PortalText } from '../portal/values';

/** A column of a plain-text table. */
export interface Column {
  readonly title: string;
  /** Amounts are aligned right, so that their digits line up. */
  readonly align: 'left' | 'right';
}

/** Largest width of a cell, in columns; a longer text is cut, since it would push the other cells out of sight. */
const widestCell = 60;

/**
 * Largest number of a text's UTF-16 code units that are measured: the time and memory of a segmenter grow with the
 * square of the length. 60 characters take fewer, unless they carry more combining marks than any name does.
 */
const longestMeasured = 1000;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const columnGap = '  ';

/** Characters that monospaced fonts draw twice as wide: those of East Asia, and emoji. */
const doubleWidth =
  /^(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\uff01-\uff60]|\p{Emoji_Presentation})/u;

/** Characters without any width, such as isolates. */
const zeroWidth = /^\p{Cf}+$/u;

/** A text and its width in columns of a monospaced font. */
interface Cell {
  readonly text: string;
  readonly width: number;
}

/**
 * Lays out rows of texts, one line each, below the column titles.
 *
 * @returns Lines without line breaks.
 */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const titles = columns.map(({ title }) => ({ text: title, width: widthOf(title) }));
  const cells = rows.map((row) => columns.map((_, index) => cellOf(row[index] ?? '')));
  const widths = titles.map(({ width }, index) =>
    cells.reduce((widest, row) => Math.max(widest, row[index]?.width ?? 0), width),
  );
  const lineOf = (row: readonly Cell[]) =>
    columns
      .map(({ align }, index) => {
        const { text, width } = row[index] ?? { text: '', width: 0 };
        const blanks = ' '.repeat((widths[index] ?? 0) - width);
        return align === 'left' ? text + blanks : blanks + text;
      })
      .join(columnGap)
      .trimEnd();
  return [lineOf(titles), widths.map((width) => '-'.repeat(width)).join(columnGap), ...cells.map(lineOf)];
}

/** Returns the width of a text in columns of a monospaced font. Only the beginning of a long text is measured. */
function widthOf(text: string): number {
  let sum = 0;
  for (const { width } of measured(text)) {
    sum += width;
  }
  return sum;
}

/** Yields the characters of the beginning of a text, as a reader would count them, with their widths. */
function* measured(text: string): Generator<Cell> {
  const beginning = text.slice(0, longestMeasured).replace(/[\ud800-\udbff]$/, '');
  if (/^[ -~]*$/.test(beginning)) {
    for (const character of beginning) {
      yield { text: character, width: 1 };
    }
    return;
  }
  for (const { segment } of segmenter.segment(beginning)) {
    yield { text: segment, width: zeroWidth.test(segment) ? 0 : doubleWidth.test(segment) ? 2 : 1 };
  }
}

/**
 * Returns the text, cut to the width of a cell. The cut may have removed the end of an isolate, so an open one is
 * closed.
 */
function cellOf(whole: string): Cell {
  let kept = '';
  let keptWidth = 0;
  let width = 0;
  for (const character of measured(whole)) {
    width += character.width;
    if (width > widestCell) {
      break;
    }
    if (width < widestCell) {
      kept += character.text;
      keptWidth = width;
    }
  }
  if (width <= widestCell && whole.length <= longestMeasured) {
    return { text: whole, width };
  }
  const isOpen = /[\u2066\u2068]/.test(kept);
  return { text: `${kept}…${isOpen ? '\u2069' : ''}`, width: keptWidth + 1 };
}

/** A label and its value; left out when the value is undefined or empty. */
export type TextField = readonly [label: PortalText, value: PortalText | undefined];

export interface TextSection {
  readonly heading: PortalText;
  readonly fields?: readonly TextField[];
  /** Subsections with fields of their own. */
  readonly parts?: readonly { readonly title: PortalText; readonly fields: readonly TextField[] }[];
}

/** JSON that is shown as it is, with no other text mixed in. */
export interface ExactText {
  readonly heading: PortalText;
  readonly text: string;
}

/**
 * Lays out a document as plain text: sections with their values in one column, followed by the exact texts. Each label
 * and its value take exactly one line, whatever they contain, so that no value can pass for another field. Sections
 * without fields are left out.
 */
export function layOut(sections: readonly TextSection[], exact: readonly ExactText[]): string {
  const blocks = [
    ...sections.flatMap(({ heading, fields = [], parts = [] }) => {
      const lines = [
        ...fieldLines(fields, '  '),
        ...parts.flatMap((part) => [`  ${documentText(part.title)}`, ...fieldLines(part.fields, '    ')]),
      ];
      return lines.length === 0 ? [] : [[documentText(heading), ...lines].join('\n')];
    }),
    ...exact.map(({ heading, text }) => `${documentText(heading)}\n${escapedControls(text)}`),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/**
 * Largest width of the label column. A longer label pushes its own value further to the right. Labels are also cut to a
 * length that no field name reaches; the exact texts contain them in full.
 */
const widestLabel = 60;
function fieldLines(fields: readonly TextField[], indent: string): string[] {
  const lines = fields.flatMap(([name, value = '']) => {
    const line = documentText(value);
    if (line === '') {
      return [];
    }
    const label = documentText(shortText(name));
    return [{ label, line, width: widthOf(label) }];
  });
  const labelWidth = lines.reduce((widest, { width }) => Math.max(widest, Math.min(widestLabel, width)), 0);
  return lines.map(
    ({ label, line, width }) => `${indent}${label}${' '.repeat(Math.max(0, labelWidth - width))}  ${line}`,
  );
}

/**
 * Returns the same JSON with characters escaped that some readers take for a line break, or that change the direction
 * of text. In JSON these occur only inside strings.
 */
function escapedControls(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

import { documentText, shortText } from './plainText';
import type { PortalText } from '../portal/values';

/** A column of a table in plain text. */
export interface Column {
  readonly title: string;
  /** Amounts stand at the right, so that their digits stand below each other. */
  readonly align: 'left' | 'right';
}

/** Characters that one cell shows at most; a longer text would push the others out of sight. */
const widestCell = 60;

/**
 * Code units of a text that are looked at, for any purpose: a segmenter needs memory and time that grow with the square
 * of a long text. What 60 characters take is less, unless it is made of more marks than any name has.
 */
const longestMeasured = 1000;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const gap = '  ';

/** Characters that fonts of one width draw twice as wide: those of East Asia, and emoji. */
const wide =
  /^(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\uff01-\uff60]|\p{Emoji_Presentation})/u;

/** Characters that take no place at all, such as those that isolate a direction. */
const invisible = /^\p{Cf}+$/u;

/** A text and how many letters of one width it takes. */
interface Cell {
  readonly text: string;
  readonly width: number;
}

/** Lays out rows of texts, each on one line, below the titles of their columns. @returns Lines without line breaks. */
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
      .join(gap)
      .trimEnd();
  return [lineOf(titles), widths.map((width) => '-'.repeat(width)).join(gap), ...cells.map(lineOf)];
}

/** How many letters of one width a text takes; of a long one only its beginning counts. */
export function widthOf(text: string): number {
  let sum = 0;
  for (const { width } of measured(text)) {
    sum += width;
  }
  return sum;
}

/** The characters of the beginning of a text, as a reader counts them. */
function* measured(text: string): Generator<Cell> {
  const beginning = text.slice(0, longestMeasured).replace(/[\ud800-\udbff]$/, '');
  if (/^[ -~]*$/.test(beginning)) {
    for (const character of beginning) {
      yield { text: character, width: 1 };
    }
    return;
  }
  for (const { segment } of segmenter.segment(beginning)) {
    yield { text: segment, width: invisible.test(segment) ? 0 : wide.test(segment) ? 2 : 1 };
  }
}

/** The text, shortened to what a cell shows; what was cut may have ended an isolated direction, so that is ended. */
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

/** A name and what stands for it; left out when that is undefined or empty. */
export type TextField = readonly [label: PortalText, value: PortalText | undefined];

export interface TextSection {
  readonly heading: PortalText;
  readonly fields?: readonly TextField[];
  /** Parts of the section that have fields of their own. */
  readonly parts?: readonly { readonly title: PortalText; readonly fields: readonly TextField[] }[];
}

/** JSON that stands as it is, without a line of the layout among it. */
export interface ExactText {
  readonly heading: PortalText;
  readonly text: string;
}

/**
 * Lays out a document as plain text: sections with their values in one column, then the exact texts. Each label and
 * each value is one line, whatever it holds, so that none can pass for another; sections without any are left out.
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
    ...exact.map(({ heading, text }) => `${documentText(heading)}\n${withoutActing(text)}`),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/**
 * Characters that values are moved to the right for a label; a longer one stands out of the column. One that no field
 * has is cut: it stands whole in the exact texts.
 */
const widestLabel = 60;
function fieldLines(fields: readonly TextField[], indent: string): string[] {
  const told = fields.flatMap(([name, value = '']) => {
    const line = documentText(value);
    if (line === '') {
      return [];
    }
    const label = documentText(shortText(name));
    return [{ label, line, width: widthOf(label) }];
  });
  const column = told.reduce((widest, { width }) => Math.max(widest, Math.min(widestLabel, width)), 0);
  return told.map(
    ({ label, line, width }) => `${indent}${label}${' '.repeat(Math.max(0, column - width))}  ${line}`,
  );
}

/** The same JSON, with what ends a line for some reader, or turns text around, spelled out: it stands in texts alone. */
function withoutActing(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

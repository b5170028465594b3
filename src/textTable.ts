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

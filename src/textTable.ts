/** A column of a table in plain text. */
export interface Column {
  readonly title: string;
  /** Amounts stand at the right, so that their digits stand below each other. */
  readonly align: 'left' | 'right';
}

/** Characters that one cell shows at most; a longer text would push the others out of sight. */
const widestCell = 60;

/** Code units of a text that are looked at: characters of many units are none of a name. */
const longestCounted = 2000;

const gap = '  ';

/** Characters that fonts of one width draw twice as wide: those of East Asia, and emoji. */
const wide =
  /^(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\uff01-\uff60]|\p{Emoji_Presentation})/u;

/** Characters that take no place at all, such as those that isolate a direction. */
const invisible = /^\p{Cf}+$/u;

/** Lays out rows of texts, each on one line, below the titles of their columns. @returns Lines without line breaks. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => columns.map((_, index) => cut(row[index] ?? '')));
  const widths = columns.map(({ title }, index) =>
    Math.max(widthOf(title), ...cells.map((row) => widthOf(row[index] ?? ''))),
  );
  const lineOf = (texts: readonly string[]) =>
    columns
      .map(({ align }, index) => {
        const text = texts[index] ?? '';
        const blanks = ' '.repeat((widths[index] ?? 0) - widthOf(text));
        return align === 'left' ? text + blanks : blanks + text;
      })
      .join(gap)
      .trimEnd();
  return [
    lineOf(columns.map(({ title }) => title)),
    lineOf(widths.map((width) => '-'.repeat(width))),
    ...cells.map(lineOf),
  ];
}

function characters(text: string): string[] {
  return [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(
    ({ segment }) => segment,
  );
}

/** How many letters of one width a text takes. */
export function widthOf(text: string): number {
  return characters(text).reduce((sum, character) => sum + characterWidth(character), 0);
}

function characterWidth(character: string): number {
  return invisible.test(character) ? 0 : wide.test(character) ? 2 : 1;
}

/** The text, shortened to what a cell shows; what was cut may have ended an isolated direction, so that is ended. */
function cut(whole: string): string {
  // To count the characters of a very long text takes longer than anybody waits for a table.
  const text = whole.slice(0, longestCounted);
  if (text === whole && widthOf(text) <= widestCell) {
    return text;
  }
  let width = 0;
  const kept = characters(text).filter((character) => {
    width += characterWidth(character);
    return width < widestCell;
  });
  const isOpen = /[\u2066\u2068]/.test(kept.join(''));
  return `${kept.join('')}…${isOpen ? '\u2069' : ''}`;
}

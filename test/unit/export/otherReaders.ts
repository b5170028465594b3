/**
 * How programs read a file of CSV that was written for another separator than theirs: none of them finds fault with a
 * quote in the middle of a cell, and each makes something else of it.
 */
export const otherReaders: Readonly<Record<string, (text: string, separator: string) => string[][]>> = {
  'takes quotes at the beginning of a cell for quotes, as spreadsheets do': (text, separator) =>
    read(text, separator, (cell) => /^ *$/.test(cell)),
  'takes quotes for quotes wherever they stand': (text, separator) => read(text, separator, () => true),
  'knows no quotes': (text, separator) => read(text, separator, () => false),
};

function read(text: string, separator: string, opens: (cell: string) => boolean): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const end = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (isQuoted && character === '"' && text[at + 1] === '"') {
      cell += '"';
      at++;
    } else if (character === '"' && (isQuoted || opens(cell))) {
      isQuoted = !isQuoted;
    } else if (!isQuoted && character === separator) {
      end();
    } else if (!isQuoted && /[\r\n\v\f\u0085\u2028\u2029]/.test(character)) {
      end();
      rows.push([]);
    } else {
      cell += character;
    }
  }
  end();
  return rows;
}

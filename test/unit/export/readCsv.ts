/**
 * Reads CSV as RFC 4180 has it, character by character; knows nothing of the writer.
 *
 * @throws Error where the text is none
 */
export function readCsv(text: string, separator = ','): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      at++;
      for (;;) {
        if (at >= text.length) {
          throw new Error('a quoted cell has no end');
        }
        if (text[at] !== '"') {
          cell += text[at++] ?? '';
        } else if (text[at + 1] === '"') {
          cell += '"';
          at += 2;
        } else {
          at++;
          break;
        }
      }
    } else {
      while (at < text.length && text[at] !== separator && text[at] !== '\r') {
        if (text[at] === '"' || text[at] === '\n') {
          throw new Error(`${JSON.stringify(text[at])} in a cell without quotes`);
        }
        cell += text[at++] ?? '';
      }
    }
    row.push(cell);
    if (text[at] === separator) {
      at++;
    } else if (text[at] === '\r' && text[at + 1] === '\n') {
      at += 2;
      rows.push(row);
      row = [];
    } else {
      throw new Error(`neither ${separator} nor CR LF behind a cell`);
    }
  }
  if (row.length > 0) {
    throw new Error('the last line has no end');
  }
  return rows;
}

/** Takes the marks away that keep a spreadsheet from reading more than text into a cell. */
export function unmarked(cell: string, separator = ','): string {
  const marks =
    separator === ','
      ? /(^|[;|^~\t\r\n\v\f\u0085\u2028\u2029])'/g
      : /(^|[,;|^~\t\r\n\v\f\u0085\u2028\u2029])'/g;
  return cell.replace(marks, '$1');
}

/** The rows of a file, without its byte order mark, as their values were. */
export function readExported(text: string): string[][] {
  return readCsv(text.slice(1)).map((row) => row.map((cell) => unmarked(cell)));
}

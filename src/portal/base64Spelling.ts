import type { PlainSpelling, Span } from './plainSpelling';

const blank = 0x20;

/** Each character of base64 in its own letters; a blank is a `+` that somebody has taken for a form's. */
const base64Letters = (() => {
  const table = new Uint8Array(256).fill('A'.charCodeAt(0));
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  Array.from(letters).forEach((letter) => (table[letter.charCodeAt(0)] = letter.charCodeAt(0)));
  Array.from('- ').forEach((letter) => (table[letter.charCodeAt(0)] = '+'.charCodeAt(0)));
  table['_'.charCodeAt(0)] = '/'.charCodeAt(0);
  return table;
})();

/**
 * What a text holds if any part of it is base64, four times: a part may begin at any character, and four of them make
 * three bytes. Where the text is no base64 this is noise. Line breaks, which mail puts into base64, count for nothing,
 * and neither do the blanks around them.
 *
 * @param bytes One character for each byte.
 */
export function base64Spellings(bytes: string): PlainSpelling[] {
  const places: number[] = [];
  const source = Buffer.from(bytes, 'latin1');
  const letters = Buffer.allocUnsafe(source.length);
  let length = 0;
  let isBehindBreak = false;
  const hasBreaks = /[\r\n\t]/.test(bytes);
  for (let at = 0; at < source.length; at++) {
    const code = source[at] ?? 0;
    if (hasBreaks) {
      if (code === 0x0a || code === 0x0d || code === 0x09) {
        isBehindBreak = true;
        while (length > 0 && source[places[length - 1] ?? 0] === blank) {
          length--;
        }
        continue;
      }
      if (isBehindBreak && code === blank) {
        continue;
      }
      isBehindBreak = false;
      places[length] = at;
    }
    letters[length++] = base64Letters[code] ?? 0;
  }
  const placeOf = (index: number) => (hasBreaks ? (places[index] ?? bytes.length - 1) : index);
  return [0, 1, 2, 3].map((first) => ({
    text: Buffer.from(letters.toString('latin1', first, length), 'base64').toString('latin1'),
    sourceOf: ({ start, end }: Span): Span => {
      const characterOf = (byte: number) => first + 4 * Math.floor(byte / 3) + (byte % 3);
      return { start: placeOf(characterOf(start)), end: placeOf(characterOf(end - 1) + 1) + 1 };
    },
  }));
}

/** The characters of base64 that stand for some bytes wherever these stand, in each of the three ways. */
export function base64Of(bytes: string): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.from('\0'.repeat(before) + bytes, 'latin1').toString('base64');
    // The first and last characters depend on what stands around them.
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
}

/** Base64 in its own letters, with a blank for the `+` that it was made of. */
export function blankAsPlus(bytes: string): string {
  return bytes.replace(/[- _]/g, (letter) => (letter === '_' ? '/' : '+'));
}

/**
 * Whether letters of base64 have a blank or a line break behind them, many at once or a few several times: in noise,
 * hardly any have.
 */
export function mayBeBroken(bytes: string): boolean {
  return /\s(?<=[\w+/=-]{2}\s)(?<=[\w+/=-]{8}\s|(?:[\w+/=-]{2,7}\s){4})/.test(bytes);
}

/** Letters in a group, and blanks from which on letters between them are taken for base64 in groups. */
const [fewestInGroup, mostInGroup] = [2, 76];
const fewestBlanks = 3;

/**
 * The parts of a text that are base64 in groups of one length with single blanks between them, each without the blanks.
 * In words, few blanks stand as far from each other as the ones before.
 */
export function groupedBase64(bytes: string): PlainSpelling[] {
  const found: PlainSpelling[] = [];
  const areLetters = (start: number, end: number) => /^[\w+/=-]*$/.test(bytes.slice(start, end));
  let [first, last, width] = [-1, -1, 0];
  const close = () => {
    if (last - first < (fewestBlanks - 1) * (width + 1) || width < fewestInGroup) {
      return;
    }
    // The first group was not looked at yet.
    const from = areLetters(first + 1, first + 1 + width) ? first : first + 1 + width;
    if (last - from >= (fewestBlanks - 1) * (width + 1)) {
      const before = /[\w+/=-]*$/.exec(bytes.slice(Math.max(0, from - width), from))?.[0].length ?? 0;
      const behind = /^[\w+/=-]*/.exec(bytes.slice(last + 1, last + 1 + width))?.[0].length ?? 0;
      found.push(partOf(bytes, { start: from - before, end: last + 1 + behind }));
    }
  };
  for (let at = bytes.indexOf(' '); at >= 0; at = bytes.indexOf(' ', at + 1)) {
    const gap = at - last - 1;
    if (gap !== width || !areLetters(last + 1, at)) {
      close();
      first = last;
      width = last >= 0 && gap <= mostInGroup ? gap : 0;
    }
    last = at;
  }
  close();
  return found;
}

/** A part of a text without the blanks in it. */
function partOf(bytes: string, { start, end }: Span): PlainSpelling {
  const { text, sourceOf } = unbroken(bytes.slice(start, end));
  return {
    text,
    sourceOf: (span) => {
      const inner = sourceOf(span);
      return { start: start + inner.start, end: start + inner.end };
    },
  };
}

/** What becomes of each character of base64 in its own letters: nothing of a blank and a line break. */
const letterOf = (() => {
  const table = Uint8Array.from({ length: 256 }, (_, code) => code);
  table.fill(0, 0x09, 0x0e);
  table[blank] = 0;
  table['-'.charCodeAt(0)] = '+'.charCodeAt(0);
  table['_'.charCodeAt(0)] = '/'.charCodeAt(0);
  return table;
})();

/** Base64 in its own letters, without the blanks and line breaks in it. */
export function unbroken(bytes: string): PlainSpelling {
  const source = Buffer.from(bytes, 'latin1');
  const letters = Buffer.allocUnsafe(source.length);
  let length = 0;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- takes several times as long, five times for each reply
  for (let at = 0; at < source.length; at++) {
    const letter = letterOf[source[at] ?? 0] ?? 0;
    letters[length] = letter;
    length += letter === 0 ? 0 : 1;
  }
  let places: Uint32Array | undefined;
  const placeOf = (index: number) => {
    places ??= placesOfLetters(source, length);
    return places[index] ?? source.length - 1;
  };
  return {
    text: letters.toString('latin1', 0, length),
    sourceOf: ({ start, end }) => ({ start: placeOf(start), end: placeOf(end - 1) + 1 }),
  };
}

/** Where each letter stands; listed when one is found. */
function placesOfLetters(source: Buffer, length: number): Uint32Array {
  const places = new Uint32Array(length);
  let index = 0;
  for (const [at, code] of source.entries()) {
    if (letterOf[code] !== 0) {
      places[index++] = at;
    }
  }
  return places;
}

import type { PlainSpelling, Span } from './plainSpelling';

const blank = 0x20;

/** Maps base64url to base64. A space stands for `+`, which form decoding turns into a space. */
const base64Letters = (() => {
  const table = new Uint8Array(256).fill('A'.charCodeAt(0));
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  Array.from(letters).forEach((letter) => (table[letter.charCodeAt(0)] = letter.charCodeAt(0)));
  Array.from('- ').forEach((letter) => (table[letter.charCodeAt(0)] = '+'.charCodeAt(0)));
  table['_'.charCodeAt(0)] = '/'.charCodeAt(0);
  return table;
})();

/**
 * Decodes a text as base64 at each of the four possible alignments: base64 may begin at any character, and four
 * characters stand for three bytes. What is not base64 decodes to noise. Line breaks, which mail puts into base64, and
 * the spaces around them are ignored.
 *
 * @param bytes One character for each byte.
 */
export function base64Decodings(bytes: string): PlainSpelling[] {
  const positions: number[] = [];
  const source = Buffer.from(bytes, 'latin1');
  const letters = Buffer.allocUnsafe(source.length);
  let length = 0;
  let isAfterBreak = false;
  const hasBreaks = /[\r\n\t]/.test(bytes);
  for (let at = 0; at < source.length; at++) {
    const code = source[at] ?? 0;
    if (hasBreaks) {
      if (code === 0x0a || code === 0x0d || code === 0x09) {
        isAfterBreak = true;
        while (length > 0 && source[positions[length - 1] ?? 0] === blank) {
          length--;
        }
        continue;
      }
      if (isAfterBreak && code === blank) {
        continue;
      }
      isAfterBreak = false;
      positions[length] = at;
    }
    letters[length++] = base64Letters[code] ?? 0;
  }
  const positionOf = (index: number) => (hasBreaks ? (positions[index] ?? bytes.length - 1) : index);
  return [0, 1, 2, 3].map((first) => ({
    text: Buffer.from(letters.toString('latin1', first, length), 'base64').toString('latin1'),
    sourceOf: ({ start, end }: Span): Span => {
      const characterOf = (byte: number) => first + 4 * Math.floor(byte / 3) + (byte % 3);
      return { start: positionOf(characterOf(start)), end: positionOf(characterOf(end - 1) + 1) + 1 };
    },
  }));
}

/** The characters that appear in the base64 of any text that contains these bytes, one for each of three alignments. */
export function base64Fragments(bytes: string): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.from('\0'.repeat(before) + bytes, 'latin1').toString('base64');
    // The first and last characters also encode bits of the bytes around these.
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
}

/**
 * Whether whitespace follows a long run of base64 characters, or several short runs in a row. Noise hardly ever looks
 * like that.
 */
export function mayBeBroken(bytes: string): boolean {
  return /\s(?<=[\w+/=-]{2}\s)(?<=[\w+/=-]{8}\s|(?:[\w+/=-]{2,7}\s){4})/.test(bytes);
}

/** Fewest and most base64 characters in a group. */
const [fewestInGroup, mostInGroup] = [2, 76];

/** This many spaces at equal distances make a text count as base64 in groups. */
const fewestBlanks = 3;

/** Separates groups that are decoded together: longer than what one character of base64 can affect. */
const apart = '....';

/**
 * Finds base64 that is written in groups of equal length with single spaces between them, and returns all of it without
 * these spaces, so that it is decoded at once; undefined if there is none. In prose, spaces rarely occur at equal
 * distances.
 */
export function groupedBase64(bytes: string): PlainSpelling | undefined {
  const groups = groupsIn(bytes);
  if (groups.length === 0) {
    return undefined;
  }
  const starts: number[] = [];
  let length = 0;
  for (const { start, end } of groups) {
    starts.push(length);
    length += end - start + apart.length;
  }
  const { text, sourceOf } = unbroken(groups.map(({ start, end }) => bytes.slice(start, end)).join(apart));
  const placeOf = (at: number) => {
    const index = lastUpTo(starts, at);
    const { start, end } = groups[index] ?? { start: 0, end: 0 };
    return Math.min(start + at - (starts[index] ?? 0), end - 1);
  };
  return {
    text,
    sourceOf: (span) => {
      const inner = sourceOf(span);
      return { start: placeOf(inner.start), end: placeOf(inner.end - 1) + 1 };
    },
  };
}

/** Returns the index of the last of these ascending numbers that does not exceed the value; 0 if there is none. */
function lastUpTo(numbers: readonly number[], most: number): number {
  let [low, high] = [0, numbers.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= most) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Where the base64 in groups is, in ascending order. */
function groupsIn(bytes: string): Span[] {
  const found: Span[] = [];
  const areLetters = (start: number, end: number) => /^[\w+/=-]*$/.test(bytes.slice(start, end));
  let [first, last, width] = [-1, -1, 0];
  const close = () => {
    if (last - first < (fewestBlanks - 1) * (width + 1) || width < fewestInGroup) {
      return;
    }
    // The group before the first space has not been checked yet.
    const from = areLetters(first + 1, first + 1 + width) ? first : first + 1 + width;
    if (last - from >= (fewestBlanks - 1) * (width + 1)) {
      const before = /[\w+/=-]*$/.exec(bytes.slice(Math.max(0, from - width), from))?.[0].length ?? 0;
      const behind = /^[\w+/=-]*/.exec(bytes.slice(last + 1, last + 1 + width))?.[0].length ?? 0;
      found.push({ start: from - before, end: last + 1 + behind });
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

/** Maps base64url to base64, and spaces and line breaks to 0. */
const letterOf = (() => {
  const table = Uint8Array.from({ length: 256 }, (_, code) => code);
  table.fill(0, 0x09, 0x0e);
  table[blank] = 0;
  table['-'.charCodeAt(0)] = '+'.charCodeAt(0);
  table['_'.charCodeAt(0)] = '/'.charCodeAt(0);
  return table;
})();

/** Converts base64url to base64 and removes spaces and line breaks. */
export function unbroken(bytes: string): PlainSpelling {
  const source = Buffer.from(bytes, 'latin1');
  const letters = Buffer.allocUnsafe(source.length);
  let length = 0;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- for…of is several times slower here
  for (let at = 0; at < source.length; at++) {
    const letter = letterOf[source[at] ?? 0] ?? 0;
    letters[length] = letter;
    length += letter === 0 ? 0 : 1;
  }
  let positions: Uint32Array | undefined;
  const positionOf = (index: number) => {
    positions ??= positionsOfLetters(source, length);
    return positions[index] ?? source.length - 1;
  };
  return {
    text: letters.toString('latin1', 0, length),
    sourceOf: ({ start, end }) => ({ start: positionOf(start), end: positionOf(end - 1) + 1 }),
  };
}

/** The position of each base64 character; computed only once something was found. */
function positionsOfLetters(source: Buffer, length: number): Uint32Array {
  const positions = new Uint32Array(length);
  let index = 0;
  for (const [at, code] of source.entries()) {
    if (letterOf[code] !== 0) {
      positions[index++] = at;
    }
  }
  return positions;
}

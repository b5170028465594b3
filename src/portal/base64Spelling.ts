import type { PlainSpelling, Span } from './plainSpelling';

const space = 0x20;

/**
 * Maps each character to its letter in the standard base64 alphabet. A space maps to `+`: form decoding turns one into
 * the other.
 */
const base64Letters = (() => {
  const table = new Uint8Array(256).fill('A'.charCodeAt(0));
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  Array.from(letters).forEach((letter) => (table[letter.charCodeAt(0)] = letter.charCodeAt(0)));
  Array.from('- ').forEach((letter) => (table[letter.charCodeAt(0)] = '+'.charCodeAt(0)));
  table['_'.charCodeAt(0)] = '/'.charCodeAt(0);
  return table;
})();

/**
 * Decodes a text as base64 in four ways, one for each offset at which base64 may start in it: four characters encode
 * three bytes. Parts that are not base64 decode to noise. Line breaks, which mail inserts into base64, and the spaces
 * around them are skipped.
 *
 * @param bytes One character per byte.
 */
export function base64Spellings(bytes: string): PlainSpelling[] {
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
        while (length > 0 && source[positions[length - 1] ?? 0] === space) {
          length--;
        }
        continue;
      }
      if (isAfterBreak && code === space) {
        continue;
      }
      isAfterBreak = false;
      positions[length] = at;
    }
    letters[length++] = base64Letters[code] ?? 0;
  }
  const positionOf = (index: number) => (hasBreaks ? (positions[index] ?? bytes.length - 1) : index);
  return [0, 1, 2, 3].map((offset) => ({
    text: Buffer.from(letters.toString('latin1', offset, length), 'base64').toString('latin1'),
    sourceOf: ({ start, end }: Span): Span => {
      const characterOf = (byte: number) => offset + 4 * Math.floor(byte / 3) + (byte % 3);
      return { start: positionOf(characterOf(start)), end: positionOf(characterOf(end - 1) + 1) + 1 };
    },
  }));
}

/** Returns the characters that encode these bytes wherever they occur in base64, one text per alignment (three). */
export function base64Of(bytes: string): string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.from('\0'.repeat(offset) + bytes, 'latin1').toString('base64');
    // The first and last characters depend on the neighbouring bytes.
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
}

/** Converts base64 to its standard alphabet; a space becomes the `+` that it was. */
export function blankAsPlus(bytes: string): string {
  return bytes.replace(/[- _]/g, (letter) => (letter === '_' ? '/' : '+'));
}

/**
 * Whether a text may hold base64 that is broken by spaces or line breaks: base64 characters followed by white space.
 * Noise hardly ever matches.
 */
export function mayBeBroken(bytes: string): boolean {
  return /\s(?<=[\w+/=-]{8}\s)/.test(bytes);
}

/** Maps each byte to its letter in the standard base64 alphabet, and white space to 0. */
const letterOf = (() => {
  const table = Uint8Array.from({ length: 256 }, (_, code) => code);
  table.fill(0, 0x09, 0x0e);
  table[space] = 0;
  table['-'.charCodeAt(0)] = '+'.charCodeAt(0);
  table['_'.charCodeAt(0)] = '/'.charCodeAt(0);
  return table;
})();

/** Converts base64 to its standard alphabet and removes spaces and line breaks. */
export function unbroken(bytes: string): PlainSpelling {
  const source = Buffer.from(bytes, 'latin1');
  const letters = Buffer.allocUnsafe(source.length);
  let length = 0;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- a for-of loop is several times slower here
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

/** Returns the position of each letter. Computed only when something is found. */
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

/**
 * What a JSON text may hold, several times more than the largest replies of the API: lists of 100 rows, some 200 KB of
 * them. Whatever is within these bounds is read within a few hundredths of a second; nothing is built of anything else.
 */
export const jsonBounds = {
  characters: 512 * 1024,
  /** Values of every kind, those that hold others included. */
  values: 15_000,
  /** Levels inside each other. */
  depth: 256,
  /** The levels around each value, all together: so many steps it takes to look around every one of them. */
  levels: 200_000,
} as const;

/** A JSON text beyond the bounds. It may be valid, and is not read. */
export class TooComplexJsonError extends SyntaxError {
  override readonly name = 'TooComplexJsonError';
}

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;

/**
 * Counts what a JSON text holds, without reading it. A text that does not begin as an object or a list is left to the
 * parser, which reads no more than one value of it.
 *
 * @throws TooComplexJsonError when it is beyond the bounds.
 */
export function checkBounds(text: string): void {
  if (text.length > jsonBounds.characters) {
    throw new TooComplexJsonError(`more than ${jsonBounds.characters} characters`);
  }
  if (!/^\s*[[{]/.test(text)) {
    return;
  }
  let values = 1;
  let depth = 0;
  let levels = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isInString) {
      at += code === backslash ? 1 : 0;
      isInString = code !== quote;
    } else if (code === quote) {
      isInString = true;
    } else if (code === comma) {
      values++;
      levels += depth;
    } else if (isOpening(code)) {
      // Its first value; there is none in an empty one, which counts for two.
      values++;
      depth++;
      levels += depth;
    } else if (isClosing(code)) {
      depth--;
    }
    if (values > jsonBounds.values || depth > jsonBounds.depth || levels > jsonBounds.levels) {
      throw new TooComplexJsonError(
        depth > jsonBounds.depth
          ? `more than ${jsonBounds.depth} levels inside each other`
          : `more than ${jsonBounds.values} values, or too many levels around them`,
      );
    }
  }
}

/** `[` and `{`, which differ in one bit. */
function isOpening(code: number): boolean {
  return (code | 0x20) === 0x7b;
}

/** `]` and `}`. */
function isClosing(code: number): boolean {
  return (code | 0x20) === 0x7d;
}

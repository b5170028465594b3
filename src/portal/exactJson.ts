import { LosslessNumber, parse, type ParseOptions, stringify } from 'lossless-json';

/** JSON whose numbers keep the digits that were received: the portal's ids exceed 2^53. */
export type Json = null | boolean | string | LosslessNumber | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/**
 * Reads JSON without rounding any number.
 *
 * @throws SyntaxError when the text is not JSON; TooComplexJsonError, which is one, when it is beyond `jsonBounds`.
 */
export function parseExact(text: string): Json {
  checkBounds(text);
  // The library declares `unknown`; with its default number parser it makes exactly these values.
  return parse(text) as Json;
}

/**
 * Reads JSON in which a field may be told twice in ways that differ: it counts as not told (null), so that one odd row
 * hides no other. A list or record that is told twice is no JSON unless it stands in a row, since rows may be lost with it.
 *
 * @throws as `parseExact`.
 */
export function parseTolerant(text: string): Json {
  checkBounds(text);
  // In itself, so that it equals nothing that a text can hold.
  const lost: Json[] = [];
  lost.push(lost);
  const keys: string[] = [];
  const onDuplicateKey: ParseOptions['onDuplicateKey'] = ({ key, oldValue, newValue }) => {
    const holdsOthers = [oldValue, newValue].some(
      (value) => typeof value === 'object' && value !== null && !(value instanceof LosslessNumber),
    );
    keys.push(...(holdsOthers ? [key] : []));
    return holdsOthers ? lost : null;
  };
  const root = parse(text, undefined, { onDuplicateKey }) as Json;
  if (keys.length > 0) {
    replaceInRows(root, lost);
  }
  return root;
}

/** Puts null in place of a value in every row; a row is a record in a list. @throws SyntaxError where it stands elsewhere. */
function replaceInRows(root: Json, lost: Json): void {
  const waiting = [{ value: root, isInRow: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, isInRow } = next;
    if (Array.isArray(value)) {
      waiting.push(...value.map((item) => ({ value: item, isInRow: true })));
    } else if (isObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        if (inner !== lost) {
          waiting.push({ value: inner, isInRow });
        } else if (isInRow) {
          value[key] = null;
        } else {
          throw new SyntaxError(`two values for the key ${JSON.stringify(key)}`);
        }
      }
    }
  }
}

/** Writes JSON with every number as it was received. `indent` is the number of blanks for each level. */
export function printExact(value: Json, indent?: number): string {
  return stringify(value, undefined, indent) ?? 'null';
}

/** The text pretty-printed with its own digits, or as it is when it is not JSON. */
export function prettyPrint(text: string): string {
  try {
    return printExact(parseExact(text), 2);
  } catch {
    return text;
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof LosslessNumber)
  );
}

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

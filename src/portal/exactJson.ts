import { LosslessNumber, parse, type ParseOptions, stringify } from 'lossless-json';

/** JSON whose numbers keep the digits that were received: the portal's ids exceed 2^53. */
export type Json = null | boolean | string | LosslessNumber | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/**
 * Parses JSON without rounding any number.
 *
 * @throws SyntaxError when the text is not JSON; its subclass TooComplexJsonError when it exceeds `jsonLimits`.
 */
export function parseExact(text: string): Json {
  checkBounds(text);
  // The library declares `unknown`; with its default number parser it returns exactly these types.
  return parse(text) as Json;
}

/**
 * Parses JSON that may repeat a key with different values. Such a field becomes null, as if it were not provided, so
 * that one odd row does not hide the others. If one of the values is a list or record, rows may be lost with it; that
 * is a syntax error unless the field itself is inside a row.
 *
 * @throws The same errors as `parseExact`.
 */
export function parseTolerant(text: string): Json {
  checkBounds(text);
  // Contains itself, so that it equals nothing that a text can contain.
  const replaced: Json[] = [];
  replaced.push(replaced);
  const keys: string[] = [];
  const onDuplicateKey: ParseOptions['onDuplicateKey'] = ({ key, oldValue, newValue }) => {
    const holdsContainer = [oldValue, newValue].some(
      (value) => typeof value === 'object' && value !== null && !(value instanceof LosslessNumber),
    );
    if (holdsContainer) {
      keys.push(key);
    }
    return holdsContainer ? replaced : null;
  };
  const root = parse(text, undefined, { onDuplicateKey }) as Json;
  if (keys.length > 0) {
    replaceInRows(root, replaced);
  }
  return root;
}

/**
 * Replaces a value with null inside rows; a row is a record in a list. @throws SyntaxError if the value occurs
 * elsewhere.
 */
function replaceInRows(root: Json, replaced: Json): void {
  const waiting = [{ value: root, isInRow: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, isInRow } = next;
    if (Array.isArray(value)) {
      for (const item of value) {
        waiting.push({ value: item, isInRow: true });
      }
    } else if (isObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        if (inner !== replaced) {
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

/** Writes JSON with every number as received. `indent` is the number of spaces per level. */
export function printExact(value: Json, indent?: number): string {
  return stringify(value, undefined, indent) ?? 'null';
}

/** Pretty-prints a JSON text without changing its digits; returns any other text unchanged. */
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
 * Limits for a JSON text, several times the largest replies of the API (lists of 100 rows, about 200 KB). A text within
 * them is parsed within a few hundredths of a second; any other is not parsed at all.
 */
export const jsonLimits = {
  characters: 512 * 1024,
  /** Values of every kind, including containers. */
  values: 15_000,
  /** Levels of nesting. */
  depth: 256,
  /**
   * Sum of the nesting depths of all values: the number of steps needed to visit every container around every value.
   */
  levels: 200_000,
} as const;

/** A JSON text that exceeds the limits. It may be valid but is not parsed. */
export class TooComplexJsonError extends SyntaxError {
  override readonly name = 'TooComplexJsonError';
}

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;

/**
 * Counts the contents of a JSON text without parsing it. A text that starts as neither an object nor a list is left to
 * the parser, which reads a single value.
 *
 * @throws TooComplexJsonError when the text exceeds the limits.
 */
function checkBounds(text: string): void {
  if (text.length > jsonLimits.characters) {
    throw new TooComplexJsonError(`more than ${jsonLimits.characters} characters`);
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
      // Counts the container's first value. An empty container has none and so counts as two values.
      values++;
      depth++;
      levels += depth;
    } else if (isClosing(code)) {
      depth--;
    }
    if (values > jsonLimits.values || depth > jsonLimits.depth || levels > jsonLimits.levels) {
      throw new TooComplexJsonError(
        depth > jsonLimits.depth
          ? `more than ${jsonLimits.depth} levels inside each other`
          : `more than ${jsonLimits.values} values, or too many levels around them`,
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

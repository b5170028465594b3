import { LosslessNumber, parse, stringify } from 'lossless-json';

/** JSON whose numbers keep the digits that were received: the portal's ids exceed 2^53. */
export type Json = null | boolean | string | LosslessNumber | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/**
 * Reads JSON without rounding any number.
 *
 * @throws SyntaxError when the text is not JSON, or nests deeper than the stack can follow.
 */
export function parseExact(text: string): Json {
  try {
    // The library declares `unknown`; with its default number parser it makes exactly these values.
    return parse(text) as Json;
  } catch (error) {
    throw error instanceof SyntaxError
      ? error
      : new SyntaxError('the JSON nests too deeply', { cause: error });
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

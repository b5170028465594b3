import { LosslessNumber, parse, stringify } from 'lossless-json';
import { checkBounds } from './jsonBounds';

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

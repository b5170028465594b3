import { LosslessNumber } from 'lossless-json';
import * as z from 'zod/mini';

declare const idBrand: unique symbol;

/** A 64-bit id as decimal text (API guide, numbers and ids). On the wire it is a bare JSON integer. */
export type Id = string & { readonly [idBrand]: true };

const largestId = 2n ** 63n - 1n;

function isId(text: string): text is Id {
  return /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= largestId;
}

/** A JSON number with its digits as received, taken as text. */
export const digits = z.pipe(
  z.instanceof(LosslessNumber),
  z.transform((number: LosslessNumber) => number.value),
);

/** Text, or a number taken as the text of its digits: the guide types one value both ways in places. */
export const textual = z.union([z.string(), digits]);

/** An id, received as text or as number. */
export const id = z.pipe(
  textual,
  z.transform((text: string, context): Id => {
    if (isId(text)) {
      return text;
    }
    context.issues.push({ code: 'custom', message: 'not a 64-bit id', input: text });
    return z.NEVER;
  }),
);

/** A whole number that a double holds exactly, received as number or as text. */
export const wholeNumber = z.pipe(
  textual,
  z.transform((text: string, context): number => {
    const number = Number(text);
    if (/^-?\d+$/.test(text) && Number.isSafeInteger(number)) {
      return number;
    }
    context.issues.push({ code: 'custom', message: 'not a whole number', input: text });
    return z.NEVER;
  }),
);

/** Reads `value` by `schema`; undefined when it does not fit. For keys that no guide promises. */
export function readAs<T>(schema: z.ZodMiniType<T>, value: unknown): T | undefined {
  const parsed = z.safeParse(schema, value);
  return parsed.success ? parsed.data : undefined;
}

/** The id that `text` holds; undefined when it is none. */
export function idFrom(text: string): Id | undefined {
  return isId(text) ? text : undefined;
}

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

function isScalar(value: unknown): value is string | LosslessNumber {
  return typeof value === 'string' || value instanceof LosslessNumber;
}

/**
 * Text that the portal wrote: to the compiler a string, and any string may stand for one. A lint rule
 * (lint/portalText.mjs) keeps it from becoming part of what is shown before a helper of plainText.ts has made it fit.
 */
export type PortalText = string & { readonly __portalText?: true };

/** Text, or a number taken as the text of its digits: the guide types one value both ways in places. */
export const textual: z.ZodMiniType<PortalText> = z.pipe(
  z.custom<string | LosslessNumber>(isScalar),
  z.transform((value: string | LosslessNumber) => (typeof value === 'string' ? value : value.value)),
);

/** Text of the portal that this program has kept. */
export const portalText: z.ZodMiniType<PortalText> = z.string();

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

/** Text that is not empty. */
export const filled = textual.check(z.minLength(1));

/** Text that a record may leave out; empty then. */
export const textOrEmpty = z._default(z.catch(textual, ''), '');

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

/** The latest time that a date can have, in milliseconds since 1970; a later one cannot be shown. */
export const latestTime = 8.64e15;

/** What only a text or a number fits. */
const scalars: ReadonlySet<unknown> = new Set([textual, filled, digits, id, wholeNumber]);

/**
 * Reads `value` by `schema`; undefined when it does not fit, or is not there. For keys that no guide promises: most of
 * them are not there, which costs nothing here, and much where zod has to say so.
 */
export function readAs<T>(schema: z.ZodMiniType<T>, value: unknown): T | undefined {
  if (value === undefined || (scalars.has(schema) && !isScalar(value))) {
    return undefined;
  }
  const parsed = z.safeParse(schema, value);
  return parsed.success ? parsed.data : undefined;
}

/** The id that `text` holds; undefined when it is none. */
export function idFrom(text: string): Id | undefined {
  return isId(text) ? text : undefined;
}

/** The digits behind a decimal point without zeros that change nothing; a pattern would take long for many zeros. */
export function withoutTrailingZeros(fraction: string): string {
  let end = fraction.length;
  while (fraction[end - 1] === '0') {
    end--;
  }
  return fraction.slice(0, end);
}

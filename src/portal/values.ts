import { LosslessNumber } from 'lossless-json';
import * as z from 'zod/mini';

declare const idBrand: unique symbol;

/** A 64-bit id as decimal text (API guide, numbers and ids). On the wire it is a bare JSON integer. */
export type Id = string & { readonly [idBrand]: true };

const largestId = 2n ** 63n - 1n;

function isId(text: string): text is Id {
  return /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= largestId;
}

/** A JSON number, read as the text of its digits. */
export const digits = z.pipe(
  z.instanceof(LosslessNumber),
  z.transform((number: LosslessNumber) => number.value),
);

function isScalar(value: unknown): value is string | LosslessNumber {
  return typeof value === 'string' || value instanceof LosslessNumber;
}

/**
 * Text written by the portal. To the compiler it is a string, and any string is accepted as one. A lint rule
 * (lint/portalText.mjs) keeps it out of anything shown until a helper of plainText.ts has made it safe.
 */
export type PortalText = string & { readonly __portalText?: true };

/** Text, or a number read as the text of its digits: the guide types some values both ways. */
export const textOrNumber: z.ZodMiniType<PortalText> = z.pipe(
  z.custom<string | LosslessNumber>(isScalar),
  z.transform((value: string | LosslessNumber) => (typeof value === 'string' ? value : value.value)),
);

/** The portal's text, read back from this extension's own storage. */
export const portalText: z.ZodMiniType<PortalText> = z.string();

/** An id, received as text or as a number. */
export const id = z.pipe(
  textOrNumber,
  z.transform((text: string, context): Id => {
    if (isId(text)) {
      return text;
    }
    context.issues.push({ code: 'custom', message: 'not a 64-bit id', input: text });
    return z.NEVER;
  }),
);

/** Text that is not empty. */
export const nonEmptyText = textOrNumber.check(z.minLength(1));

/** Text that a record may omit; an empty string in that case. */
export const textOrEmpty = z._default(z.catch(textOrNumber, ''), '');

/** A whole number that a double holds exactly, received as a number or as text. */
export const wholeNumber = z.pipe(
  textOrNumber,
  z.transform((text: string, context): number => {
    const number = Number(text);
    if (/^-?\d+$/.test(text) && Number.isSafeInteger(number)) {
      return number;
    }
    context.issues.push({ code: 'custom', message: 'not a whole number', input: text });
    return z.NEVER;
  }),
);

/** The latest time that a Date can hold, in milliseconds since 1970; a later one cannot be shown. */
export const latestTime = 8.64e15;

/** Schemas that accept only a text or a number. */
const scalars: ReadonlySet<unknown> = new Set([textOrNumber, nonEmptyText, digits, id, wholeNumber]);

/**
 * Parses `value` with `schema`; undefined when it is missing or does not fit. Meant for undocumented keys. Most of them
 * are missing, and checking for that first is much cheaper than a zod error.
 */
export function readAs<T>(schema: z.ZodMiniType<T>, value: unknown): T | undefined {
  if (value === undefined || (scalars.has(schema) && !isScalar(value))) {
    return undefined;
  }
  const parsed = z.safeParse(schema, value);
  return parsed.success ? parsed.data : undefined;
}

/** Returns `text` as an id; undefined when it is not one. */
export function idFrom(text: string): Id | undefined {
  return isId(text) ? text : undefined;
}

/**
 * Removes trailing zeros from the digits after a decimal point. A loop, because a regular expression is slow on many
 * zeros.
 */
export function withoutTrailingZeros(fraction: string): string {
  let end = fraction.length;
  while (fraction[end - 1] === '0') {
    end--;
  }
  return fraction.slice(0, end);
}

/** Returns a decimal number in its shortest exact form: `10` for `10.00`; undefined if the text is not a number. */
export function decimal(text: string): string | undefined {
  const [, sign = '', whole, cents = ''] = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) {
    return undefined;
  }
  const fraction = withoutTrailingZeros(cents);
  return `${sign === '-' ? sign : ''}${whole.replace(/^0+(?=\d)/, '')}${fraction === '' ? '' : `.${fraction}`}`;
}

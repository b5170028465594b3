import * as z from 'zod/mini';
import type { Json } from './exactJson';
import { isObject, parseExact } from './exactJson';
import { digits, readAs } from './values';

/** Statuses with which the portal can say that it did not do what it was asked to do. */
const refusingStatuses: readonly number[] = [400, 403, 404, 422, 429];

/** An error keyword such as `parameter_validation_failed`: text, and no number in the form of text. */
const keyword = z.string().check(z.regex(/^[a-z][\w.-]*$/i));

/** Success in the portal's own word and in those of the gateways that may stand in front of it. */
const successWords = /^(success|successful|succeed|succeeded|ok)$/i;

const wholeEnvelope = z.object({
  code: keyword,
  requestId: z.string().check(z.regex(/\S/)),
  status: digits,
});

/**
 * Whether a reply to a write says, in the whole envelope of the guide (API guide, response structure), that the portal
 * did not do it. This is a list of what is allowed: `code`, `requestId` and `status` are present, the code is an error
 * keyword, transport and body agree on a status that refuses, and nothing in the reply names an order. Any other
 * reply proves nothing.
 *
 * @param transportStatus The HTTP status.
 * @param text The whole reply.
 */
export function isClearRefusal(transportStatus: number, text: string): boolean {
  const root = readObject(text);
  const envelope = readAs(wholeEnvelope, root);
  if (root === undefined || envelope === undefined) {
    return false;
  }
  const status = refusingStatuses.find((one) => String(one) === envelope.status);
  return (
    status !== undefined &&
    (transportStatus === status || transportStatus === 200) &&
    !successWords.test(envelope.code) &&
    // A write that answers `true` has done what it was asked to do (API guide, create a subordinate user).
    root.result !== true &&
    !namesOrder(root)
  );
}

/** The JSON object that a text holds; undefined where it holds none. */
export function readObject(text: string): Readonly<Record<string, Json>> | undefined {
  try {
    const value = parseExact(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Keys of an order, a transaction or an instance, without regard to capitals and separators. */
const namingKey =
  /^(id|(order|transaction|instance)s?|(order|transaction|instance)(no|nos|number|numbers|id|ids|sn|status))$/;

/** Order and transaction numbers as the guide prints them: `YL` or `HX` and 19 digits. */
const printedNumber = /(YL|HX)\d{10,}/i;

/** Whether anything in a reply names an order, a transaction or an instance, under its key or in its printed form. */
export function namesOrder(value: Json): boolean {
  if (typeof value === 'string') {
    return printedNumber.test(value);
  }
  if (Array.isArray(value)) {
    return value.some(namesOrder);
  }
  return (
    isObject(value) &&
    Object.entries(value).some(
      ([key, inner]) =>
        printedNumber.test(key) || (namingKey.test(plainKey(key)) && isFilled(inner)) || namesOrder(inner),
    )
  );
}

/** `order_no` and `OrderNo` are `orderno`. */
export function plainKey(key: string): string {
  return key.replace(/[^a-z0-9]/gi, '').toLowerCase();
}

function isFilled(value: Json): boolean {
  return value !== null && !(typeof value === 'string' && value.trim() === '');
}

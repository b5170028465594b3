import * as z from 'zod/mini';
import { speaksOfDone } from './doneWords';
import type { ReplyBody } from './envelope';
import { isObject } from './exactJson';
import { isBareNumber, namesOrder } from './namedOrders';
import { digits, readAs } from './values';

/** Statuses with which the portal can say that it did not do what it was asked to do. */
const refusingStatuses: readonly number[] = [400, 403, 404, 422, 429];

/** An error keyword such as `parameter_validation_failed`: text, and no number in the form of text. */
const keyword = z.string().check(z.regex(/^[a-z][\w.-]*$/i));

/** What stands in place of bytes that are no text: nobody can tell what they say. */
const unreadable = /\uFFFD|\\ufffd/i;

const wholeEnvelope = z.object({
  code: keyword,
  requestId: z.string().check(z.regex(/\S/)),
  status: digits,
});

/**
 * Whether a reply to a write says, in the whole envelope of the guide (API guide, response structure), that the portal
 * did not do it. This is a list of what is allowed: `code`, `requestId` and `status` are present, the code is an error
 * keyword, transport and body agree on a status that refuses, and nothing in the reply names an order or anything else
 * that was made, or speaks of something done, under way or done before, and all of it can be read. Any other reply proves nothing.
 *
 * @param transportStatus The HTTP status.
 */
export function isClearRefusal(transportStatus: number, { json: root, text }: ReplyBody): boolean {
  const envelope = readAs(wholeEnvelope, root);
  if (!isObject(root) || envelope === undefined) {
    return false;
  }
  const status = refusingStatuses.find((one) => String(one) === envelope.status);
  return (
    status !== undefined &&
    (transportStatus === status || transportStatus === 200) &&
    // A write that answers `true` has done what it was asked to do (API guide, create a subordinate user).
    root.result !== true &&
    !isBareNumber(root.result) &&
    !isBareNumber(root.detailMessage) &&
    !unreadable.test(text) &&
    !namesOrder(root) &&
    !speaksOfDone(root)
  );
}

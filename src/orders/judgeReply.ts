import * as z from 'zod/mini';
import { isClearRefusal, readObject } from '../portal/clearRefusal';
import type { Reply } from '../portal/envelope';
import { firstLineOf, isRedirect, isSuccess, readEnvelope, refusalIn, refusedBy } from '../portal/envelope';
import type { Exchange, Explained, RefusedError } from '../portal/errors';
import { RedirectError, UnauthorizedError, UnreadableReplyError } from '../portal/errors';
import type { Json } from '../portal/exactJson';
import { isObject } from '../portal/exactJson';
import { namesOrder, plainKey } from '../portal/namedOrders';
import type { OrderReceipt } from '../portal/portalOrders';
import { holdsOrderNumber, readOrderReceipt } from '../portal/portalOrders';
import { readAs, textual, wholeNumber } from '../portal/values';
import { comparableSerialNumber } from './subject';
import { UnclearReplyError } from './unclearReply';

/** What a reply to an order means. */
export type Judgement =
  | { readonly kind: 'placed'; readonly receipt: OrderReceipt; readonly requestId: string }
  | { readonly kind: 'refused'; readonly error: RefusedError }
  /** The token was not accepted; the order list decides whether that came before the order was processed. */
  | { readonly kind: 'unauthorized'; readonly error: UnauthorizedError }
  | { readonly kind: 'unknown'; readonly error: Explained };

/** What the order that was sent is for. */
export interface JudgedOrder {
  /** Undefined where the order names no PBX: the portal gives a new one its serial number. */
  readonly productNo?: string | undefined;
  /** Whether an order with this number was there before, so that it cannot be this one. */
  readonly isEarlier?: (orderNo: string) => boolean;
}

/**
 * Judges a reply to an order (API guide, create an order); nothing else decides what one means. Only proof counts:
 *
 * - placed: a success in the documented form whose `result` names an order that was not there before, and no other PBX
 *   than the ordered one;
 * - refused: what `isClearRefusal` allows;
 * - unauthorized: a 401 that nothing in the reply contradicts;
 * - unknown: everything else.
 */
export function judgeReply(exchange: Exchange, reply: Reply, order: JudgedOrder): Judgement {
  if (isRedirect(reply)) {
    return { kind: 'unknown', error: new RedirectError(exchange, reply.status, reply.location) };
  }
  const refusal = refusalIn(reply);
  if (isClearRefusal(reply.status, reply.text)) {
    return { kind: 'refused', error: refusedBy(exchange, refusal) };
  }
  if (isUnauthorized(reply)) {
    return { kind: 'unauthorized', error: new UnauthorizedError(exchange, refusal) };
  }
  if (isWholeSuccess(reply)) {
    return judgeSuccess(exchange, reply, order);
  }
  const isOfTheApi = readEnvelope(reply.text) !== undefined;
  const error =
    refusal.status >= 500
      ? new UnclearReplyError(exchange, 'failed', refusal)
      : isOfTheApi
        ? new UnclearReplyError(exchange, 'unclear', refusal)
        : new UnreadableReplyError(exchange, reply.status, firstLineOf(reply.text));
  return { kind: 'unknown', error };
}

function judgeSuccess(exchange: Exchange, reply: Reply, { productNo, isEarlier }: JudgedOrder): Judgement {
  const refusal = refusalIn(reply);
  const { requestId, result } = refusal;
  const unclear = (
    ...[why, named]: [ConstructorParameters<typeof UnclearReplyError>[1], string?]
  ): Judgement => ({
    kind: 'unknown',
    error: new UnclearReplyError(exchange, why, refusal, named),
  });
  const other =
    productNo === undefined
      ? undefined
      : serialNumbersIn(readObject(reply.text) ?? {}).find((named) => !isSamePbx(named, productNo));
  if (other !== undefined) {
    return unclear('otherPbx', other);
  }
  const receipt = readOrderReceipt(result);
  if (receipt && isEarlier?.(receipt.orderNo) === true) {
    return unclear('earlierOrder', receipt.orderNo);
  }
  return receipt
    ? { kind: 'placed', receipt, requestId }
    : unclear(holdsOrderNumber(result) ? 'orderElsewhere' : 'noOrder');
}

const successEnvelope = z.object({ code: z.literal('success'), status: wholeNumber });

/** The documented test of a success is `code` and `status` together (API guide, response structure). */
function isWholeSuccess({ status, text }: Reply): boolean {
  const envelope = readAs(successEnvelope, readObject(text));
  return isSuccess(status) && envelope !== undefined && isSuccess(envelope.status);
}

/** A 401 of the transport, or of the body where the transport reports 200, with nothing that contradicts it. */
function isUnauthorized({ status, text }: Reply): boolean {
  const root = readObject(text);
  if (!root) {
    return status === 401 && !namesOrder(text);
  }
  const bodyStatus = root.status === undefined ? undefined : readAs(wholeNumber, root.status);
  const saysSo =
    status === 401 ? root.status === undefined || bodyStatus === 401 : status === 200 && bodyStatus === 401;
  return saysSo && root.code !== 'success' && root.result !== true && !namesOrder(root);
}

const serialNumberKey = /^(productnos?|productsns?|serialnos?|serialnumbers?|sn)$/;

/** Every serial number that a reply names, wherever it is. */
function serialNumbersIn(value: Json): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(serialNumbersIn);
  }
  return isObject(value)
    ? Object.entries(value).flatMap(([key, inner]) =>
        serialNumberKey.test(plainKey(key)) ? textsIn(inner) : serialNumbersIn(inner),
      )
    : [];
}

function textsIn(value: Json): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(textsIn);
  }
  if (isObject(value)) {
    return Object.values(value).flatMap(textsIn);
  }
  const text = readAs(textual, value)?.trim() ?? '';
  return text === '' ? [] : [text];
}

function isSamePbx(one: string, other: string): boolean {
  return comparableSerialNumber(one) === comparableSerialNumber(other);
}

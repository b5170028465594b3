import * as z from 'zod/mini';
import { isClearRefusal } from '../portal/clearRefusal';
import {
  firstLineOf,
  isRedirect,
  isSuccess,
  readBody,
  readEnvelope,
  refusalIn,
  refusedBy,
  type Reply,
  type ReplyBody,
} from '../portal/envelope';
import {
  type Exchange,
  type Explained,
  RedirectError,
  type Refusal,
  type RefusedError,
  TooComplexReplyError,
  UnauthorizedError,
  UnreadableReplyError,
} from '../portal/errors';
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
  const bodies = readBodies(reply);
  const { received } = bodies;
  if (received.isTooComplex) {
    return { kind: 'unknown', error: new TooComplexReplyError(exchange, reply.status) };
  }
  const refusal = refusalOf(reply.status, bodies);
  if (isClearRefusal(reply.status, received)) {
    return { kind: 'refused', error: refusedBy(exchange, refusal) };
  }
  if (isUnauthorized(reply.status, received)) {
    return { kind: 'unauthorized', error: new UnauthorizedError(exchange, refusal) };
  }
  if (isWholeSuccess(reply.status, received)) {
    return judgeSuccess({ exchange, refusal, bodies }, order);
  }
  const isOfTheApi = readEnvelope(received) !== undefined;
  const error =
    refusal.status >= 500
      ? new UnclearReplyError(exchange, 'failed', refusal)
      : isOfTheApi
        ? new UnclearReplyError(exchange, 'unclear', refusal)
        : new UnreadableReplyError(exchange, reply.status, firstLineOf(reply.text));
  return { kind: 'unknown', error };
}

/** What a reply means is decided by what was received; what is told of it is without secrets. */
interface Bodies {
  readonly received: ReplyBody;
  readonly shown: ReplyBody;
}

function readBodies({ text, received }: Reply): Bodies {
  const shown = readBody(text);
  return { shown, received: received ? readBody(received()) : shown };
}

/** What may be told of a failure, with the status that was received. */
function refusalOf(transportStatus: number, { received, shown }: Bodies): Refusal {
  const refusal = refusalIn(transportStatus, shown);
  return shown === received ? refusal : { ...refusal, status: refusalIn(transportStatus, received).status };
}

function judgeSuccess(
  { exchange, refusal, bodies }: { exchange: Exchange; refusal: Refusal; bodies: Bodies },
  { productNo, isEarlier = () => false }: JudgedOrder,
): Judgement {
  const { received, shown } = bodies;
  const unclear = (
    ...[why, named]: [ConstructorParameters<typeof UnclearReplyError>[1], string?]
  ): Judgement => ({
    kind: 'unknown',
    error: new UnclearReplyError(exchange, why, refusal, named),
  });
  const otherIn = ({ json }: ReplyBody) =>
    productNo === undefined
      ? undefined
      : serialNumbersIn(json ?? null).find((named) => !isSamePbx(named, productNo));
  if (otherIn(received) !== undefined) {
    return unclear('otherPbx', otherIn(shown) ?? '');
  }
  const { result } = refusalIn(200, received);
  // The same number, unless it holds a secret: then it stands in the journal and the portal's list as it is told here.
  const [named, receipt] = [readOrderReceipt(result), readOrderReceipt(refusal.result)];
  if (named && (isEarlier(named.orderNo) || isEarlier(receipt?.orderNo ?? ''))) {
    return unclear('earlierOrder', receipt?.orderNo ?? '');
  }
  return named && receipt
    ? { kind: 'placed', receipt, requestId: refusal.requestId }
    : unclear(holdsOrderNumber(result) ? 'orderElsewhere' : 'noOrder');
}

const successEnvelope = z.object({ code: z.literal('success'), status: wholeNumber });

/** The documented test of a success is `code` and `status` together (API guide, response structure). */
function isWholeSuccess(status: number, { json }: ReplyBody): boolean {
  const envelope = readAs(successEnvelope, json);
  return isSuccess(status) && envelope !== undefined && isSuccess(envelope.status);
}

/** A 401 of the transport, or of the body where the transport reports 200, with nothing that contradicts it. */
function isUnauthorized(status: number, { json: root, text }: ReplyBody): boolean {
  if (!isObject(root)) {
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

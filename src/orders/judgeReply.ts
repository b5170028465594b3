import * as z from 'zod/mini';
import { isClearRefusal } from '../portal/clearRefusal';
import {
  firstLineOf,
  isRedirect,
  readBody,
  readEnvelope,
  readRefusal,
  errorForRefusal,
  type Reply,
  type ReplyBody,
} from '../portal/envelope';
import {
  type RequestTarget,
  type ExplainedError,
  RedirectError,
  type Refusal,
  type RefusedError,
  TooComplexReplyError,
  UnauthorizedError,
  UnreadableReplyError,
} from '../portal/errors';
import { isObject } from '../portal/exactJson';
import {
  namesCreatedThing,
  type OrderReceipt,
  containsOrderNumber,
  readOrderReceipt,
} from '../portal/portalOrders';
import { readAs, wholeNumber } from '../portal/values';
import { contradictsSuccess, provingStatuses } from './contradiction';
import { isSameSerialNumber, namesUnorderedPbx, otherParameterIn, otherPbxIn } from './otherOrder';
import type { OrderBody } from './request';
import { UnclearReplyError } from './outcome';

/** What a reply to an order means. */
export type Judgement =
  | { readonly kind: 'placed'; readonly receipt: OrderReceipt; readonly requestId: string }
  | { readonly kind: 'refused'; readonly error: RefusedError }
  /** The token was rejected; the order list decides whether the order was processed nevertheless. */
  | { readonly kind: 'unauthorized'; readonly error: UnauthorizedError }
  | { readonly kind: 'unknown'; readonly error: ExplainedError };

/** What a reply is compared with: the order that was sent. */
export interface JudgedOrder {
  /** Undefined if the order names no PBX: the portal assigns a new PBX its serial number. */
  readonly productNo?: string | undefined;
  readonly poNumber?: string | undefined;
  /** The exact body that was sent. Without it, no parameter counts as sent. */
  readonly body?: OrderBody;
  /** Whether an order with this number or id existed before this order was sent, so that it cannot be this one. */
  readonly isEarlier?: ((orderNo: string, id?: string) => boolean) | undefined;
}

/**
 * Judges a reply to an order (API guide, create an order). This is the only place that decides what a reply means, and
 * only proof counts:
 *
 * - placed: a success in the documented form whose `result` names an order that did not exist before. Nothing in the
 *   reply contradicts the success, names another PBX, or differs from a value that was sent.
 * - refused: a refusal according to `isClearRefusal`. Any PBX that it names is one that the order names.
 * - unauthorized: a 401 with the portal's envelope or an empty body. Nothing in the reply contradicts it.
 * - unknown: everything else.
 */
export function judgeReply(exchange: RequestTarget, reply: Reply, order: JudgedOrder): Judgement {
  if (isRedirect(reply)) {
    return { kind: 'unknown', error: new RedirectError(exchange, reply.status, reply.location) };
  }
  const bodies = readBodies(reply);
  const { received } = bodies;
  if (received.isTooComplex) {
    return { kind: 'unknown', error: new TooComplexReplyError(exchange, reply.status) };
  }
  const refusal = refusalOf(reply.status, bodies);
  const namesNewPbx = isObject(received.json) && namesUnorderedPbx(received.json, order);
  if (isClearRefusal(reply.status, received) && !namesNewPbx) {
    return { kind: 'refused', error: errorForRefusal(exchange, refusal) };
  }
  const isEnvelope = readEnvelope(received) !== undefined;
  if ((isEnvelope || reply.text.trim() === '') && isUnauthorized(reply.status, received)) {
    return { kind: 'unauthorized', error: new UnauthorizedError(exchange, refusal) };
  }
  if (isDocumentedSuccess(reply.status, received)) {
    return judgeSuccess({ exchange, refusal, bodies }, order);
  }
  const error =
    refusal.status >= 500
      ? new UnclearReplyError(exchange, 'failed', refusal)
      : isEnvelope
        ? new UnclearReplyError(exchange, 'unclear', refusal)
        : new UnreadableReplyError(exchange, reply.status, firstLineOf(reply.text));
  return { kind: 'unknown', error };
}

/** Both forms of a reply: it is judged as received, and shown without the secrets in it. */
interface Bodies {
  readonly received: ReplyBody;
  readonly shown: ReplyBody;
}

function readBodies({ text, received }: Reply): Bodies {
  const shown = readBody(text);
  return { shown, received: received ? readBody(received()) : shown };
}

/** Returns the refusal as it is shown, without secrets, but with the status as received. */
function refusalOf(transportStatus: number, { received, shown }: Bodies): Refusal {
  const refusal = readRefusal(transportStatus, shown);
  return shown === received ? refusal : { ...refusal, status: readRefusal(transportStatus, received).status };
}

function judgeSuccess(
  { exchange, refusal, bodies }: { exchange: RequestTarget; refusal: Refusal; bodies: Bodies },
  order: JudgedOrder,
): Judgement {
  const { received, shown } = bodies;
  const unclear = (
    ...[why, named]: [why: ConstructorParameters<typeof UnclearReplyError>[1], named?: string]
  ): Judgement => ({
    kind: 'unknown',
    error: new UnclearReplyError(exchange, why, refusal, named),
  });
  const otherIn = ({ json }: ReplyBody) => otherPbxIn(json ?? null, order.productNo);
  if (otherIn(received) !== undefined) {
    return unclear('otherPbx', otherIn(shown) ?? '');
  }
  const { result } = readRefusal(200, received);
  // The receipt contains no secrets. If its order number contained one, the journal and the portal's list have the
  // number in that redacted form too.
  const [named, receipt] = [readOrderReceipt(result), readOrderReceipt(refusal.result)];
  if (!named || !receipt || isNumberOfSomethingElse(named, order)) {
    return unclear(!named && containsOrderNumber(result) ? 'orderElsewhere' : 'noOrder');
  }
  const { isEarlier = () => false } = order;
  if (isEarlier(named.orderNo, named.id) || isEarlier(receipt.orderNo)) {
    return unclear('earlierOrder', receipt.orderNo);
  }
  const other = otherParameterIn(received.json ?? null, order.body);
  if (other !== undefined) {
    return unclear('otherOrder', other);
  }
  return isObject(received.json) && contradictsSuccess(received.json)
    ? unclear('contradiction')
    : { kind: 'placed', receipt, requestId: refusal.requestId };
}

/** Whether the receipt's order number is really the number of a PBX, a transaction or an instance, or the PO number. */
function isNumberOfSomethingElse(
  { orderNo, productNo, transactionNo, instanceId }: OrderReceipt,
  order: JudgedOrder,
): boolean {
  return [productNo, transactionNo, instanceId, order.productNo, order.poNumber].some(
    (number) => number !== undefined && isSameSerialNumber(number, orderNo),
  );
}

const successEnvelope = z.object({ code: z.literal('success'), status: wholeNumber });

/**
 * Whether a reply passes the documented test of a success, which is `code` and `status` together (API guide, response
 * structure). A 202 does not pass, since it means that the order has not been processed yet.
 */
function isDocumentedSuccess(status: number, { json }: ReplyBody): boolean {
  const envelope = readAs(successEnvelope, json);
  return envelope !== undefined && [status, envelope.status].every((one) => provingStatuses.includes(one));
}

/** Whether the transport reports a 401, or the body does with transport status 200, and nothing contradicts it. */
function isUnauthorized(status: number, { json: root }: ReplyBody): boolean {
  if (!isObject(root)) {
    return status === 401;
  }
  const bodyStatus = root.status === undefined ? undefined : readAs(wholeNumber, root.status);
  const saysSo =
    status === 401 ? root.status === undefined || bodyStatus === 401 : status === 200 && bodyStatus === 401;
  return saysSo && root.code !== 'success' && root.result !== true && !namesCreatedThing(root);
}

import * as z from 'zod/mini';
import { isClearRefusal } from '../portal/doneWords';
import {
  firstLineOf,
  isRedirect,
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
import { isObject } from '../portal/exactJson';
import { namesOrder, type OrderReceipt, holdsOrderNumber, readOrderReceipt } from '../portal/portalOrders';
import { readAs, wholeNumber } from '../portal/values';
import { contradictsSuccess, provingStatuses } from './contradiction';
import { isSamePbx, namesPbxBeside, otherParameterIn, otherPbxIn } from './otherOrder';
import type { OrderBody } from './request';
import { UnclearReplyError } from './outcome';

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
  readonly poNumber?: string | undefined;
  /** What was sent, word for word. Of what is told without it, nothing counts as sent. */
  readonly body?: OrderBody;
  /** Whether an order with this number, or this id, was there before, so that it cannot be this one. */
  readonly isEarlier?: ((orderNo: string, id?: string) => boolean) | undefined;
}

/**
 * Judges a reply to an order (API guide, create an order); nothing else decides what one means. Only proof counts:
 *
 * - placed: a success in the documented form whose `result` names an order that was not there before, with nothing in
 *   it that says otherwise, names another PBX, or tells another value than was sent;
 * - refused: what `isClearRefusal` allows, unless it names a PBX that the order does not;
 * - unauthorized: a 401 of the portal, in its envelope or empty, that nothing in the reply contradicts;
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
  const namesNewPbx = isObject(received.json) && namesPbxBeside(received.json, order);
  if (isClearRefusal(reply.status, received) && !namesNewPbx) {
    return { kind: 'refused', error: refusedBy(exchange, refusal) };
  }
  const isOfTheApi = readEnvelope(received) !== undefined;
  if ((isOfTheApi || reply.text.trim() === '') && isUnauthorized(reply.status, received)) {
    return { kind: 'unauthorized', error: new UnauthorizedError(exchange, refusal) };
  }
  if (isWholeSuccess(reply.status, received)) {
    return judgeSuccess({ exchange, refusal, bodies }, order);
  }
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
  order: JudgedOrder,
): Judgement {
  const { received, shown } = bodies;
  const unclear = (
    ...[why, named]: [ConstructorParameters<typeof UnclearReplyError>[1], string?]
  ): Judgement => ({
    kind: 'unknown',
    error: new UnclearReplyError(exchange, why, refusal, named),
  });
  const otherIn = ({ json }: ReplyBody) => otherPbxIn(json ?? null, order.productNo);
  if (otherIn(received) !== undefined) {
    return unclear('otherPbx', otherIn(shown) ?? '');
  }
  const { result } = refusalIn(200, received);
  // The same number, unless it holds a secret: then it stands in the journal and the portal's list as it is told here.
  const [named, receipt] = [readOrderReceipt(result), readOrderReceipt(refusal.result)];
  if (!named || !receipt || isOfSomethingElse(named, order)) {
    return unclear(!named && holdsOrderNumber(result) ? 'orderElsewhere' : 'noOrder');
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

/** Whether what stands as the number of the order is that of a PBX, a transaction or an instance, or the PO number. */
function isOfSomethingElse(
  { orderNo, productNo, transactionNo, instanceId }: OrderReceipt,
  order: JudgedOrder,
): boolean {
  return [productNo, transactionNo, instanceId, order.productNo, order.poNumber].some(
    (number) => number !== undefined && isSamePbx(number, orderNo),
  );
}

const successEnvelope = z.object({ code: z.literal('success'), status: wholeNumber });

/**
 * The documented test of a success is `code` and `status` together (API guide, response structure). A 202 says that
 * it is not done yet.
 */
function isWholeSuccess(status: number, { json }: ReplyBody): boolean {
  const envelope = readAs(successEnvelope, json);
  return envelope !== undefined && [status, envelope.status].every((one) => provingStatuses.includes(one));
}

/** A 401 of the transport, or of the body where the transport reports 200, with nothing that contradicts it. */
function isUnauthorized(status: number, { json: root }: ReplyBody): boolean {
  if (!isObject(root)) {
    return status === 401;
  }
  const bodyStatus = root.status === undefined ? undefined : readAs(wholeNumber, root.status);
  const saysSo =
    status === 401 ? root.status === undefined || bodyStatus === 401 : status === 200 && bodyStatus === 401;
  return saysSo && root.code !== 'success' && root.result !== true && !namesOrder(root);
}

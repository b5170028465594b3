import * as z from 'zod/mini';
import {
  type Exchange,
  type Refusal,
  ForbiddenError,
  RedirectError,
  RefusedError,
  ServerError,
  TooComplexReplyError,
  TooManyRequestsError,
  UnauthorizedError,
  UnreadableReplyError,
} from './errors';
import { type Json, parseExact, parseTolerant, TooComplexJsonError } from './exactJson';
import { readAs, textual, wholeNumber } from './values';

/** What came over the wire, without the secrets of its request in case it repeats them. */
export interface Reply {
  readonly status: number;
  /** The `Location` header; empty when there is none. */
  readonly location: string;
  /** Milliseconds that the portal asks to wait; 0 when it does not. */
  readonly retryAfter: number;
  /** The portal's clock: the `Date` header, in milliseconds since 1970; undefined when it cannot be read. */
  readonly date?: number | undefined;
  readonly text: string;
  /** The text as it came, where it repeats a secret. For reading new tokens, and for nothing that is shown or kept. */
  readonly received?: () => string;
}

/** A successful reply, unwrapped. */
export interface Success {
  readonly result: Json;
  readonly requestId: string;
  /** The portal's clock, in milliseconds since 1970; undefined when the reply does not tell it. */
  readonly date: number | undefined;
  /** The whole reply, without the secrets of its request. */
  readonly text: string;
}

/** The text of a reply with what it holds, read once for everything that is asked about it. */
export interface ReplyBody {
  readonly text: string;
  /** Undefined where it is no JSON, or was not read. */
  readonly json: Json | undefined;
  /** Whether it was not read, since it is beyond `jsonBounds`. */
  readonly isTooComplex: boolean;
}

const json = z.custom<Json>(() => true);

const envelope = z.object({
  code: textual,
  detailMessage: z.catch(textual, ''),
  requestId: z.catch(textual, ''),
  result: z._default(json, null),
  status: z.optional(wholeNumber),
});
type Envelope = Readonly<z.infer<typeof envelope>>;

/**
 * Unwraps a reply (API guide, response structure). It is a success only if the transport says 2xx, `code`
 * is `success` and `status`, where present, is 2xx too: the guide does not say which of them carries a
 * failure. What has no envelope is not the portal's word, whatever its status is.
 *
 * @throws RefusedError or a class below it, RedirectError, TooComplexReplyError, UnreadableReplyError.
 */
export function openEnvelope(exchange: Exchange, reply: Reply): Success {
  if (isRedirect(reply)) {
    throw new RedirectError(exchange, reply.status, reply.location);
  }
  const body = readBody(reply.text, exchange.method === 'GET' ? parseTolerant : parseExact);
  const read = readEnvelope(body);
  if (!read && !mayBeBare(reply)) {
    throw body.isTooComplex
      ? new TooComplexReplyError(exchange, reply.status)
      : new UnreadableReplyError(exchange, reply.status, firstLineOf(reply.text));
  }
  const refusal = refusalIn(reply.status, body);
  if (read?.code !== 'success' || !isSuccess(refusal.status)) {
    throw refusedBy(exchange, refusal);
  }
  return { result: read.result, requestId: read.requestId, date: reply.date, text: reply.text };
}

/**
 * Whether a failure needs no envelope: an empty one may be the portal's, and that there are too many requests, or that
 * something failed, may be said by a gateway as well. A page or other words may be a login page's or a proxy's.
 */
function mayBeBare({ status, text }: Reply): boolean {
  return !isSuccess(status) && (status === 429 || status >= 500 || text.trim() === '');
}

/** Whether the reply points elsewhere. */
export function isRedirect({ status }: Reply): boolean {
  return status >= 300 && status < 400;
}

/** Reads the text of a reply, unless it is beyond `jsonBounds`. */
export function readBody(text: string, parse = parseExact): ReplyBody {
  try {
    return { text, json: parse(text), isTooComplex: false };
  } catch (error) {
    return { text, json: undefined, isTooComplex: error instanceof TooComplexJsonError };
  }
}

/** What a reply says of a failure: the first line of its text where it has no envelope. */
export function refusalIn(transportStatus: number, body: ReplyBody): Refusal {
  const read = readEnvelope(body);
  return {
    transportStatus,
    status: isSuccess(transportStatus) ? (read?.status ?? transportStatus) : transportStatus,
    code: read?.code ?? '',
    detailMessage: read ? read.detailMessage : firstLineOf(body.text),
    requestId: read?.requestId ?? '',
    result: read?.result ?? null,
    text: body.text,
  };
}

/** The envelope of a reply (API guide, response structure); undefined where it has none. */
export function readEnvelope(body: ReplyBody): Envelope | undefined {
  return readAs(envelope, body.json);
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** The error that fits the status of a failure. */
export function refusedBy(exchange: Exchange, refusal: Refusal): RefusedError {
  switch (refusal.status) {
    case 401:
      return new UnauthorizedError(exchange, refusal);
    case 403:
      return new ForbiddenError(exchange, refusal);
    case 429:
      return new TooManyRequestsError(exchange, refusal);
    default:
      return refusal.status >= 500 ? new ServerError(exchange, refusal) : new RefusedError(exchange, refusal);
  }
}

/** The first line that says something, at most 200 characters of it. */
export function firstLineOf(text: string): string {
  const line = text.trim().split(/\r?\n/, 1)[0] ?? '';
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

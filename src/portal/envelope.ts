import * as z from 'zod/mini';
import type { Exchange, Refusal } from './errors';
import {
  ForbiddenError,
  RedirectError,
  RefusedError,
  ServerError,
  TooManyRequestsError,
  UnauthorizedError,
  UnreadableReplyError,
} from './errors';
import type { Json } from './exactJson';
import { parseExact } from './exactJson';
import { textual, wholeNumber } from './values';

/** What came over the wire. */
export interface Reply {
  readonly status: number;
  /** The `Location` header; empty when there is none. */
  readonly location: string;
  /** Milliseconds that the portal asks to wait; 0 when it does not. */
  readonly retryAfter: number;
  readonly text: string;
}

/** A successful reply, unwrapped. */
export interface Success {
  readonly result: Json;
  readonly requestId: string;
  /** The whole reply as received. */
  readonly text: string;
}

const json = z.custom<Json>(() => true);

const envelope = z.object({
  code: textual,
  detailMessage: z.catch(textual, ''),
  requestId: z.catch(textual, ''),
  result: z._default(json, null),
  status: z.optional(wholeNumber),
});

/**
 * Unwraps a reply (API guide, response structure). It is a success only if the transport says 2xx, `code`
 * is `success` and `status`, where present, is 2xx too: the guide does not say which of them carries a
 * failure.
 *
 * @throws RefusedError or a class below it, RedirectError, UnreadableReplyError.
 */
export function openEnvelope(exchange: Exchange, reply: Reply): Success {
  if (reply.status >= 300 && reply.status < 400) {
    throw new RedirectError(exchange, reply.status, reply.location);
  }
  const read = readEnvelope(reply.text);
  if (!read) {
    throw isSuccess(reply.status)
      ? new UnreadableReplyError(exchange, reply.status, firstLineOf(reply.text))
      : failureOf(exchange, {
          status: reply.status,
          code: '',
          detailMessage: firstLineOf(reply.text),
          requestId: '',
          result: null,
          text: reply.text,
        });
  }
  const { code, detailMessage, requestId, result } = read;
  const status = isSuccess(reply.status) ? (read.status ?? reply.status) : reply.status;
  if (code !== 'success' || !isSuccess(status)) {
    throw failureOf(exchange, { status, code, detailMessage, requestId, result, text: reply.text });
  }
  return { result, requestId, text: reply.text };
}

function readEnvelope(text: string): z.infer<typeof envelope> | undefined {
  try {
    return z.safeParse(envelope, parseExact(text)).data;
  } catch {
    return undefined;
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function failureOf(exchange: Exchange, refusal: Refusal): RefusedError {
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

function firstLineOf(text: string): string {
  const line = text.trim().split(/\r?\n/, 1)[0] ?? '';
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

import * as z from 'zod/mini';
import {
  type RequestTarget,
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
import { readAs, textOrNumber, wholeNumber, type PortalText } from './values';
import { findRecords } from './findRecords';

/** A reply as received, with the secrets of its request removed in case it repeats them. */
export interface Reply {
  readonly status: number;
  /** The `Location` header; empty when there is none. */
  readonly location: string;
  /** Milliseconds to wait before the next request, as the portal asks; 0 when it does not ask. */
  readonly retryAfter: number;
  /** The portal's clock: the `Date` header, in milliseconds since 1970; undefined when unreadable. */
  readonly date?: number | undefined;
  readonly text: string;
  /** The original text, present only if it repeats a secret. Used to read new tokens; never shown or stored. */
  readonly received?: () => string;
}

/** A successful reply, unwrapped. */
export interface Success {
  readonly result: Json;
  readonly requestId: string;
  /** The portal's clock, in milliseconds since 1970; undefined when not provided. */
  readonly date: number | undefined;
  /** The whole reply, without the secrets of its request. */
  readonly text: string;
}

/** The text of a reply with its JSON, parsed once for all later checks. */
export interface ReplyBody {
  readonly text: string;
  /** Undefined if the text is not JSON or was not parsed. */
  readonly json: Json | undefined;
  /** Whether the text was not parsed because it exceeds `jsonLimits`. */
  readonly isTooComplex: boolean;
}

const json = z.custom<Json>(() => true);

const envelope = z.object({
  code: textOrNumber,
  detailMessage: z.catch(textOrNumber, ''),
  requestId: z.catch(textOrNumber, ''),
  result: z._default(json, null),
  status: z.optional(wholeNumber),
});
type Envelope = Readonly<z.infer<typeof envelope>>;

/** An error keyword such as `parameter_validation_failed`; a number in quotes is not one. */
export const keyword = z.string().check(z.regex(/^[a-z][\w.-]*$/i));

const wholeFailure = z.object({
  code: keyword,
  detailMessage: z.string(),
  requestId: z.string().check(z.regex(/\S/)),
  status: wholeNumber,
});

/**
 * Unwraps a reply (API guide, response structure). It is a success only if the HTTP status is 2xx, `code` is `success`
 * and `status`, if present, is 2xx too: the guide does not say which of them reports a failure. A reply without an
 * envelope is never attributed to the portal, whatever its status.
 *
 * @throws RefusedError or one of its subclasses, RedirectError, TooComplexReplyError, UnreadableReplyError.
 */
export function openEnvelope(exchange: RequestTarget, reply: Reply): Success {
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
  const refusal = readRefusal(reply.status, body);
  if (read?.code !== 'success' || !isSuccess(refusal.status)) {
    throw errorForRefusal(exchange, refusal);
  }
  return { result: read.result, requestId: read.requestId, date: reply.date, text: reply.text };
}

/**
 * Whether a failure counts without an envelope. An empty reply may be the portal's, and gateways also send 429 and
 * 5xx. Any other text may come from a login page or a proxy.
 */
function mayBeBare({ status, text }: Reply): boolean {
  return !isSuccess(status) && (status === 429 || status >= 500 || text.trim() === '');
}

/** Whether the reply redirects to another address. */
export function isRedirect({ status }: Reply): boolean {
  return status >= 300 && status < 400;
}

/** Parses the text of a reply, unless it exceeds `jsonLimits`. */
export function readBody(text: string, parse = parseExact): ReplyBody {
  try {
    return { text, json: parse(text), isTooComplex: false };
  } catch (error) {
    return { text, json: undefined, isTooComplex: error instanceof TooComplexJsonError };
  }
}

/** Extracts what a reply says about a failure; without an envelope, the first line of its text. */
export function readRefusal(transportStatus: number, body: ReplyBody): Refusal {
  const read = readEnvelope(body);
  const status = isSuccess(transportStatus) ? (read?.status ?? transportStatus) : transportStatus;
  return {
    transportStatus,
    status,
    code: read?.code ?? '',
    detailMessage: read ? read.detailMessage : firstLineOf(body.text),
    requestId: read?.requestId ?? '',
    result: read?.result ?? null,
    text: body.text,
    isWhole: readAs(wholeFailure, body.json)?.status === status,
  };
}

/** Returns the envelope of a reply (API guide, response structure); undefined if it has none. */
export function readEnvelope(body: ReplyBody): Envelope | undefined {
  return readAs(envelope, body.json);
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Returns the error class that matches the status of a failure. */
export function errorForRefusal(exchange: RequestTarget, refusal: Refusal): RefusedError {
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

/** Returns the first non-empty line, shortened to 200 characters. */
export function firstLineOf(text: string): string {
  const line = text.trim().split(/\r?\n/, 1)[0] ?? '';
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

/**
 * Returns the parameter that a refusal is about: the one that its `result` names, otherwise the one that its message
 * starts with (`country: unknown`). Undefined if it is none of `names`.
 */
export function refusedParameter<Name extends string>(
  { refusal }: RefusedError,
  names: readonly Name[],
): Name | undefined {
  return refusedPaths(refusal)
    .map((path) => path.split('.').at(-1))
    .map((last) => names.find((name) => name === last))
    .find((name) => name !== undefined);
}

/** Paths of parameters that a refusal may be about: those in its `result`, then what its message begins with. */
export function refusedPaths({ result, detailMessage }: Refusal): PortalText[] {
  const named = findRecords(result, 'field').map(({ record }) => readAs(textOrNumber, record.field) ?? '');
  const [beginning = ''] = detailMessage.split(':', 1);
  return [...named, beginning].map((path) => path.trim());
}

/**
 * Whether a failed read may succeed without one of its parameters. 500 counts, because portals fail that way over an
 * unknown parameter. Other 5xx, 401, 403 and 429 have other causes. The failure need not be in the portal's envelope.
 */
export function mayRefuseParameter(error: unknown): boolean {
  if (error instanceof UnreadableReplyError) {
    return error.status >= 400 && error.status !== 401 && error.status !== 403;
  }
  if (!(error instanceof RefusedError)) {
    return false;
  }
  const isAboutAnother =
    error instanceof UnauthorizedError ||
    error instanceof ForbiddenError ||
    error instanceof TooManyRequestsError ||
    (error instanceof ServerError && error.refusal.status !== 500);
  return !isAboutAnother;
}

import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as z from 'zod/mini';
import type { BaseUrl } from './baseUrl';
import { type Reply, type Success, openEnvelope, readBody, errorForRefusal } from './envelope';
import { type RequestTarget, PortalError, RedirectError, RefusedError, UnreadableReplyError } from './errors';
import { isObject, type Json } from './exactJson';
import { findRecords } from './findRecords';
import type { HttpRequest } from './httpRequest';
import { nonEmptyText, readAs, textOrNumber, wholeNumber } from './values';

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Tokens as the portal issued them (API guide, authorization). */
export interface Tokens {
  readonly token: string;
  /** The scheme before the token in the `Authorization` header, without a space: `Bearer`. */
  readonly tokenHead: string;
  readonly refreshToken: string | undefined;
  /** Seconds, counted from the reply. */
  readonly expiresIn: number;
}

const path = '/auth/openapi/v1/oauth/token';

/** The documented lifetime of an access token in seconds, for a reply without one. */
const usualLifetime = 1800;

/** Longest token, in characters; servers do not accept much longer headers. */
export const longestToken = 16 * 1024;

/** How many tokens of one reply can be redacted from later ones, among the secrets that the window remembers. */
const mostIssued = { tokens: 64, characters: 128 * 1024 };

/** A token type for the header `Authorization`; none is longer. */
const tokenType = /^[A-Za-z][\w-]{0,63}$/;

const headerSafe = /^[\x21-\x7e]+$/;

const tokenReply = z.object({
  token: textOrNumber.check(z.regex(headerSafe)),
  refreshToken: z.optional(z.catch(z.optional(textOrNumber), undefined)),
  expiresIn: z.catch(wholeNumber.check(z.positive()), usualLifetime),
  tokenHead: z.catch(textOrNumber, 'Bearer'),
});

/** A token in the reply to a token call is too long for a header. */
export class TooLongTokenError extends PortalError {
  readonly reached = 'maybe';

  constructor(exchange: RequestTarget) {
    super(exchange, `a token of more than ${longestToken / 1024} KB, not accepted`);
  }

  override sentence(): string {
    return l10n.t(
      'The reply from {host} contains a token of more than {kilobytes} KB, which is too long to be sent. None of its tokens is used.',
      { host: this.exchange.host, kilobytes: longestToken / 1024 },
    );
  }
}

/** The reply to a token call holds more tokens than can be redacted from later replies. */
export class TooManyTokensError extends PortalError {
  readonly reached = 'maybe';

  constructor(exchange: RequestTarget) {
    super(exchange, 'more tokens than can be redacted from later replies, not accepted');
  }

  override sentence(): string {
    return l10n.t(
      'The reply from {host} contains more tokens than can be kept secret. None of them is used.',
      { host: this.exchange.host },
    );
  }
}

/** Names the account that a client ID belongs to, without revealing the ID. */
export function accountOfClient(baseUrl: BaseUrl, { clientId }: ClientCredentials): string {
  return `client ${createHash('sha256').update(`${baseUrl} ${clientId}`).digest('hex').slice(0, 16)}`;
}

/** Returns the default name of the account that a client ID belongs to: the end of the ID, at most half of it. */
export function nameOfClient({ clientId }: Pick<ClientCredentials, 'clientId'>): string {
  const shown = Math.min(6, Math.floor(clientId.length / 2));
  return `…${clientId.slice(clientId.length - shown)}`;
}

/** What sends the requests for tokens. */
interface TokenSender {
  send(request: HttpRequest): Promise<Reply>;
}

/** Exchanges client credentials for tokens. @throws PortalError */
export async function requestTokens(
  http: TokenSender,
  baseUrl: BaseUrl,
  { clientId, clientSecret }: ClientCredentials,
  signal?: AbortSignal,
): Promise<Tokens> {
  return exchange(
    http,
    baseUrl,
    { client_id: clientId, client_secret: clientSecret, grant_type: 'pp_credentials' },
    signal,
  );
}

/** Exchanges a refresh token for new tokens. @throws PortalError */
export async function refreshTokens(
  http: TokenSender,
  baseUrl: BaseUrl,
  refreshToken: string,
): Promise<Tokens> {
  return exchange(http, baseUrl, { grant_type: 'refresh_token', refresh_token: refreshToken });
}

/** The secrets in a reply to a token call, which must never be shown. */
export interface IssuedSecrets {
  /** Those that can be redacted from later replies; no more than the window can remember. */
  readonly redactable: readonly string[];
  readonly hasTooLong: boolean;
  readonly hasTooMany: boolean;
}

/** Finds every text under a key that names a token. */
export function issuedSecrets(text: string): IssuedSecrets {
  const tokensIn = (value: Json): string[] =>
    Array.isArray(value)
      ? value.flatMap(tokensIn)
      : isObject(value)
        ? Object.entries(value).flatMap(([key, inner]) => {
            const token = /token(?!head|type)/i.test(key) ? readAs(nonEmptyText, inner) : undefined;
            return token === undefined ? tokensIn(inner) : [token];
          })
        : [];
  const all = [...new Set(tokensIn(readBody(text).json ?? null))];
  const sendable = all.filter(({ length }) => length <= longestToken);
  let characters = 0;
  const redactable = sendable.filter(({ length }, index) => {
    characters += length;
    return index < mostIssued.tokens && characters <= mostIssued.characters;
  });
  return {
    redactable,
    hasTooLong: sendable.length < all.length,
    hasTooMany: redactable.length < sendable.length,
  };
}

async function exchange(
  http: TokenSender,
  baseUrl: BaseUrl,
  form: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Tokens> {
  const text = new URLSearchParams(form).toString();
  const body = { type: 'application/x-www-form-urlencoded', text } as const;
  const reply = await http.send({ method: 'POST', baseUrl, path, body, signal });
  const request = { method: 'POST', host: new URL(baseUrl).host, path } as const;
  const { result } = open(request, reply, form);
  const issued = issuedSecrets(reply.received?.() ?? reply.text);
  if (issued.hasTooLong) {
    throw new TooLongTokenError(request);
  }
  if (issued.hasTooMany) {
    throw new TooManyTokensError(request);
  }
  const tokens = findRecords(result, 'token')
    .map(({ record }) => readAs(tokenReply, record))
    .find((found) => found !== undefined);
  if (!tokens) {
    throw new UnreadableReplyError(request, reply.status, undefined);
  }
  const head = tokens.tokenHead.trim();
  return {
    token: tokens.token,
    tokenHead: tokenType.test(head) ? head : 'Bearer',
    refreshToken: tokens.refreshToken,
    expiresIn: tokens.expiresIn,
  };
}

/**
 * Opens the envelope of the unredacted reply, because new tokens may contain what was sent. An error carries neither the
 * body nor the address of a redirect: they may repeat the form or contain new tokens, in any encoding.
 *
 * @throws PortalError
 */
function open(request: RequestTarget, reply: Reply, form: Readonly<Record<string, string>>): Success {
  try {
    return openEnvelope(request, { ...reply, text: reply.received?.() ?? reply.text });
  } catch (error) {
    const { grant_type: _kind, ...secrets } = form;
    const issued = issuedSecrets(reply.received?.() ?? reply.text);
    throw withoutDetails(request, reply, {
      error,
      secrets: [...Object.values(secrets), ...issued.redactable],
    });
  }
}

/** The error without anything that may contain a secret. */
function withoutDetails(
  request: RequestTarget,
  { text, status }: Reply,
  { error, secrets }: { readonly error: unknown; readonly secrets: readonly string[] },
): unknown {
  if (error instanceof RedirectError) {
    return new RedirectError(request, status, undefined);
  }
  if (error instanceof UnreadableReplyError) {
    return new UnreadableReplyError(request, status, error.firstLine === '' ? '' : undefined);
  }
  if (!(error instanceof RefusedError)) {
    return error;
  }
  const { refusal } = error;
  const values = secrets.map(lettersOf).filter((value) => value !== '');
  const isSecret = (word: string) =>
    values.some((value) => value === word || (value.length >= shortestPart && word.includes(value)));
  // The text is redacted: it no longer includes a word that contains a secret.
  const isUntouched = (word: string) => text.includes(word) && !isSecret(lettersOf(word));
  const harmless = (word: string, pattern: RegExp) =>
    pattern.test(word) && isUntouched(word) ? word : hidden;
  return errorForRefusal(request, {
    ...refusal,
    code: refusal.code === '' ? '' : harmless(refusal.code, keyword),
    requestId: refusal.requestId === '' ? '' : harmless(refusal.requestId, identifier),
    detailMessage: '',
    result: null,
    text: '',
  });
}

/** Returns the letters and digits of a text in lower case: a gateway may write an id in capitals or without hyphens. */
function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Replaces a code or request ID that may be something else. */
const hidden = '…';

/** A word that contains a sent value counts as secret if that value has at least this many characters. */
const shortestPart = 4;

/** An error keyword such as `invalid_client`. */
const keyword = /^[a-z]{2,20}(_[a-z]{2,20}){0,4}$/;

/** Request ids of the guide have 32 hexadecimal digits. */
const identifier = /^[\da-f-]{1,40}$/i;

import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { BaseUrl } from './baseUrl';
import type { Reply, Success } from './envelope';
import { openEnvelope } from './envelope';
import type { Exchange } from './errors';
import { UnreadableReplyError } from './errors';
import { findRecords } from './findRecords';
import type { Http } from './http';
import { readAs, textual, wholeNumber } from './values';

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Tokens as the portal issued them (API guide, authorization). */
export interface Tokens {
  readonly token: string;
  /** What stands before the token in the header, without a blank: `Bearer`. */
  readonly tokenHead: string;
  readonly refreshToken: string | undefined;
  /** Seconds from the reply on. */
  readonly expiresIn: number;
}

const path = '/auth/openapi/v1/oauth/token';

/** The documented life of an access token, for a reply that does not tell. */
const usualLife = 1800;

const headerSafe = /^[\x21-\x7e]+$/;

const tokenReply = z.object({
  token: textual.check(z.regex(headerSafe)),
  refreshToken: z.optional(z.catch(z.optional(textual), undefined)),
  expiresIn: z.catch(wholeNumber.check(z.positive()), usualLife),
  tokenHead: z.catch(textual, 'Bearer'),
});

/** Names the account that a client ID belongs to, without giving the ID away. */
export function accountOfClient(baseUrl: BaseUrl, { clientId }: ClientCredentials): string {
  return `client ${createHash('sha256').update(`${baseUrl} ${clientId}`).digest('hex').slice(0, 16)}`;
}

/** Exchanges client credentials for tokens. @throws PortalError */
export async function requestTokens(
  http: Pick<Http, 'send'>,
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
  http: Pick<Http, 'send'>,
  baseUrl: BaseUrl,
  refreshToken: string,
): Promise<Tokens> {
  return exchange(http, baseUrl, { grant_type: 'refresh_token', refresh_token: refreshToken });
}

async function exchange(
  http: Pick<Http, 'send'>,
  baseUrl: BaseUrl,
  form: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Tokens> {
  const text = new URLSearchParams(form).toString();
  const body = { type: 'application/x-www-form-urlencoded', text } as const;
  const reply = await http.send({ method: 'POST', baseUrl, path, body, signal });
  const request = { method: 'POST', host: new URL(baseUrl).host, path } as const;
  const { result } = open(request, reply);
  const tokens = findRecords(result, 'token')
    .map(({ record }) => readAs(tokenReply, record))
    .find((found) => found !== undefined);
  if (!tokens) {
    throw new UnreadableReplyError(request, reply.status, hidden);
  }
  const head = tokens.tokenHead.trim();
  return {
    token: tokens.token,
    tokenHead: /^[A-Za-z][\w-]*$/.test(head) ? head : 'Bearer',
    refreshToken: tokens.refreshToken,
    expiresIn: tokens.expiresIn,
  };
}

/** In place of the first line of a reply that may hold a token, maybe under another name. */
const hidden = '…';

/** Opens the envelope as it came, since new tokens may hold what was sent; a failure tells what may be shown. */
function open(request: Exchange, reply: Reply): Success {
  try {
    return openEnvelope(request, { ...reply, text: reply.received?.() ?? reply.text });
  } catch {
    return openShown(request, reply);
  }
}

/** Opens the envelope; of a reply without one, nothing is told unless it is a page for people. */
function openShown(request: Exchange, reply: Reply): Success {
  try {
    return openEnvelope(request, reply);
  } catch (error) {
    const mayHoldToken =
      error instanceof UnreadableReplyError && error.firstLine !== '' && !error.firstLine.startsWith('<');
    throw mayHoldToken ? new UnreadableReplyError(request, error.status, hidden) : error;
  }
}

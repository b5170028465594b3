import { randomBytes } from 'node:crypto';
import type { Endpoint } from './router';
import { Refusal, refusedParameter, type Json } from './reply';

const refreshTokenLifetime = 15 * 24 * 3600;
const tokenHead = 'Bearer ';
/** Maximum number of tokens kept of each kind; the oldest ones are dropped. */
const maxTokens = 1000;

export interface TokenSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Seconds for which an access token is valid. */
  readonly tokenLifetime: number;
  /** A text that every token contains, so that tests can find a token where it must not be. */
  readonly tokenMark: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The issued tokens and their expiry times. A refresh token works only once. */
export class Tokens {
  private readonly access: Map<string, number>;
  private readonly refresh: Map<string, number>;

  /** @param earlier the tokens of an earlier portal, which stay valid */
  constructor(
    private readonly rules: TokenSettings,
    earlier?: Tokens,
  ) {
    this.access = new Map(earlier?.access);
    this.refresh = new Map(earlier?.refresh);
  }

  /** Checks the header of a call. @throws Refusal unless it is `Bearer ` followed by a valid token */
  check(authorization: string | undefined): void {
    const token = authorization?.startsWith(tokenHead) ? authorization.slice(tokenHead.length) : '';
    const expiresAt = this.access.get(token);
    if (expiresAt === undefined) {
      throw new Refusal(401, 'unauthorized', 'The access token is missing or unknown');
    }
    if (expiresAt <= this.rules.now()) {
      throw new Refusal(401, 'token_expired', 'The access token has expired');
    }
  }

  endAccess(): void {
    this.access.clear();
  }

  endAll(): void {
    this.access.clear();
    this.refresh.clear();
  }

  /** API guide: Request token. */
  exchange(form: Form): Json {
    const { clientId, clientSecret } = this.rules;
    if (formText(form, 'client_id') !== clientId || formText(form, 'client_secret') !== clientSecret) {
      throw new Refusal(401, 'invalid_client', 'client_id or client_secret is wrong');
    }
    return this.issue();
  }

  /** API guide: Refresh token. */
  renew(form: Form): Json {
    const token = formText(form, 'refresh_token');
    const expiresAt = this.refresh.get(token);
    if (expiresAt === undefined || expiresAt <= this.rules.now()) {
      throw new Refusal(401, 'invalid_refresh_token', 'The refresh token is unknown, used or expired');
    }
    this.refresh.delete(token);
    return this.issue();
  }

  private issue(): Json {
    const { now, tokenLifetime } = this.rules;
    const token = this.newToken('access', tokenLifetime);
    const refreshToken = this.newToken('refresh', refreshTokenLifetime);
    keep(this.access, token, now() + tokenLifetime * 1000);
    keep(this.refresh, refreshToken, now() + refreshTokenLifetime * 1000);
    return { expiresIn: String(tokenLifetime), refreshToken, token, tokenHead };
  }

  /** Returns a token of the same length and alphabet as the portal's: a JSON Web Token whose content nobody reads. */
  private newToken(scope: string, lifetime: number): string {
    const { now, clientId, tokenMark } = this.rules;
    const exp = Math.floor(now() / 1000) + lifetime;
    const parts = [
      { alg: 'HS256', typ: 'JWT' },
      { client_id: clientId, exp, scope, token_type: 'openapi' },
    ];
    const encoded = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    return [...encoded, `${tokenMark}${randomBytes(32).toString('base64url')}`].join('.');
  }
}

function keep(tokens: Map<string, number>, token: string, expiresAt: number): void {
  tokens.set(token, expiresAt);
  const [first] = tokens.keys();
  if (tokens.size > maxTokens && first !== undefined) {
    tokens.delete(first);
  }
}

/** `POST /auth/openapi/v1/oauth/token` for both grants (API guide: Authorization). */
export function authEndpoints(tokens: Tokens): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/auth/openapi/v1/oauth/token',
      query: [],
      mediaTypes: ['application/x-www-form-urlencoded', 'multipart/form-data'],
      needsToken: false,
      answer: ({ body, contentType }) => {
        const form = readForm(body, contentType);
        const grantType = formText(form, 'grant_type');
        switch (grantType) {
          case 'pp_credentials':
            return tokens.exchange(form);
          case 'refresh_token':
            return tokens.renew(form);
          default:
            throw refusedParameter('grant_type', 'oneof', 'must be one of pp_credentials, refresh_token');
        }
      },
    },
  ];
}

type Form = ReadonlyMap<string, string>;

/** Reads either form type; a file part is read as text. */
function readForm(body: string, contentType: string): Form {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) {
    return new Map(new URLSearchParams(body));
  }
  const parts = body.split(`--${boundary}`).slice(1, -1);
  return new Map(
    parts.map((part) => {
      const [head = '', ...value] = part.split('\r\n\r\n');
      const name = /[ ;]name="([^"]*)"/i.exec(head)?.[1] ?? '';
      return [name, value.join('\r\n\r\n').replace(/\r\n$/, '')];
    }),
  );
}

function formText(form: Form, name: string): string {
  const value = form.get(name);
  if (value === undefined || value === '') {
    throw refusedParameter(name, 'required', 'must not be null');
  }
  return value;
}

import type { BaseUrl } from './baseUrl';
import * as l10n from '@vscode/l10n';
import { type Exchange, PortalError } from './errors';

export type RequestBody =
  | { readonly type: 'application/json'; readonly text: string }
  | { readonly type: 'application/x-www-form-urlencoded'; readonly text: string };

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly baseUrl: BaseUrl;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  /** The whole value of the header; absent on the token calls. */
  readonly authorization?: string;
  readonly body?: RequestBody;
  /** `new`: no connection of an earlier request is used, which the portal may have closed meanwhile. */
  readonly connection?: 'new';
  /** Asked once the connection stands, before the first byte of the request leaves; without a yes it is not sent. */
  readonly mayLeave?: (() => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Whether a request is for tokens: what it carries, and what is answered to it, is never shown. */
export function isTokenCall({ body }: Pick<HttpRequest, 'body'>): boolean {
  return body?.type === 'application/x-www-form-urlencoded';
}

/**
 * What a request carries that must be shown nowhere: its token, and what a form signs in with, also in the one text
 * that HTTP makes of a name and a password.
 */
export function secretsOf(request: Pick<HttpRequest, 'authorization' | 'body'>): string[] {
  const { authorization, body } = request;
  const form = isTokenCall(request) ? new URLSearchParams(body?.text) : new URLSearchParams();
  const [clientId, clientSecret] = [form.get('client_id'), form.get('client_secret')];
  return [
    ...(authorization === undefined ? [] : [tokenOf(authorization)]),
    ...[...form].filter(([name]) => name !== 'grant_type').map(([, value]) => value),
    ...(clientId === null || clientSecret === null ? [] : [`${clientId}:${clientSecret}`]),
  ];
}

/** What follows the kind of token in a header. */
function tokenOf(authorization: string): string {
  return authorization.replace(/^\S+ +/, '');
}

/** Far above what any id holds; servers take no address of any length. */
const longest = 256;

/**
 * Whether a name can be one part of a path, whoever reads it. Encoding alone does not do: the URL standard takes `%2e%2e`
 * for `..`, and servers differ in when they decode `%2F`, in `;` and in characters that look like these.
 */
function canBePart(name: string): boolean {
  const isPlain = (text: string) =>
    text.trim() === text && !/^\.*$/.test(text) && !/[/\\%?#;\p{C}\p{Zl}\p{Zp}]/u.test(text);
  return name.length <= longest && isPlain(name) && isPlain(name.normalize('NFKC'));
}

/** An id or a number from the portal, or from a user, that cannot be part of a path. Nothing was sent. */
export class PathPartError extends PortalError {
  readonly reached = 'no';

  constructor(
    exchange: Exchange,
    private readonly part: string,
  ) {
    super(exchange, `not asked for ${JSON.stringify(shortened(part))}, which can be no part of a path`);
  }

  override sentence(): string {
    return l10n.t('"{name}" cannot be part of an address, so {host} was not asked for it.', {
      name: shortened(this.part),
      host: this.exchange.host,
    });
  }
}

/**
 * The path with `name` as its last part.
 *
 * @throws PathPartError when it would be another path, or be read as one.
 */
export function pathTo(exchange: Exchange, name: string): string {
  if (!canBePart(name)) {
    throw new PathPartError(exchange, name);
  }
  return `${exchange.path}/${encodeURIComponent(name)}`;
}

function shortened(name: string): string {
  return name.length > longest ? `${name.slice(0, longest)}…` : name;
}

/** What every request takes from the user's settings. */
export interface HttpSettings {
  /** Seconds until a request without a complete reply is given up. */
  readonly requestTimeout: number;
  /** Value of the header `User-Agent`, which the portal requires. */
  readonly userAgent: string;
}

export const usualTimeout = 30;
/** The limits of `pbx.requestTimeout`, in seconds. A timer of Node takes no more than 24 days. */
export const longestTimeout = 600;
export const shortestTimeout = 1;

export const usualUserAgent = 'OpenAPI';

/** Settings that can be used, and a sentence for the log about each one that could not be. */
export interface UsableHttpSettings extends HttpSettings {
  readonly problems: readonly string[];
}

/**
 * Makes usable what a person wrote by hand: VS Code enforces neither types nor limits of a setting. A time-out is
 * brought within its limits, anything that is no number or no header value gives way to the default.
 */
export function usableHttpSettings(written: {
  readonly requestTimeout: unknown;
  readonly userAgent: unknown;
}): UsableHttpSettings {
  const requestTimeout = usableTimeout(written.requestTimeout);
  const userAgent = usableUserAgent(written.userAgent);
  return {
    requestTimeout,
    userAgent,
    problems: [
      ...(requestTimeout === written.requestTimeout
        ? []
        : [
            `pbx.requestTimeout takes a number from ${shortestTimeout} to ${longestTimeout}; ${requestTimeout} is used instead of ${shown(written.requestTimeout)}.`,
          ]),
      ...(userAgent === written.userAgent
        ? []
        : [
            `pbx.userAgent takes printable ASCII characters; ${userAgent} is used instead of ${shown(written.userAgent)}.`,
          ]),
    ],
  };
}

function usableTimeout(written: unknown): number {
  return typeof written === 'number' && written > 0
    ? Math.min(Math.max(written, shortestTimeout), longestTimeout)
    : usualTimeout;
}

function usableUserAgent(written: unknown): string {
  return typeof written === 'string' && /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(written)
    ? written
    : usualUserAgent;
}

function shown(written: unknown): string {
  return (written === undefined ? 'nothing' : JSON.stringify(written)).slice(0, 200);
}

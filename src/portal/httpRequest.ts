import type { BaseUrl } from './baseUrl';
import * as l10n from '@vscode/l10n';
import { type RequestTarget, PortalError } from './errors';

export type RequestBody =
  | { readonly type: 'application/json'; readonly text: string }
  | { readonly type: 'application/x-www-form-urlencoded'; readonly text: string };

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly baseUrl: BaseUrl;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  /** The full value of the header; absent on token calls. */
  readonly authorization?: string;
  readonly body?: RequestBody;
  /** `new`: uses a fresh connection, because the portal may have closed an idle one. */
  readonly connection?: 'new';
  /**
   * Called once the connection is established, before the first byte is sent; the request is sent only if it returns
   * true.
   */
  readonly maySend?: (() => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Whether a request is a token call: neither its body nor its reply is ever shown. */
export function isTokenCall({ body }: Pick<HttpRequest, 'body'>): boolean {
  return body?.type === 'application/x-www-form-urlencoded';
}

/**
 * Returns the secrets that a request carries: its token, the values of a sign-in form except the client ID, and ID and
 * secret joined by a colon, as HTTP Basic joins them.
 */
export function secretsOf(request: Pick<HttpRequest, 'authorization' | 'body'>): string[] {
  const { authorization, body } = request;
  const form = isTokenCall(request) ? new URLSearchParams(body?.text) : new URLSearchParams();
  const [clientId, clientSecret] = [form.get('client_id'), form.get('client_secret')];
  return [
    ...(authorization === undefined ? [] : [tokenOf(authorization)]),
    ...[...form].filter(([name]) => name !== 'grant_type' && name !== 'client_id').map(([, value]) => value),
    ...(clientId === null || clientSecret === null ? [] : [`${clientId}:${clientSecret}`]),
  ];
}

/** Returns the client ID in a sign-in form; empty if there is none. */
export function clientIdOf(request: Pick<HttpRequest, 'body'>): string {
  return isTokenCall(request) ? (new URLSearchParams(request.body?.text).get('client_id') ?? '') : '';
}

/** Returns the part of the header value after the token type. */
function tokenOf(authorization: string): string {
  return authorization.replace(/^\S+ +/, '');
}

/** Far longer than any id; servers limit the length of a URL. */
const maxLength = 256;

/**
 * Whether a name can be a single path segment for every server. Encoding is not enough: the URL standard treats
 * `%2e%2e` as `..`, and servers differ in when they decode `%2F`, in how they treat `;`, and in how they treat
 * lookalike characters.
 */
function canBePathSegment(name: string): boolean {
  const isPlain = (text: string) =>
    text.trim() === text && !/^\.*$/.test(text) && !/[/\\%?#;\p{C}\p{Zl}\p{Zp}]/u.test(text);
  return name.length <= maxLength && isPlain(name) && isPlain(name.normalize('NFKC'));
}

/** An id or number, from the portal or a user, that cannot be part of a path. Nothing was sent. */
export class PathSegmentError extends PortalError {
  readonly reached = 'no';

  constructor(
    exchange: RequestTarget,
    private readonly part: string,
  ) {
    super(exchange, `not asked for ${JSON.stringify(shortened(part))}, which can be no part of a path`);
  }

  override sentence(): string {
    return l10n.t('"{name}" cannot be part of an address, so nothing was requested from {host}.', {
      name: shortened(this.part),
      host: this.exchange.host,
    });
  }
}

/**
 * Returns the path with `name` appended as its last segment.
 *
 * @throws PathSegmentError when the result would be, or could be read as, another path.
 */
export function pathWithSegment(exchange: RequestTarget, name: string): string {
  if (!canBePathSegment(name)) {
    throw new PathSegmentError(exchange, name);
  }
  return `${exchange.path}/${encodeURIComponent(name)}`;
}

function shortened(name: string): string {
  return name.length > maxLength ? `${name.slice(0, maxLength)}…` : name;
}

/** Settings that apply to every request. */
export interface HttpSettings {
  /** Seconds after which a request without a complete reply is given up. */
  readonly requestTimeout: number;
  /** Value of the header `User-Agent`, which the portal requires. */
  readonly userAgent: string;
}

const defaultTimeout = 30;
/** The limits of `pbx.requestTimeout`, in seconds. Node's timers allow at most 24 days. */
const maxTimeout = 600;
const minTimeout = 1;

const defaultUserAgent = 'OpenAPI';

/** Valid settings, with a sentence for the log about each invalid one. */
export interface ValidHttpSettings extends HttpSettings {
  readonly problems: readonly string[];
}

/**
 * Turns settings written by hand into valid ones: VS Code enforces neither their types nor their limits. A timeout
 * outside the limits is clamped; a value that is not a number or not a valid header falls back to the default.
 */
export function validHttpSettings(written: {
  readonly requestTimeout: unknown;
  readonly userAgent: unknown;
}): ValidHttpSettings {
  const requestTimeout = usableTimeout(written.requestTimeout);
  const userAgent = usableUserAgent(written.userAgent);
  return {
    requestTimeout,
    userAgent,
    problems: [
      ...(requestTimeout === written.requestTimeout
        ? []
        : [
            `pbx.requestTimeout takes a number from ${minTimeout} to ${maxTimeout}; ${requestTimeout} is used instead of ${shown(written.requestTimeout)}.`,
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
    ? Math.min(Math.max(written, minTimeout), maxTimeout)
    : defaultTimeout;
}

function usableUserAgent(written: unknown): string {
  return typeof written === 'string' && /^[\x20-\x7e]+$/.test(written) && written.trim() !== ''
    ? written
    : defaultUserAgent;
}

function shown(written: unknown): string {
  return (written === undefined ? 'nothing' : JSON.stringify(written)).slice(0, 200);
}

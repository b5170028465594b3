import { setImmediate as turn } from 'node:timers/promises';
import axios, { AxiosError, type AxiosInstance } from 'axios';
import { ConnectionWatch } from './connectionWatch';
import type { Reply } from './envelope';
import {
  type Exchange,
  type PortalError,
  CancelledError,
  CertificateError,
  ConnectionError,
  TimeoutError,
  TooLargeReplyError,
} from './errors';
import { type HttpRequest, isTokenCall, secretsOf, type HttpSettings } from './httpRequest';
import { jsonBounds } from './exactJson';
import { ProxyError, SecretMarkError } from './transportErrors';
import { readRetryAfter } from './retry';
import { KnownSecrets, redacted } from './secrets';
import { issuedSecrets } from './tokens';
import { type TraceLog, traceReply, traceRequest } from './traceLog';

/** Bytes of a reply that are read, unpacked: no text within `jsonBounds` that is mostly ASCII has more. */
const largestReply = jsonBounds.characters;

/** Bytes of a request; whatever is larger was not made by this program. */
const largestRequest = 1024 * 1024;

/** Characters from which on a reply takes long enough to read that others are to have their turn in between. */
const longReply = 64 * 1024;

/**
 * Sends one request and returns what the portal answered, whatever its status; never follows a redirect. This is the
 * border: whoever answers may repeat what was sent, now or earlier, and whatever is made of a reply or of a failure
 * is made of a text without any secret that this window knows.
 */
export class Http {
  private readonly axios: AxiosInstance = axios.create({
    adapter: 'http',
    // VS Code's own modules know the user's proxy; axios must not add a second one from the environment.
    proxy: false,
    maxRedirects: 0,
    responseType: 'text',
    maxContentLength: largestReply,
    maxBodyLength: largestRequest,
    validateStatus: () => true,
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    // What a gateway keeps of an answer is not the state of now.
    headers: { common: { Accept: 'application/json', 'Cache-Control': 'no-cache' } },
  });

  private turns: Promise<void> = Promise.resolve();

  /**
   * @param settings Read for each request, so that a changed setting takes effect at once.
   * @param known The secrets of the window; what is sent and issued as one is added.
   */
  constructor(
    private readonly settings: () => HttpSettings,
    private readonly log: TraceLog,
    private readonly known = new KnownSecrets(),
  ) {}

  /**
   * @throws ProxyError, ConnectionError, CertificateError, TimeoutError, CancelledError, TooLargeReplyError,
   * SecretMarkError.
   */
  async send(request: HttpRequest): Promise<Reply> {
    const { requestTimeout, userAgent } = this.settings();
    const url = urlOf(request);
    const exchange = { method: request.method, host: url.host, path: request.path };
    const connection = new ConnectionWatch(url.protocol === 'https:', request);
    const finished = traceRequest(this.log, request, url);
    this.known.note(secretsOf(request));
    const shown = (text: string) => this.known.redact(text);
    let deadline: AbortSignal | undefined;
    try {
      if (!isTokenCall(request) && request.body?.text.includes(redacted) === true) {
        throw new SecretMarkError(exchange);
      }
      // Whatever keeps a request from being made is a request that surely did not leave.
      deadline = AbortSignal.timeout(Math.round(requestTimeout * 1000));
      const response = await this.axios.request<string>({
        url: url.href,
        method: request.method,
        data: request.body?.text,
        headers: {
          'User-Agent': userAgent,
          ...(request.authorization === undefined ? {} : { Authorization: request.authorization }),
          ...(request.body ? { 'Content-Type': request.body.type } : {}),
        },
        signal: request.signal ? AbortSignal.any([request.signal, deadline]) : deadline,
        transport: connection,
      });
      if (connection.answeredByProxy) {
        throw new ProxyError(exchange, response.status, isTokenCall(request) ? '' : shown(response.data));
      }
      const location: unknown = response.headers.location;
      const received = response.data;
      if (isTokenCall(request)) {
        this.known.note(issuedSecrets(received));
      }
      let text = received;
      // Again where a secret became known while it was worked on, up to the moment at which it is passed on.
      for (let version: number | undefined; version !== this.known.version;) {
        ({ version } = this.known);
        text = await this.redacted(text);
      }
      const reply = {
        status: response.status,
        location: typeof location === 'string' ? shown(location) : '',
        retryAfter: readRetryAfter(response.headers['retry-after'], Date.now()),
        date: readDate(response.headers.date),
        text,
        ...(text === received ? {} : { received: () => received }),
      };
      const by = { known: this.known, version: this.known.version };
      traceReply(this.log, request, reply, { milliseconds: finished(), by });
      return reply;
    } catch (error) {
      connection.abandon();
      const failure = failureOf(error, {
        exchange,
        shown,
        proxyStatus: connection.proxyStatus,
        reached: connection.established ? 'maybe' : 'no',
        timedOut: deadline?.aborted === true && request.signal?.aborted !== true,
        seconds: requestTimeout,
      });
      this.log.warn(`${shown(`${failure.message}${describeCause(failure.cause)}`)} after ${finished()} ms`);
      throw failure;
    }
  }

  /** Without secrets, and ready to be read: a long reply step by step, since several may come at once. */
  private async redacted(received: string): Promise<string> {
    if (received.length <= longReply) {
      return this.known.redact(received);
    }
    await this.ownTurn();
    const text = await this.known.redactInTurns(received, () => this.ownTurn());
    await this.ownTurn();
    return text;
  }

  /** Waits for a turn of the event loop in which no other long reply is worked on. */
  private async ownTurn(): Promise<void> {
    this.turns = this.turns.then(() => turn());
    await this.turns;
  }
}

/** The `Date` header, in milliseconds since 1970; undefined when there is none that can be read. */
function readDate(header: unknown): number | undefined {
  const time = typeof header === 'string' ? Date.parse(header) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** @throws TypeError when the URL standard makes another path of it, or another portal: the token would go there. */
function urlOf({ baseUrl, path, query = {} }: HttpRequest): URL {
  const url = new URL(path, baseUrl);
  if (url.origin !== baseUrl || url.pathname !== path) {
    throw new TypeError(`not a path: ${JSON.stringify(path)}`);
  }
  for (const [name, value] of Object.entries(query)) {
    url.searchParams.set(name, String(value));
  }
  return url;
}

interface FailureFacts {
  readonly proxyStatus: number | undefined;
  readonly exchange: Exchange;
  readonly reached: 'no' | 'maybe';
  readonly timedOut: boolean;
  readonly seconds: number;
  /** Takes out secrets. */
  readonly shown: (text: string) => string;
}

function failureOf(
  error: unknown,
  { exchange, proxyStatus: reported, reached, timedOut, seconds, shown }: FailureFacts,
): PortalError {
  if (error instanceof ProxyError || error instanceof SecretMarkError) {
    return error;
  }
  if (timedOut) {
    return new TimeoutError(exchange, seconds, reached);
  }
  if (axios.isCancel(error)) {
    return new CancelledError(exchange, reached);
  }
  if (axios.isAxiosError(error) && error.message.startsWith('maxContentLength')) {
    return new TooLargeReplyError(exchange, largestReply / 1024);
  }
  const code = codeOf(error);
  const original = causeOf(error);
  const proxyStatus = reached === 'no' ? (reported ?? proxyStatusOf(original)) : undefined;
  const cause = shownCause(original, shown);
  if (proxyStatus !== undefined) {
    return new ProxyError(exchange, proxyStatus, '', cause);
  }
  return reached === 'no' && isTlsCode(code)
    ? new CertificateError(exchange, code, cause)
    : new ConnectionError(exchange, code, reached, cause);
}

/** The error below axios's own, which holds the request with its secrets. */
function causeOf(error: unknown): unknown {
  return error instanceof AxiosError ? error.cause : error;
}

/**
 * A cause with what its text says, and nothing else: Node's own holds what was received as well, an error of several
 * addresses has one for each, and VS Code writes both to its logs with whatever fails by them.
 */
function shownCause(cause: unknown, shown: (text: string) => string): Error | undefined {
  if (!(cause instanceof Error)) {
    return undefined;
  }
  const told = new Error(shown(causeText(cause)));
  told.name = cause.name;
  // Its own stack begins with the text as it was.
  told.stack = `${told.name}: ${told.message}`;
  return told;
}

/** The status with which a proxy declined to open a tunnel, where the agent fails instead of handing on its reply. */
function proxyStatusOf(cause: unknown): number | undefined {
  if (!(cause instanceof Error)) {
    return undefined;
  }
  // Node's own agent carries it in a property, the package "tunnel" in its message.
  const own =
    'code' in cause && cause.code === 'ERR_PROXY_TUNNEL' && 'statusCode' in cause ? cause.statusCode : '';
  const said = /\bstatusCode[=:] ?(\d{3})\b/.exec(cause.message)?.[1];
  const status = Number(typeof own === 'number' ? own : said);
  return Number.isInteger(status) ? status : undefined;
}

function codeOf(error: unknown): string {
  if (error instanceof AxiosError && error.code === AxiosError.ERR_BAD_RESPONSE) {
    // What axios calls a reply that was cut off; Node tells no code of its own then.
    return 'ECONNRESET';
  }
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}

/** Node names certificate faults as OpenSSL does, other TLS faults by a prefix, and a failed handshake EPROTO. */
function isTlsCode(code: string): boolean {
  return /CERT|SIGNATURE|^ERR_TLS|^ERR_SSL|^EPROTO$|^(HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/.test(
    code,
  );
}

/** The cause's message, for the log; Node's own names address and port. */
function describeCause(cause: unknown): string {
  return cause instanceof Error ? ` [cause: ${cause.message}]` : '';
}

/** A host of several addresses fails with one error for each of them, and no text of its own. */
function causeText(error: Error): string {
  const causes: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  const texts = causes.map((cause) => (cause instanceof Error ? causeText(cause) : String(cause)));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return [error.message || code || error.name, ...texts].filter((text) => text !== '').join('; ');
}

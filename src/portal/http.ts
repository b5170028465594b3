import { setImmediate as turn } from 'node:timers/promises';
import axios, { AxiosError, type AxiosInstance } from 'axios';
import { ConnectionWatch } from './connectionWatch';
import type { Reply } from './envelope';
import {
  type RequestTarget,
  type PortalError,
  CancelledError,
  CertificateError,
  ConnectionError,
  TimeoutError,
  TooLargeReplyError,
} from './errors';
import { clientIdOf, type HttpRequest, isTokenCall, secretsOf, type HttpSettings } from './httpRequest';
import { jsonLimits } from './exactJson';
import { ProxyError, RedactedRequestError, SecretInRequestError } from './transportErrors';
import { readRetryAfter } from './retry';
import { holdsMark, KnownSecrets } from './secrets';
import { issuedSecrets } from './tokens';
import { type TraceLog, traceReply, traceRequest } from './traceLog';

/** Maximum size of a decompressed reply in bytes. No mostly-ASCII text within `jsonLimits` is larger. */
const maxReplyBytes = jsonLimits.characters;

/** Maximum size of a request in bytes; this extension never builds a larger one. */
const maxRequestBytes = 1024 * 1024;

/**
 * From this many characters on, redacting a reply takes long enough that it is done in steps, so that other work can
 * run in between.
 */
const longReplyLength = 64 * 1024;

/**
 * Sends one request and returns the reply, whatever its status; never follows a redirect. This is the security
 * boundary: any server may echo what it was sent, now or earlier. So every reply and every failure is built from text
 * with all secrets known to this window removed.
 */
export class Http {
  private readonly axios: AxiosInstance = axios.create({
    adapter: 'http',
    // VS Code's patched http modules apply the user's proxy; axios must not add a second one from the environment.
    proxy: false,
    maxRedirects: 0,
    responseType: 'text',
    maxContentLength: maxReplyBytes,
    maxBodyLength: maxRequestBytes,
    validateStatus: () => true,
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    // A reply cached by a gateway is not the current state.
    headers: { common: { Accept: 'application/json', 'Cache-Control': 'no-cache' } },
  });

  private turns: Promise<void> = Promise.resolve();

  /**
   * @param settings Read for each request, so that a changed setting takes effect at once.
   * @param known The secrets of this window; secrets that are sent or issued are added to it.
   */
  constructor(
    private readonly settings: () => HttpSettings,
    private readonly log: TraceLog,
    private readonly known = new KnownSecrets(),
  ) {}

  /**
   * Sends a request and returns the reply.
   *
   * @throws ProxyError, ConnectionError, CertificateError, TimeoutError, CancelledError, TooLargeReplyError,
   * RedactedRequestError, SecretInRequestError.
   */
  async send(request: HttpRequest): Promise<Reply> {
    const { requestTimeout, userAgent } = this.settings();
    const url = urlOf(request);
    const exchange = { method: request.method, host: url.host, path: request.path };
    const connection = new ConnectionWatch(url.protocol === 'https:', request);
    const finished = traceRequest(this.log, request, url);
    this.known.noteClientId(clientIdOf(request));
    this.known.note(secretsOf(request));
    const redactText = (text: string) => this.known.redact(text);
    let deadline: AbortSignal | undefined;
    try {
      this.refuseSecrets(request, url);
      // Inside the try block: anything that prevents the request from being made proves that it was not sent.
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
      if (connection.repliedByProxy) {
        throw new ProxyError(
          exchange,
          response.status,
          isTokenCall(request) ? '' : redactText(response.data),
        );
      }
      const location: unknown = response.headers.location;
      const received = response.data;
      if (isTokenCall(request)) {
        this.known.note(issuedSecrets(received).redactable);
      }
      let text = received;
      // Redacted again if a secret became known in the meantime, up to the moment at which the reply is passed on.
      for (let version: number | undefined; version !== this.known.version;) {
        ({ version } = this.known);
        text = await this.redacted(text);
      }
      const reply = {
        status: response.status,
        location: typeof location === 'string' ? redactText(location) : '',
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
        redactText,
        proxyStatus: connection.proxyStatus,
        reached: connection.established ? 'maybe' : 'no',
        timedOut: deadline?.aborted === true && request.signal?.aborted !== true,
        seconds: requestTimeout,
      });
      this.log.warn(
        `${redactText(`${failure.message}${describeCause(failure.cause)}`)} after ${finished()} ms`,
      );
      throw failure;
    }
  }

  /**
   * Refuses a request that contains a secret other than in its header or in a sign-in form, or the mark of one that was
   * removed.
   *
   * @throws RedactedRequestError, SecretInRequestError
   */
  private refuseSecrets(request: HttpRequest, url: URL): void {
    if (isTokenCall(request)) {
      return;
    }
    const target = { method: request.method, host: url.host, path: request.path };
    const texts = [`${url.pathname}${url.search}`, request.body?.text ?? ''].filter((text) =>
      this.known.isSuspect(text),
    );
    if (texts.some(holdsMark)) {
      throw new RedactedRequestError(target);
    }
    if (texts.some((text) => this.known.isIn(text))) {
      throw new SecretInRequestError(target);
    }
  }

  /** Removes secrets. A long reply is processed in steps, because several may arrive at once. */
  private async redacted(received: string): Promise<string> {
    if (received.length <= longReplyLength) {
      return this.known.redact(received);
    }
    await this.ownTurn();
    const text = await this.known.redactInTurns(received, () => this.ownTurn());
    await this.ownTurn();
    return text;
  }

  /** Waits for an iteration of the event loop in which no other long reply is being processed. */
  private async ownTurn(): Promise<void> {
    this.turns = this.turns.then(() => turn());
    await this.turns;
  }
}

/** Returns the `Date` header in milliseconds since 1970; undefined when it is missing or unreadable. */
function readDate(header: unknown): number | undefined {
  const time = typeof header === 'string' ? Date.parse(header) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

/**
 * Builds the URL. @throws TypeError if URL parsing changes the path or the origin: the token would go to the wrong
 * place.
 */
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
  readonly exchange: RequestTarget;
  readonly reached: 'no' | 'maybe';
  readonly timedOut: boolean;
  readonly seconds: number;
  /** Removes secrets. */
  readonly redactText: (text: string) => string;
}

function failureOf(
  error: unknown,
  { exchange, proxyStatus: reported, reached, timedOut, seconds, redactText }: FailureFacts,
): PortalError {
  if (
    error instanceof ProxyError ||
    error instanceof RedactedRequestError ||
    error instanceof SecretInRequestError
  ) {
    return error;
  }
  if (timedOut) {
    return new TimeoutError(exchange, seconds, reached);
  }
  if (axios.isCancel(error)) {
    return new CancelledError(exchange, reached);
  }
  if (axios.isAxiosError(error) && error.message.startsWith('maxContentLength')) {
    return new TooLargeReplyError(exchange, maxReplyBytes / 1024);
  }
  const code = codeOf(error);
  const original = causeOf(error);
  const proxyStatus = reached === 'no' ? (reported ?? proxyStatusOf(original)) : undefined;
  const cause = redactedCause(original, redactText);
  if (proxyStatus !== undefined) {
    return new ProxyError(exchange, proxyStatus, '', cause);
  }
  return reached === 'no' && isTlsCode(code)
    ? new CertificateError(exchange, code, cause)
    : new ConnectionError(exchange, code, reached, cause);
}

/** Returns the original error behind an axios error, which holds the request with its secrets. */
function causeOf(error: unknown): unknown {
  return error instanceof AxiosError ? error.cause : error;
}

/**
 * Returns a cause that carries only a redacted message. Node's errors also contain what was received, an
 * AggregateError contains one error per address, and VS Code writes all of that to its logs.
 */
function redactedCause(cause: unknown, redactText: (text: string) => string): Error | undefined {
  if (!(cause instanceof Error)) {
    return undefined;
  }
  const shownError = new Error(redactText(causeText(cause)));
  shownError.name = cause.name;
  // The generated stack starts with the unredacted message.
  shownError.stack = `${shownError.name}: ${shownError.message}`;
  return shownError;
}

/**
 * Returns the status with which a proxy refused to open a tunnel, if the agent throws it instead of passing on the
 * proxy's reply.
 */
function proxyStatusOf(cause: unknown): number | undefined {
  if (!(cause instanceof Error)) {
    return undefined;
  }
  // Node's own agent puts it in a property, the package "tunnel" in its message.
  const property =
    'code' in cause && cause.code === 'ERR_PROXY_TUNNEL' && 'statusCode' in cause ? cause.statusCode : '';
  const inMessage = /\bstatusCode[=:] ?(\d{3})\b/.exec(cause.message)?.[1];
  const status = Number(typeof property === 'number' ? property : inMessage);
  return Number.isInteger(status) ? status : undefined;
}

function codeOf(error: unknown): string {
  if (error instanceof AxiosError && error.code === AxiosError.ERR_BAD_RESPONSE) {
    // axios's code for a truncated reply; Node provides no code of its own in that case.
    return 'ECONNRESET';
  }
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}

/**
 * Whether a code is a TLS failure. Node uses OpenSSL's names for certificate errors, prefixes for other TLS errors and
 * EPROTO for a failed handshake.
 */
function isTlsCode(code: string): boolean {
  return /CERT|SIGNATURE|^ERR_TLS|^ERR_SSL|^EPROTO$|^(HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/.test(
    code,
  );
}

/** Returns the cause's message for the log; Node's messages name address and port. */
function describeCause(cause: unknown): string {
  return cause instanceof Error ? ` [cause: ${cause.message}]` : '';
}

/**
 * Returns the message of an error. A host with several addresses fails with one error per address and no message of its
 * own.
 */
function causeText(error: Error): string {
  const causes: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  const texts = causes.map((cause) => (cause instanceof Error ? causeText(cause) : String(cause)));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return [error.message || code || error.name, ...texts].filter((text) => text !== '').join('; ');
}

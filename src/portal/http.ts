// Without the prefix "node:", since VS Code puts its proxy-aware modules in place under these names alone.
import http from 'http';
import https from 'https';
import type { AxiosInstance } from 'axios';
import axios, { AxiosError } from 'axios';
import type { Reply } from './envelope';
import type { Exchange, PortalError } from './errors';
import {
  CancelledError,
  CertificateError,
  ConnectionError,
  TimeoutError,
  TooLargeReplyError,
} from './errors';
import type { HttpRequest } from './httpRequest';
import type { HttpSettings } from './httpSettings';
import { readRetryAfter } from './retry';
import type { TraceLog } from './traceLog';
import { traceReply, traceRequest } from './traceLog';

const largestReplyMegabytes = 20;
const largestReply = largestReplyMegabytes * 1024 * 1024;

/** Sends one request and returns what came back, whatever its status; never follows a redirect. */
export class Http {
  private readonly axios: AxiosInstance = axios.create({
    adapter: 'http',
    // VS Code's own modules know the user's proxy; axios must not add a second one from the environment.
    proxy: false,
    maxRedirects: 0,
    responseType: 'text',
    maxContentLength: largestReply,
    maxBodyLength: largestReply,
    validateStatus: () => true,
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    headers: { common: { Accept: 'application/json' } },
  });

  /** @param settings Read for each request, so that a changed setting takes effect at once. */
  constructor(
    private readonly settings: () => HttpSettings,
    private readonly log: TraceLog,
  ) {}

  /** @throws ConnectionError, CertificateError, TimeoutError, CancelledError, TooLargeReplyError. */
  async send(request: HttpRequest): Promise<Reply> {
    const { requestTimeout, userAgent } = this.settings();
    const url = urlOf(request);
    const connection = new ConnectionWatch(url.protocol === 'https:');
    const finished = traceRequest(this.log, request, url);
    let deadline: AbortSignal | undefined;
    try {
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
      const location: unknown = response.headers.location;
      const reply = {
        status: response.status,
        location: typeof location === 'string' ? location : '',
        retryAfter: readRetryAfter(response.headers['retry-after'], Date.now()),
        text: response.data,
      };
      traceReply(this.log, request, reply, finished());
      return reply;
    } catch (error) {
      const failure = failureOf(error, {
        exchange: { method: request.method, host: url.host, path: request.path },
        reached: connection.established ? 'maybe' : 'no',
        timedOut: deadline?.aborted === true && request.signal?.aborted !== true,
        seconds: requestTimeout,
      });
      this.log.warn(`${failure.message}${describeCause(failure.cause)} after ${finished()} ms`);
      throw failure;
    }
  }
}

/**
 * Notes whether a request had a connection that could carry it: as long as there is none, not a byte of the
 * request can have left this machine.
 */
class ConnectionWatch {
  established = false;

  constructor(private readonly secure: boolean) {}

  request(
    options: http.RequestOptions,
    callback: (response: http.IncomingMessage) => void,
  ): http.ClientRequest {
    const request = (this.secure ? https : http).request(options, callback);
    const establish = () => {
      this.established = true;
    };
    request.once('socket', (socket) => {
      const handshaking = 'secureConnecting' in socket && socket.secureConnecting === true;
      if (socket.connecting || handshaking) {
        socket.once(this.secure ? 'secureConnect' : 'connect', establish);
      } else {
        establish();
      }
    });
    return request;
  }
}

function urlOf({ baseUrl, path, query = {} }: HttpRequest): URL {
  const url = new URL(path, baseUrl);
  for (const [name, value] of Object.entries(query)) {
    url.searchParams.set(name, String(value));
  }
  return url;
}

interface FailureFacts {
  readonly exchange: Exchange;
  readonly reached: 'no' | 'maybe';
  readonly timedOut: boolean;
  readonly seconds: number;
}

function failureOf(error: unknown, { exchange, reached, timedOut, seconds }: FailureFacts): PortalError {
  if (timedOut) {
    return new TimeoutError(exchange, seconds, reached);
  }
  if (axios.isCancel(error)) {
    return new CancelledError(exchange, reached);
  }
  if (axios.isAxiosError(error) && error.message.startsWith('maxContentLength')) {
    return new TooLargeReplyError(exchange, largestReplyMegabytes);
  }
  const code = codeOf(error);
  const cause = causeOf(error);
  return reached === 'no' && isTlsCode(code)
    ? new CertificateError(exchange, code, cause)
    : new ConnectionError(exchange, code, reached, cause);
}

/** The error below axios's own, which holds the request with its secrets. */
function causeOf(error: unknown): unknown {
  return error instanceof AxiosError ? error.cause : error;
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
  return cause instanceof Error ? ` [cause: ${causeText(cause)}]` : '';
}

/** A host of several addresses fails with one error for each of them, and no text of its own. */
function causeText(error: Error): string {
  const causes: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  const texts = causes.map((cause) => (cause instanceof Error ? causeText(cause) : String(cause)));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return [error.message || code || error.name, ...texts].filter((text) => text !== '').join('; ');
}

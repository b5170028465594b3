// Without the prefix "node:", since VS Code puts its proxy-aware modules in place under these names alone.
import http from 'http';
import https from 'https';
import net from 'net';
import type { AxiosInstance } from 'axios';
import axios, { AxiosError } from 'axios';
import * as z from 'zod/mini';
import { type Reply, isSuccess } from './envelope';
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
import { ProxyError } from './proxyError';
import { readRetryAfter } from './retry';
import type { TraceLog } from './traceLog';
import { traceReply, traceRequest } from './traceLog';
import { readAs } from './values';

const largestReplyMegabytes = 20;
const largestReply = largestReplyMegabytes * 1024 * 1024;

/** Sends one request and returns what the portal answered, whatever its status; never follows a redirect. */
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

  /** @throws ProxyError, ConnectionError, CertificateError, TimeoutError, CancelledError, TooLargeReplyError. */
  async send(request: HttpRequest): Promise<Reply> {
    const { requestTimeout, userAgent } = this.settings();
    const url = urlOf(request);
    const exchange = { method: request.method, host: url.host, path: request.path };
    const connection = new ConnectionWatch(url.protocol === 'https:', request.connection === 'new');
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
      if (connection.answeredByProxy) {
        throw new ProxyError(exchange, response.status, response.data);
      }
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
        exchange,
        proxyStatus: connection.proxyStatus,
        reached: connection.established ? 'maybe' : 'no',
        timedOut: deadline?.aborted === true && request.signal?.aborted !== true,
        seconds: requestTimeout,
      });
      this.log.warn(`${failure.message}${describeCause(failure.cause)} after ${finished()} ms`);
      throw failure;
    }
  }
}

const proxyReply = z.object({ statusCode: z.number() });

/**
 * Notes whether a request had a connection that could carry it: as long as there is none, not a byte of the
 * request can have left this machine.
 */
class ConnectionWatch {
  established = false;
  /** A proxy that does not open a tunnel answers itself, and agents hand that on as the reply, without TLS. */
  answeredByProxy = false;
  /** The status of such an answer, where the agent reports it in an event of its own. */
  proxyStatus: number | undefined;

  constructor(
    private readonly secure: boolean,
    private readonly isNew: boolean,
  ) {}

  request(
    options: http.RequestOptions,
    callback: (response: http.IncomingMessage) => void,
  ): http.ClientRequest {
    const { request: open } = this.secure ? https : http;
    const request = open(this.isNew ? { ...options, createConnection: this.connect } : options, callback);
    const establish = () => {
      this.established = true;
    };
    request.once('proxyConnect', (reply: unknown) => {
      const status = readAs(proxyReply, reply)?.statusCode;
      this.proxyStatus = status === undefined || isSuccess(status) ? undefined : status;
    });
    request.once('socket', (socket) => {
      const isTls = 'encrypted' in socket && socket.encrypted === true;
      const handshaking = 'secureConnecting' in socket && socket.secureConnecting === true;
      if (this.secure && !isTls) {
        request.once('response', () => {
          this.answeredByProxy = true;
        });
      } else if (socket.connecting || handshaking) {
        socket.once(this.secure ? 'secureConnect' : 'connect', establish);
      } else {
        establish();
      }
    });
    return request;
  }

  /**
   * Opens a connection as the system-wide agent does, without taking one of those that it keeps. An agent in its place
   * would switch off the proxy that VS Code adds to requests without one.
   */
  private readonly connect: NonNullable<http.RequestOptions['createConnection']> = (options, connected) => {
    if (!this.secure) {
      return http.globalAgent.createConnection(options, connected);
    }
    const host = options.host ?? '';
    const servername = net.isIP(host) === 0 ? { servername: host } : {};
    const secure: https.RequestOptions = { ...https.globalAgent.options, ...servername, ...options };
    return https.globalAgent.createConnection(secure, connected);
  };
}

function urlOf({ baseUrl, path, query = {} }: HttpRequest): URL {
  const url = new URL(path, baseUrl);
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
}

function failureOf(
  error: unknown,
  { exchange, proxyStatus: reported, reached, timedOut, seconds }: FailureFacts,
): PortalError {
  if (error instanceof ProxyError) {
    return error;
  }
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
  const proxyStatus = reached === 'no' ? (reported ?? proxyStatusOf(cause)) : undefined;
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
  return cause instanceof Error ? ` [cause: ${causeText(cause)}]` : '';
}

/** A host of several addresses fails with one error for each of them, and no text of its own. */
function causeText(error: Error): string {
  const causes: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  const texts = causes.map((cause) => (cause instanceof Error ? causeText(cause) : String(cause)));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return [error.message || code || error.name, ...texts].filter((text) => text !== '').join('; ');
}

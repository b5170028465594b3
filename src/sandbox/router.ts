import type { IncomingHttpHeaders } from 'node:http';
import type { Tokens } from './auth';
import type { Call, Endpoint } from './endpoint';
import type { OrderStatus } from './orderBook';
import { Refusal, failureReply, refusedParameter, successReply, type Reply } from './reply';

/** A request as the portal received it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** The exact text. */
  readonly body: string;
}

type Route = Endpoint & { readonly pattern: RegExp };

/** Finds the endpoint of a request, holds it to what every call must bring, and writes the envelope. */
export class Router {
  private readonly routes: readonly Route[];

  constructor(
    endpoints: readonly Endpoint[],
    private readonly tokens: Tokens,
  ) {
    this.routes = endpoints.map((endpoint) => ({
      ...endpoint,
      pattern: new RegExp(`^${endpoint.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
    }));
  }

  /**
   * Holds the request to what every call must bring, and leaves the rest for later. Never throws: whatever goes wrong
   * is a reply with the failure envelope.
   * @returns what processes it, once: never throws either
   */
  accept(request: ReceivedRequest, orderStatus: OrderStatus): () => Reply {
    try {
      const route = this.find(request);
      const call = { ...this.check(route, request), orderStatus };
      return () => {
        try {
          return successReply(route.answer(call));
        } catch (error) {
          return replyTo(error);
        }
      };
    } catch (error) {
      return () => replyTo(error);
    }
  }

  /** Whether a request brings a token that is good now. */
  hasToken({ headers }: ReceivedRequest): boolean {
    try {
      this.tokens.check(headers.authorization);
      return true;
    } catch {
      return false;
    }
  }

  private find({ method, path }: ReceivedRequest): Route {
    const routes = this.routes.filter(({ pattern }) => pattern.test(path));
    if (routes.length === 0) {
      throw new Refusal(404, 'not_found', `No endpoint at ${path}`);
    }
    const route = routes.find((candidate) => candidate.method === method);
    if (route === undefined) {
      throw new Refusal(405, 'method_not_allowed', `${path} does not take ${method}`);
    }
    return route;
  }

  private check(route: Route, { path, query, headers, body }: ReceivedRequest): Omit<Call, 'orderStatus'> {
    if ((headers['user-agent'] ?? '') === '') {
      throw refusedParameter('User-Agent', 'required', 'must not be empty');
    }
    if (route.needsToken) {
      this.tokens.check(headers.authorization);
    }
    const contentType = headers['content-type'] ?? '';
    const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
    if (route.method === 'POST' && !route.mediaTypes.includes(mediaType)) {
      throw new Refusal(
        415,
        'unsupported_media_type',
        `Content-Type must be ${route.mediaTypes.join(' or ')}, not "${mediaType}"`,
      );
    }
    const parameters = new Map(
      Object.entries(route.pattern.exec(path)?.groups ?? {}).map(([name, value]) => [
        name,
        decoded(name, value),
      ]),
    );
    const received = new Set<string>();
    for (const [name, value] of new URLSearchParams(query)) {
      if (!route.query.includes(name)) {
        throw refusedParameter(name, 'unknown', 'unknown parameter');
      }
      if (received.has(name)) {
        throw refusedParameter(name, 'duplicate', 'sent twice');
      }
      received.add(name);
      if (value !== '') {
        parameters.set(name, value);
      }
    }
    return { parameters, contentType, body };
  }
}

/** The value of a path parameter: `%40` is an @. */
function decoded(name: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw refusedParameter(name, 'type', 'must be percent-encoded');
  }
}

function replyTo(error: unknown): Reply {
  return failureReply(
    error instanceof Refusal
      ? error
      : new Refusal(500, 'internal_error', `The sandbox failed: ${String(error)}`),
  );
}

import {
  Refusal,
  failureReply,
  refusedParameter,
  successReply,
  type Json,
  type ReceivedRequest,
  type Reply,
} from './reply';
import type { Product } from './catalogue/product';

/** Refuses a request without a token that is good now. */
export interface TokenCheck {
  /** @throws Refusal */
  check(authorization: string | undefined): void;
}

type Route = Endpoint & { readonly pattern: RegExp };

/** Finds the endpoint of a request, makes the checks common to all calls, and builds the reply's envelope. */
export class Router {
  private readonly routes: readonly Route[];

  constructor(
    endpoints: readonly Endpoint[],
    private readonly tokens: TokenCheck,
  ) {
    this.routes = endpoints.map((endpoint) => ({
      ...endpoint,
      pattern: new RegExp(`^${endpoint.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
    }));
  }

  /**
   * Makes the checks common to all calls and returns a function that does the rest. Never throws: every failure becomes
   * a reply with a failure envelope.
   *
   * @returns a function that processes the request, to be called once; it never throws either
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

/** Decodes a path parameter: `%40` becomes `@`. */
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

/** One endpoint of the portal. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  /** Segments in braces are parameters: `/get/{id}`. */
  readonly path: string;
  /** The query parameters that it accepts; any other is refused. */
  readonly query: readonly string[];
  /** The media types that a POST accepts. */
  readonly mediaTypes: readonly string[];
  /** Whether the call needs an access token; all but the token call do. */
  readonly needsToken: boolean;
  /** Returns the `result` of the reply; throws Refusal. */
  readonly answer: (call: Call) => Json;
}

/** The status of an order. The portal has more; the sandbox uses these. */
export type OrderStatus = 'succeed' | 'pending' | 'failed';

/** A call whose path, method, headers and parameter names have been checked. */
export interface Call {
  /** Path and query parameters; an empty one counts as not sent. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly contentType: string;
  readonly body: string;
  /** The status of an order that the call places. */
  readonly orderStatus: OrderStatus;
}

/** The requested page; both numbers count from 1. */
interface PageRequest {
  readonly pageNo: number;
  readonly pageSize: number;
}

const maxPageSize = 100;

export const pageParameters = ['pageNo', 'pageSize'] as const;

/** Returns a GET endpoint that needs a token. */
export function read(path: string, query: readonly string[], answer: Endpoint['answer']): Endpoint {
  return { method: 'GET', path, query, mediaTypes: [], needsToken: true, answer };
}

/** Returns a POST endpoint for JSON that needs a token. */
export function jsonPost(path: string, answer: Endpoint['answer']): Endpoint {
  return { method: 'POST', path, query: [], mediaTypes: ['application/json'], needsToken: true, answer };
}

export function required({ parameters }: Call, name: string): string {
  const value = parameters.get(name);
  if (value === undefined) {
    throw refusedParameter(name, 'required', 'must not be null');
  }
  return value;
}

/** Returns the product with the id in `productId`. */
export function requiredProduct(call: Call, products: readonly Product[]): Product {
  const productId = required(call, 'productId');
  if (!/^\d+$/.test(productId)) {
    throw refusedParameter('productId', 'type', 'must be an integer');
  }
  return known(
    'productId',
    products.find((product) => product.productId === productId),
  );
}

/** Returns what a field refers to. @throws Refusal when it is undefined */
export function known<Thing>(field: string, thing: Thing | undefined): Thing {
  if (thing === undefined) {
    throw refusedParameter(field, 'unknown', 'unknown');
  }
  return thing;
}

/** Returns the value of a parameter. @throws Refusal when it was sent and is not one of the choices */
export function oneOf<Choice extends string>(
  call: Call,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = call.parameters.get(name);
  const choice = choices.find((candidate) => candidate === value);
  if (value !== undefined && choice === undefined) {
    throw refusedParameter(name, 'oneof', `must be one of ${choices.join(', ')}`);
  }
  return choice;
}

/** Returns the requested page: by default the first one, with 25 rows (API guide). */
export function requestedPage(call: Call): PageRequest {
  return {
    pageNo: counted(call, 'pageNo', 1, Number.MAX_SAFE_INTEGER),
    pageSize: counted(call, 'pageSize', 25, maxPageSize),
  };
}

/**
 * Returns one page of rows (API guide: Response, page envelope).
 *
 * @param count the total number of rows
 */
export function pageOf(rows: readonly Json[], count: number, { pageNo, pageSize }: PageRequest): Json {
  return { count, pageNo, pageSize, results: rows, total: count, totalPage: Math.ceil(count / pageSize) };
}

function counted({ parameters }: Call, name: string, fallback: number, most: number): number {
  const value = parameters.get(name);
  if (value === undefined) {
    return fallback;
  }
  if (!/^\d+$/.test(value)) {
    throw refusedParameter(name, 'type', 'must be an integer');
  }
  const count = Number(value);
  if (count < 1) {
    throw refusedParameter(name, 'min', 'must be at least 1');
  }
  if (count > most) {
    throw refusedParameter(name, 'max', `must be at most ${most}`);
  }
  return count;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { Tokens, authEndpoints } from './auth';
import { Connections } from './connections';
import type { TlsOptions } from './connections';
import { Estate } from './estate';
import { FaultSwitches } from './faultSwitches';
import type { Faults } from './faultSwitches';
import { orderEndpoints } from './order';
import { OrderBook } from './orderBook';
import type { PlacedOrder } from './orderBook';
import { pricingEndpoints } from './pricing';
import type { PriceAnswer } from './pricing';
import { productEndpoints } from './product';
import { Refusal, failureReply } from './reply';
import type { Reply } from './reply';
import { Router } from './router';
import type { ReceivedRequest } from './router';
import { defaultShape } from './shapes';
import type { SandboxShape } from './shapes';
import { userEndpoints } from './user';

export { defaultShape } from './shapes';
export type { PlacedOrder, ReceivedRequest, Reply, SandboxShape };

/**
 * Stands between the network and the portal, for each request: the seam at which faults are injected.
 * What it does before it calls `process` happens before the portal has seen the request; what it does after,
 * when an order is already placed. It gives back the reply to send, or undefined once it has dealt with
 * `response` itself (cut it off, destroyed its socket).
 */
export type Intercept = (
  request: ReceivedRequest,
  process: () => Reply,
  response: ServerResponse,
) => Reply | undefined | Promise<Reply | undefined>;

export interface SandboxOptions {
  /** How replies are dressed; what is left out comes from `defaultShape`. */
  readonly shape?: Partial<SandboxShape>;
  /** How many instances of product 13 there are; 40 by default. */
  readonly instances?: number;
  /** Milliseconds between processing a request and sending the reply; 0 by default. */
  readonly latency?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Seconds that an access token is good for; 1800 by default. */
  readonly tokenLifetime?: number;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly price?: PriceAnswer;
  readonly intercept?: Intercept;
  /** Serves https with this certificate. */
  readonly tls?: TlsOptions;
  /** Milliseconds until a reply under the fault `answerSlow` is sent; 60000 by default. */
  readonly slowAnswer?: number;
}

export interface Sandbox {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The last requests, oldest first. */
  readonly requests: readonly ReceivedRequest[];
  /** What the portal holds, oldest first. */
  readonly orders: readonly PlacedOrder[];
  readonly faults: Faults;
  /** Ends every access token; refresh tokens stay good. */
  expireTokens(): void;
  /** Ends every token. */
  revokeTokens(): void;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

const requestsKept = 4000;

/**
 * Starts a simulated Partner Portal on a free port of 127.0.0.1. It holds its data in memory, for as long
 * as it runs, and sells nothing.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { clientId = 'sandbox-client', clientSecret = 'sandbox-secret' } = options;
  const { now = Date.now, latency = 0, tokenLifetime = 1800, price = 'told' } = options;
  const { intercept = (_request: ReceivedRequest, process: () => Reply) => process() } = options;
  const shape: SandboxShape = { ...defaultShape, ...options.shape };
  const tokens = new Tokens({ clientId, clientSecret, tokenLifetime, now });
  const estate = new Estate(options.instances ?? 40, new Date(now()).getUTCFullYear());
  const book = new OrderBook();
  const router = new Router(
    [
      ...authEndpoints(tokens),
      ...productEndpoints(shape, estate),
      ...pricingEndpoints(shape, estate, price),
      ...orderEndpoints(shape, estate, book, now),
      ...userEndpoints(shape),
    ],
    tokens,
  );
  const requests: ReceivedRequest[] = [];

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await receive(incoming);
    requests.push(request);
    if (requests.length > requestsKept) {
      requests.shift();
    }
    const fault = faults.take(request);
    const reply =
      fault === undefined
        ? await intercept(request, () => router.process(request), response)
        : await faults.answer(fault, (orderStatus) => router.accept(request, orderStatus), response);
    if (latency > 0) {
      // Not counted as work: a reply on its way does not keep the program running after close.
      await delay(latency, undefined, { ref: false });
    }
    if (reply !== undefined) {
      send(response, reply, connections.canBeKept);
    }
  }

  const connections = new Connections(options.tls, (incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      send(
        response,
        failureReply(new Refusal(500, 'internal_error', `The sandbox failed: ${String(error)}`)),
        connections.canBeKept,
      );
    });
  });
  const faults = new FaultSwitches(connections, options.slowAnswer ?? 60_000);
  await connections.listen();

  return {
    baseUrl: connections.baseUrl,
    clientId,
    clientSecret,
    requests,
    faults,
    get orders() {
      return book.orders;
    },
    expireTokens: () => tokens.endAccess(),
    revokeTokens: () => tokens.endAll(),
    close: async () => {
      await connections.close();
      faults.sendSlowAnswers();
    },
  };
}

async function receive(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const body = await text(incoming);
  const [path = '', ...query] = (incoming.url ?? '').split('?');
  return { method: incoming.method ?? '', path, query: query.join('?'), headers: incoming.headers, body };
}

function send(response: ServerResponse, { status, headers, body }: Reply, canBeKept: boolean): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.writeHead(status, {
    'Content-Length': Buffer.byteLength(body),
    ...(canBeKept ? {} : { Connection: 'close' }),
    ...headers,
  });
  response.end(body);
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { Connections } from './connections';
import type { TlsOptions } from './connections';
import { FaultSwitches } from './faultSwitches';
import type { Faults } from './faultSwitches';
import type { PlacedOrder } from './orderBook';
import type { PortalOptions } from './simulatedPortal';
import { SimulatedPortal } from './simulatedPortal';
import { Refusal, failureReply } from './reply';
import type { Reply } from './reply';
import type { ReceivedRequest } from './router';
import type { SandboxShape } from './shapes';

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

export interface SandboxOptions extends PortalOptions {
  /** Milliseconds between processing a request and sending the reply; 0 by default. */
  readonly latency?: number;
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
  const { latency = 0 } = options;
  const { intercept = (_request: ReceivedRequest, process: () => Reply) => process() } = options;
  const portal = new SimulatedPortal(options);
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
        ? await intercept(request, () => portal.process(request), response)
        : await faults.answer(fault, (orderStatus) => portal.accept(request, orderStatus), response);
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
    clientId: portal.clientId,
    clientSecret: portal.clientSecret,
    requests,
    faults,
    get orders() {
      return portal.orders;
    },
    expireTokens: () => portal.expireTokens(),
    revokeTokens: () => portal.revokeTokens(),
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

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { receive, send } from './exchange';
import { SimulatedPortal } from './simulatedPortal';

/** The simulated portal of a user who explores it. */
export interface Sandbox {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * The portal processes the next order that it takes, and the connection is reset in place of its reply: the user
   * sees what an order of unknown outcome is like. An order that it refuses is answered as ever.
   */
  loseNextReply(): void;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

const host = '127.0.0.1';

/**
 * Starts a simulated Partner Portal on a free port of 127.0.0.1. It holds its data in memory for as long as it runs,
 * and sells nothing.
 * @throws Error when no port can be opened
 */
export async function startSandbox(): Promise<Sandbox> {
  const portal = new SimulatedPortal();
  let losesNextReply = false;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await receive(incoming);
    const ordersBefore = portal.orders.length;
    const reply = portal.process(request);
    if (losesNextReply && portal.orders.length > ordersBefore) {
      losesNextReply = false;
      response.socket?.resetAndDestroy();
      return;
    }
    send(response, reply);
  }

  const server = createServer((incoming, response) => {
    // The portal answers whatever it was asked: what fails here is a connection that ended too soon.
    answer(incoming, response).catch(() => response.destroy());
  });
  // Longer than any client keeps an idle connection, so that no request meets one that is being closed.
  server.keepAliveTimeout = 120_000;
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error(`The sandbox could not open a port on ${host}`);
  }

  return {
    baseUrl: `http://${host}:${address.port}`,
    clientId: portal.clientId,
    clientSecret: portal.clientSecret,
    loseNextReply: () => {
      losesNextReply = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

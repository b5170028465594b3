import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { receive, send, sendAndClose, failureReply, Refusal } from './reply';
import { SimulatedPortal } from './simulatedPortal';
import type { Socket } from 'node:net';

/** The simulated portal of a user who explores it. */
export interface Sandbox {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Made for this start, like the secret: who does not have them gets nothing. */
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
/** Milliseconds: a client sends at once, over a connection within one machine. */
const usualPatience = 5000;

/**
 * Starts a simulated Partner Portal on a free port of 127.0.0.1. It holds its data in memory for as long as it runs,
 * and sells nothing. It listens to its own client only: every program of the machine reaches the port, and so does a
 * page in a browser, by its own name too, once that leads to 127.0.0.1.
 * @param patience See Connections.
 * @throws Error when no port can be opened
 */
export async function startSandbox(patience = usualPatience): Promise<Sandbox> {
  const portal = new SimulatedPortal();
  const connections = new Connections(patience);
  let losesNextReply = false;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    refuseForeign(incoming);
    const request = await receive(incoming);
    const ordersBefore = portal.orders.length;
    const hasToken = portal.hasToken(request);
    const reply = portal.process(request);
    // Without a token nothing is granted but one, for the secret.
    connections.replied(incoming.socket, hasToken || reply.status === 200);
    if (losesNextReply && portal.orders.length > ordersBefore) {
      losesNextReply = false;
      response.socket?.resetAndDestroy();
      return;
    }
    send(response, reply);
  }

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      if (error instanceof Refusal) {
        sendAndClose(response, failureReply(error));
      } else {
        // The portal answers whatever it was asked: what fails here is a connection that ended too soon.
        response.destroy();
      }
    });
  });
  server.on('connection', (socket) => connections.add(socket));
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

/** @throws Refusal of a request that is meant for another host, or that a page makes: no page is a client of ours */
function refuseForeign({ headers, socket }: IncomingMessage): void {
  if (headers.host !== `${host}:${socket.localPort}`) {
    throw new Refusal(403, 'forbidden', 'Host is not the sandbox');
  }
  if (headers.origin !== undefined) {
    throw new Refusal(403, 'forbidden', 'Origin: the sandbox answers no page');
  }
}

/** Far more than a window needs at a time; each may bring a body of a megabyte. */
const most = 64;

/**
 * The connections of a server that every user of the machine reaches. Who has shown a secret or a token is a client;
 * anybody else stays for a few seconds after the last reply, and makes room for whoever comes, the oldest first. So
 * strangers keep no client out by staying.
 */
export class Connections {
  private readonly clients = new Set<Socket>();
  /** Oldest first, each with what closes it. */
  private readonly strangers = new Map<Socket, NodeJS.Timeout>();

  /** @param patience Milliseconds for which a stranger may keep a connection without getting a reply. */
  constructor(private readonly patience: number) {}

  /** Takes a new connection; closes it at once where every other one is a client's. */
  add(socket: Socket): void {
    if (this.clients.size + this.strangers.size >= most) {
      const [oldest = socket] = this.strangers.keys();
      this.close(oldest);
      if (oldest === socket) {
        return;
      }
    }
    this.strangers.set(
      socket,
      setTimeout(() => this.close(socket), this.patience),
    );
    socket.once('close', () => this.forget(socket));
  }

  /** A reply has been made to a whole request of this connection. @param isClient Whether its secret or token was right. */
  replied(socket: Socket, isClient: boolean): void {
    const timer = this.strangers.get(socket);
    if (timer && isClient) {
      this.forget(socket);
      this.clients.add(socket);
    } else {
      timer?.refresh();
    }
  }

  private close(socket: Socket): void {
    this.forget(socket);
    socket.destroy();
  }

  private forget(socket: Socket): void {
    clearTimeout(this.strangers.get(socket));
    this.strangers.delete(socket);
    this.clients.delete(socket);
  }
}

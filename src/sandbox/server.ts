import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { receive, send, sendAndClose, failureReply, Refusal } from './reply';
import { SimulatedPortal } from './simulatedPortal';
import type { Socket } from 'node:net';

/** The simulated portal for a user who explores the extension. */
export interface Sandbox {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Generated at each start, like the secret: without them, every request is refused. */
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * Makes the portal process the next order that it accepts and then reset the connection instead of replying, so that
   * the user sees an order of unknown outcome. For a minute, the order is not in the portal's list, so that its outcome
   * stays unknown and the user can try what to do about it. An order that the portal refuses is answered as usual.
   */
  loseNextReply(): void;
  /** Closes every connection and stops listening. */
  close(): Promise<void>;
}

const host = '127.0.0.1';
/** Milliseconds: a client on the same machine sends at once. */
const defaultPatience = 5000;
/** Milliseconds: the user has time to read, check and decide, and not so much that the order seems to be lost. */
const listingDelay = 60_000;

export interface SandboxOptions {
  /** See Connections. */
  readonly patience?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Starts a simulated Partner Portal on a free port of 127.0.0.1. It keeps its data in memory while it runs, and sells
 * nothing. It serves only its own client, although every program on the machine can reach the port, and so can a web
 * page in a browser, even under its own host name once that resolves to 127.0.0.1.
 *
 * @throws Error when no port can be opened
 */
export async function startSandbox({
  patience = defaultPatience,
  now = Date.now,
}: SandboxOptions = {}): Promise<Sandbox> {
  const portal = new SimulatedPortal({ hasStory: true, now });
  const connections = new Connections(patience);
  let losesNextReply = false;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    refuseForeign(incoming);
    const request = await receive(incoming);
    const ordersBefore = portal.orders.length;
    const hasToken = portal.hasToken(request);
    const reply = portal.process(request);
    // Only the request for a token, with a valid secret, succeeds without one.
    connections.replied(incoming.socket, hasToken || reply.status === 200);
    if (losesNextReply && portal.orders.length > ordersBefore) {
      losesNextReply = false;
      portal.listNewestAfter(listingDelay);
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
        // The portal replies to every request, so a failure here means that the connection ended too soon.
        response.destroy();
      }
    });
  });
  server.on('connection', (socket) => connections.add(socket));
  // Longer than any client keeps an idle connection open, so that no request is sent on a connection that is closing.
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

/**
 * Checks that a request comes from the sandbox's own client. @throws Refusal if it is meant for another host or comes
 * from a web page, which is never a legitimate client
 */
function refuseForeign({ headers, socket }: IncomingMessage): void {
  if (headers.host !== `${host}:${socket.localPort}`) {
    throw new Refusal(403, 'forbidden', 'Host is not the sandbox');
  }
  if (headers.origin !== undefined) {
    throw new Refusal(403, 'forbidden', 'Origin: the sandbox answers no page');
  }
}

/** Far more than a window needs at once; each may send a body of a megabyte. */
const maxConnections = 64;

/**
 * The connections of a server that every program on the machine can reach. A connection that has shown a valid secret
 * or token is a client's. Any other one is a stranger's: it is closed a few seconds after its last reply, or earlier,
 * oldest first, to make room for new ones. So idle strangers cannot lock a client out.
 */
export class Connections {
  private readonly clients = new Set<Socket>();
  /** Oldest first, each with the timer that closes it. */
  private readonly strangers = new Map<Socket, NodeJS.Timeout>();

  /** @param patience milliseconds that a stranger may keep a connection open without getting a reply */
  constructor(private readonly patience: number) {}

  /** Registers a new connection; closes it at once if all others are clients'. */
  add(socket: Socket): void {
    if (this.clients.size + this.strangers.size >= maxConnections) {
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

  /** Records the reply to a complete request. @param isClient whether its secret or token was valid */
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

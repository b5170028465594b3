import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { Server as SecureServer, createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Key and certificate in PEM format. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface TlsOptions extends Certificate {
  /** The certificate for the fault `tlsFailure`, which the client does not trust. */
  readonly untrusted?: Certificate;
}

/** How new connections are handled. `untrusted`: with the untrusted certificate of `TlsOptions`. */
export type Door = 'open' | 'closed' | 'untrusted';

const host = '127.0.0.1';
/** Milliseconds that a client has to close a connection that the portal has ended. */
const closeTimeout = 1000;

/** Listens on a port of 127.0.0.1, with TLS if there is a certificate. Can stop, and listen on the same port again. */
export class Connections {
  private readonly server: Server | SecureServer;
  private readonly sockets = new Set<Socket>();
  private readonly idle = new Set<Socket>();
  private door: Door = 'open';

  constructor(
    private readonly tls: TlsOptions | undefined,
    listener: RequestListener,
    private port = 0,
  ) {
    this.server =
      tls === undefined
        ? createServer(listener)
        : createSecureServer({ key: tls.key, cert: tls.cert }, listener);
    // Longer than any client keeps an idle connection, so that no request is sent over one that is being closed.
    this.server.keepAliveTimeout = 120_000;
    this.server.on('connection', (socket: Socket) => addUntilClosed(this.sockets, socket));
    this.server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) =>
      addUntilClosed(this.idle, socket),
    );
    this.server.on('request', ({ socket }, response) => {
      this.idle.delete(socket);
      response.once('close', () => {
        if (!socket.destroyed) {
          this.idle.add(socket);
        }
      });
    });
  }

  /** The base URL, without a trailing slash. */
  get baseUrl(): string {
    return `${this.tls === undefined ? 'http' : 'https'}://${host}:${this.port}`;
  }

  /** Whether clients may reuse their connections. */
  get canBeKept(): boolean {
    return this.door === 'open';
  }

  /** Starts listening: on a free port the first time, later on the same port. */
  async listen(): Promise<void> {
    this.server.listen(this.port, host);
    await once(this.server, 'listening');
    const address = this.server.address();
    if (address === null || typeof address === 'string') {
      throw new Error(`The portal could not open a port on ${host}`);
    }
    this.port = address.port;
  }

  /** Changes how new connections are handled. Connections in use stay until the reply is sent; idle ones are closed. */
  async turn(door: Door): Promise<void> {
    const certificate = door === 'untrusted' ? this.untrusted() : this.tls;
    if (certificate !== undefined && this.server instanceof SecureServer) {
      this.server.setSecureContext({ key: certificate.key, cert: certificate.cert });
    }
    this.door = door;
    if (door !== 'open') {
      await Promise.all([...this.idle].map(endIdle));
    }
    if (door === 'closed') {
      this.server.close();
    } else if (!this.server.listening) {
      await this.listen();
    }
  }

  /** Cuts all connections and stops listening. */
  async close(): Promise<void> {
    await Promise.all([...this.idle].map(endIdle));
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.sockets.forEach((socket) => socket.destroy());
    });
  }

  private untrusted(): Certificate {
    if (this.tls?.untrusted === undefined) {
      throw new Error('The portal was started without an untrusted certificate (option tls.untrusted)');
    }
    return this.tls.untrusted;
  }
}

function addUntilClosed(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
}

/** Ends an idle connection and waits until the client has closed it too, so that no request is sent over it. */
async function endIdle(socket: Socket): Promise<void> {
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.end();
  await Promise.race([closed, delay(closeTimeout, undefined, { ref: false })]);
  socket.destroy();
}

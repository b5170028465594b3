import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { Server as SecureServer, createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** PEM texts. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface TlsOptions extends Certificate {
  /** What is shown under the fault `tlsFailure`: a certificate that the client does not trust. */
  readonly untrusted?: Certificate;
}

/** What a new connection meets; `untrusted` is the certificate of `TlsOptions`. */
export type Door = 'open' | 'closed' | 'untrusted';

const host = '127.0.0.1';
/** Milliseconds for a client to close a connection that the portal has ended. */
const patience = 1000;

/** Listens on a port of 127.0.0.1, over TLS where there is a certificate, and can stop and listen there again. */
export class Connections {
  private readonly server: Server | SecureServer;
  private readonly sockets = new Set<Socket>();
  private readonly idle = new Set<Socket>();
  private door: Door = 'open';
  private port = 0;

  constructor(
    private readonly tls: TlsOptions | undefined,
    listener: RequestListener,
  ) {
    this.server =
      tls === undefined
        ? createServer(listener)
        : createSecureServer({ key: tls.key, cert: tls.cert }, listener);
    // Longer than any client keeps an idle connection, so that no request meets one that is being closed.
    this.server.keepAliveTimeout = 120_000;
    this.server.on('connection', (socket: Socket) => keep(this.sockets, socket));
    this.server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) =>
      keep(this.idle, socket),
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

  /** Without a slash at the end. */
  get baseUrl(): string {
    return `${this.tls === undefined ? 'http' : 'https'}://${host}:${this.port}`;
  }

  /** Whether a client may keep its connection for its next request. */
  get canBeKept(): boolean {
    return this.door === 'open';
  }

  /** Listens on the port of before, on a free one the first time. */
  async listen(): Promise<void> {
    this.server.listen(this.port, host);
    await once(this.server, 'listening');
    const address = this.server.address();
    if (address === null || typeof address === 'string') {
      throw new Error(`The portal could not open a port on ${host}`);
    }
    this.port = address.port;
  }

  /** Changes what new connections meet. Those in use live on until the reply is sent, idle ones are closed. */
  async turn(door: Door): Promise<void> {
    const certificate = door === 'untrusted' ? this.untrusted() : this.tls;
    if (certificate !== undefined && this.server instanceof SecureServer) {
      this.server.setSecureContext({ key: certificate.key, cert: certificate.cert });
    }
    this.door = door;
    if (door !== 'open') {
      await Promise.all([...this.idle].map(letGo));
    }
    if (door === 'closed') {
      this.server.close();
    } else if (!this.server.listening) {
      await this.listen();
    }
  }

  /** Cuts every connection and stops listening. */
  close(): Promise<void> {
    return new Promise((resolve) => {
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

function keep(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
}

/** Ends an idle connection and waits for the client to do the same: then it sends no more requests over it. */
async function letGo(socket: Socket): Promise<void> {
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.end();
  await Promise.race([closed, delay(patience, undefined, { ref: false })]);
  socket.destroy();
}

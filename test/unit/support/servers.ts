import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TlsOptions } from 'node:tls';
import { selfSigned } from './certificate';

/** A server on a free port of 127.0.0.1. */
export interface Listening {
  readonly port: number;
  /** With the scheme that the server speaks. */
  readonly url: string;
  close(): Promise<void>;
}

export function httpServer(
  listener: RequestListener,
  { connect }: { readonly connect?: (request: http.IncomingMessage, socket: Duplex) => void } = {},
): Promise<Listening> {
  const server = http.createServer(listener);
  if (connect) {
    server.on('connect', connect);
  }
  return listen(server, 'http');
}

export function httpsServer(listener: RequestListener, options: TlsOptions = {}): Promise<Listening> {
  return listen(https.createServer({ ...selfSigned, ...options }, listener), 'https');
}

/** Speaks TCP and nothing above it. */
export function tcpServer(onConnection: (socket: Socket) => void, scheme = 'http'): Promise<Listening> {
  return listen(
    net.createServer((socket) => {
      // The client may be gone by the time the server writes.
      socket.on('error', () => undefined);
      onConnection(socket);
    }),
    scheme,
  );
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await tcpServer(() => undefined);
  await server.close();
  return server.port;
}

async function listen(server: Server, scheme: string): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
      await closed;
    },
  };
}

import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { selfSigned } from './certificate';
import { answer } from './replies';
import { type Listening, httpServer } from './servers';

/** A proxy that opens tunnels, or answers CONNECT itself. */
export interface TunnelProxy {
  readonly requests: string[];
  /** What it answers to CONNECT instead of opening a tunnel. */
  refusal: { readonly status: number; readonly text: string } | undefined;
  readonly agent: https.Agent;
  close(): Promise<void>;
}

/** Starts one; requests go through it where `agent` is the agent of the process. */
export async function tunnelProxy(): Promise<TunnelProxy> {
  const requests: string[] = [];
  const proxy: Listening = await httpServer((_request, response) => answer(response, 400, ''), {
    connect: (request, socket) => {
      requests.push(request.url ?? '');
      socket.on('error', () => undefined);
      if (own.refusal) {
        const { status, text } = own.refusal;
        const head = `HTTP/1.1 ${status} Proxy\r\nContent-Type: text/html\r\nContent-Length: ${Buffer.byteLength(text)}`;
        socket.end(`${head}\r\nConnection: close\r\n\r\n${text}`);
        return;
      }
      const { hostname, port } = new URL(`http://${request.url ?? ''}`);
      const target = net.connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
      target.on('error', () => socket.destroy());
    },
  });
  const own: TunnelProxy = {
    requests,
    refusal: undefined,
    agent: tunnelAgent(proxy.port),
    close: () => proxy.close(),
  };
  return own;
}

/**
 * Does what the agents of proxies do that VS Code and others use: a tunnel becomes a TLS connection, and what a proxy
 * answers instead is handed on as the reply to the request, over a connection without TLS.
 */
function tunnelAgent(proxyPort: number): https.Agent {
  const agent = new https.Agent({ ca: selfSigned.cert });
  return Object.assign(agent, {
    createConnection: (
      options: https.RequestOptions,
      connected: (error: Error | null, socket?: net.Socket) => void,
    ) => {
      const path = `${options.host ?? ''}:${String(options.port)}`;
      const connect = http.request({
        port: proxyPort,
        host: '127.0.0.1',
        method: 'CONNECT',
        path,
        agent: false,
      });
      connect.once('error', (error) => connected(error));
      connect.once('connect', (reply, socket, head) => {
        if (reply.statusCode === 200) {
          connected(null, tls.connect({ socket, ca: selfSigned.cert, host: options.host ?? '' }));
          return;
        }
        const chunks = [Buffer.from(head)];
        socket.on('data', (chunk: Buffer) => chunks.push(Buffer.from(chunk)));
        socket.once('end', () => {
          const lines = [`HTTP/1.1 ${reply.statusCode ?? 0} Proxy`, ...headerLines(reply.rawHeaders), '', ''];
          const handedOn = new net.Socket({ writable: false });
          connected(null, handedOn);
          // By then the request listens to it.
          process.nextTick(() => {
            handedOn.push(Buffer.concat([Buffer.from(lines.join('\r\n')), ...chunks]));
            handedOn.push(null);
          });
        });
      });
      connect.end();
      return undefined;
    },
  });
}

function headerLines(raw: readonly string[]): string[] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${raw[index + 1] ?? ''}`] : []));
}

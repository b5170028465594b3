// Imported without the prefix "node:": VS Code substitutes its proxy-aware modules only under these names.
import http from 'http';
import https from 'https';
import net from 'net';
import { type Duplex, PassThrough } from 'stream';
import * as z from 'zod/mini';
import { isSuccess } from './envelope';
import type { HttpRequest } from './httpRequest';
import { readAs } from './values';

const proxyReply = z.object({ statusCode: z.number() });

/**
 * Records whether a request had a connection that could carry it. Without one, not a byte of the request can have left
 * this machine.
 */
export class ConnectionWatch {
  established = false;
  /**
   * Set when the reply arrived without TLS: a proxy that refuses the tunnel replies itself, and agents pass that on as
   * the reply.
   */
  repliedByProxy = false;
  /** The status of the proxy's reply, if the agent reports it in an event of its own. */
  proxyStatus: number | undefined;
  /** A connection that is being opened and not yet assigned to a request. */
  private opening: Duplex | undefined;

  constructor(
    private readonly secure: boolean,
    private readonly requested: Pick<HttpRequest, 'connection' | 'maySend'>,
  ) {}

  request(
    options: http.RequestOptions,
    callback: (response: http.IncomingMessage) => void,
  ): http.ClientRequest {
    const { request: open } = this.secure ? https : http;
    // Certificates are verified whatever NODE_TLS_REJECT_UNAUTHORIZED says.
    const checked = { ...options, rejectUnauthorized: true };
    const isNew = this.requested.connection === 'new';
    const request = open(isNew ? { ...checked, createConnection: this.connect } : checked, callback);
    const leave = () => {
      if (this.requested.maySend?.() === false) {
        request.destroy(new Error('not to be sent any more'));
      } else {
        this.established = true;
      }
    };
    request.once('proxyConnect', (reply: unknown) => {
      const status = readAs(proxyReply, reply)?.statusCode;
      this.proxyStatus = status === undefined || isSuccess(status) ? undefined : status;
    });
    request.once('socket', (socket) => {
      const isTls = 'encrypted' in socket && socket.encrypted === true;
      const handshaking = 'secureConnecting' in socket && socket.secureConnecting === true;
      if (this.secure && !isTls) {
        request.once('response', () => {
          this.repliedByProxy = true;
        });
      } else if (socket.connecting || handshaking) {
        // An agent, such as VS Code's, may hand over a connection that is still being opened. Node writes the request to
        // it right after this event, so the connection is corked: it keeps what is written until the request may leave.
        socket.cork();
        socket.once(this.secure ? 'secureConnect' : 'connect', () => {
          leave();
          if (this.established) {
            socket.uncork();
          }
        });
      } else {
        // Nothing has been written yet: Node writes only after this event.
        leave();
      }
    });
    return request;
  }

  /** Closes a connection that is still being opened and that nobody waits for any more. */
  abandon(): void {
    this.opening?.destroy();
  }

  /**
   * Opens a connection the way the system-wide agent does, but never reuses one of its idle connections, and hands it
   * over once it is established. Nothing is written to it before that. A separate agent would switch off the proxy that
   * VS Code adds to requests without an agent.
   */
  private readonly connect: NonNullable<http.RequestOptions['createConnection']> = (options, connected) => {
    const agent = this.secure ? https.globalAgent : http.globalAgent;
    const host = options.host ?? '';
    const servername = this.secure && net.isIP(host) === 0 ? { servername: host } : {};
    const tls = this.secure ? https.globalAgent.options : {};
    const handOver = (socket: Duplex) => {
      this.opening = undefined;
      connected(null, socket);
    };
    const socket = agent.createConnection({ ...tls, ...servername, ...options }, (error, opened?: Duplex) => {
      // For agents that open connections asynchronously. Node's own agent also calls this for the socket that it
      // returned.
      if (error) {
        connected(error, new PassThrough());
      } else if (opened && opened !== socket) {
        handOver(opened);
      }
    });
    if (socket) {
      const failed = (error: Error) => connected(error, socket);
      this.opening = socket;
      socket.on('error', failed);
      socket.once(this.secure ? 'secureConnect' : 'connect', () => {
        socket.off('error', failed);
        handOver(socket);
      });
    }
    return undefined;
  };
}

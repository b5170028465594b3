// Without the prefix "node:", since VS Code puts its proxy-aware modules in place under these names alone.
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
 * Notes whether a request had a connection that could carry it: as long as there is none, not a byte of the
 * request can have left this machine.
 */
export class ConnectionWatch {
  established = false;
  /** A proxy that does not open a tunnel answers itself, and agents hand that on as the reply, without TLS. */
  answeredByProxy = false;
  /** The status of such an answer, where the agent reports it in an event of its own. */
  proxyStatus: number | undefined;
  /** A connection that is being opened, and that no request has yet. */
  private opening: Duplex | undefined;

  constructor(
    private readonly secure: boolean,
    private readonly asked: Pick<HttpRequest, 'connection' | 'mayLeave'>,
  ) {}

  request(
    options: http.RequestOptions,
    callback: (response: http.IncomingMessage) => void,
  ): http.ClientRequest {
    const { request: open } = this.secure ? https : http;
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
    const checked = { ...options, rejectUnauthorized: true };
    const isNew = this.asked.connection === 'new';
    const request = open(isNew ? { ...checked, createConnection: this.connect } : checked, callback);
    const establish = () => {
      this.established = true;
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
          this.answeredByProxy = true;
        });
      } else if (socket.connecting || handshaking) {
        socket.once(this.secure ? 'secureConnect' : 'connect', establish);
      } else if (this.asked.mayLeave?.() === false) {
        // Nothing has been written yet: that comes after this event.
        request.destroy(new Error('not to be sent any more'));
      } else {
        establish();
      }
    });
    return request;
  }

  /** Gives up a connection that was not handed over to the request: whoever asked for it waits no longer. */
  abandon(): void {
    this.opening?.destroy();
  }

  /**
   * Opens a connection as the system-wide agent does, without taking one of those that it keeps, and hands it over once
   * it stands: until then nothing is written to it. An agent in its place would switch off the proxy that VS Code adds
   * to requests without one.
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
    const socket = agent.createConnection({ ...tls, ...servername, ...options }, (error, given?: Duplex) => {
      // An agent that opens connections in its own time; Node's own calls this for what it has returned, too.
      if (error) {
        connected(error, new PassThrough());
      } else if (given && given !== socket) {
        handOver(given);
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

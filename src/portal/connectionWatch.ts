// Without the prefix "node:", since VS Code puts its proxy-aware modules in place under these names alone.
import http from 'http';
import https from 'https';
import net from 'net';
import * as z from 'zod/mini';
import { isSuccess } from './envelope';
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

  constructor(
    private readonly secure: boolean,
    private readonly isNew: boolean,
  ) {}

  request(
    options: http.RequestOptions,
    callback: (response: http.IncomingMessage) => void,
  ): http.ClientRequest {
    const { request: open } = this.secure ? https : http;
    const request = open(this.isNew ? { ...options, createConnection: this.connect } : options, callback);
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
      } else {
        establish();
      }
    });
    return request;
  }

  /**
   * Opens a connection as the system-wide agent does, without taking one of those that it keeps. An agent in its place
   * would switch off the proxy that VS Code adds to requests without one.
   */
  private readonly connect: NonNullable<http.RequestOptions['createConnection']> = (options, connected) => {
    if (!this.secure) {
      return http.globalAgent.createConnection(options, connected);
    }
    const host = options.host ?? '';
    const servername = net.isIP(host) === 0 ? { servername: host } : {};
    const secure: https.RequestOptions = { ...https.globalAgent.options, ...servername, ...options };
    return https.globalAgent.createConnection(secure, connected);
  };
}

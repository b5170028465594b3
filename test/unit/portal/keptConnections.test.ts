import assert from 'node:assert/strict';
import { once } from 'node:events';
import https from 'node:https';
import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import { CertificateError, ConnectionError, TimeoutError } from '../../../src/portal/errors';
import { selfSigned } from '../support/certificate';
import { partsFor } from '../support/portal';
import { rejection } from '../support/rejection';
import { answer, envelope } from '../support/replies';
import { type Listening, httpServer, httpsServer, tcpServer } from '../support/servers';

/** A function that sends one order at each call. */
function ordersTo(url: string, requestTimeout = 5): () => Promise<unknown> {
  const { baseUrl, client } = partsFor(url, { requestTimeout });
  return () => client.saveOrder({ baseUrl, signInId: 'one', header: 'Bearer t' }, '{}');
}

describe('an order on the wire', () => {
  const ownAgent = https.globalAgent;
  let server: Listening | undefined;

  /** The test's certificate stands in for one that the system trusts. */
  beforeEach(() => {
    https.globalAgent = new https.Agent({ ca: selfSigned.cert, keepAlive: true });
  });

  afterEach(async () => {
    https.globalAgent.destroy();
    https.globalAgent = ownAgent;
    await server?.close();
    server = undefined;
  });

  it('may have reached the portal if a trusted TLS connection breaks after it was sent', async () => {
    const bodies: string[] = [];
    server = await httpsServer((request) => {
      request.on('data', (chunk: Buffer) => {
        bodies.push(chunk.toString());
        request.socket.destroy();
      });
    });
    const error = await rejection(ordersTo(server.url)(), ConnectionError);
    assert.deepEqual([error.reached, error.code, bodies], ['maybe', 'ECONNRESET', ['{}']]);
  });

  for (const [scheme, start] of [
    ['http', httpServer],
    ['https', httpsServer],
  ] as const) {
    it(`has a connection of its own over ${scheme}, which is never a stale one`, async () => {
      const connections = new Set<Socket>();
      const kept = new Set<Socket>();
      server = await start((request, response) => {
        (request.url?.endsWith('/save') === true ? connections : kept).add(request.socket);
        answer(response, 200, envelope('[]'));
      });
      const { client, session, baseUrl } = partsFor(server.url);
      await session.signInWithToken(baseUrl, 'eyJ.a.b');
      const order = ordersTo(server.url);
      await client.products();
      await order();
      await client.products();
      await order();
      assert.equal(kept.size, 1, 'reads share a connection');
      assert.equal(connections.size, 2, 'each order has a connection of its own');
      assert.ok([...connections].every((connection) => !kept.has(connection)));
    });

    it(`may have reached the portal if its connection breaks over ${scheme} after it was sent`, async () => {
      let requests = 0;
      server = await start((request) => {
        requests++;
        request.socket.destroy();
      });
      const error = await rejection(ordersTo(server.url)(), ConnectionError);
      assert.deepEqual([error.reached, requests], ['maybe', 1]);
    });
  }

  it('may have reached the portal if the server demands a client certificate only after the handshake', async () => {
    server = await httpsServer((_request, response) => response.end(), {
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.3',
    });
    const error = await rejection(ordersTo(server.url)(), ConnectionError);
    assert.equal(error.reached, 'maybe');
    assert.match(error.code, /CERTIFICATE_REQUIRED/);
  });

  it('did not reach the portal if the server demands a client certificate during the handshake', async () => {
    server = await httpsServer((_request, response) => response.end(), {
      requestCert: true,
      rejectUnauthorized: true,
      maxVersion: 'TLSv1.2',
    });
    const error = await rejection(ordersTo(server.url)(), CertificateError);
    assert.equal(error.reached, 'no');
  });

  it('did not reach the portal if the TLS handshake inside a proxy’s tunnel timed out', async () => {
    server = await tcpServer(() => undefined, 'https');
    const tunnel = net.connect(server.port, '127.0.0.1');
    await once(tunnel, 'connect');
    https.globalAgent = Object.assign(new https.Agent(), {
      createConnection: () => tls.connect({ socket: tunnel }),
    });
    const error = await rejection(ordersTo(server.url, 0.2)(), TimeoutError);
    assert.equal(error.reached, 'no');
  });
});

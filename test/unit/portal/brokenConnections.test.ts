import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import {
  type PortalError,
  CancelledError,
  CertificateError,
  ConnectionError,
  TimeoutError,
  TooLargeReplyError,
} from '../../../src/portal/errors';
import { partsFor } from '../support/portal';
import { rejection } from '../support/rejection';
import { envelope } from '../support/replies';
import { type Listening, closedPort, httpServer, httpsServer, tcpServer } from '../support/servers';

const token = 'eyJhbGciOi.ACCESS.sig';

/** Sends one POST, which is never retried. */
function post(url: string, requestTimeout = 5): Promise<unknown> {
  const { baseUrl, client } = partsFor(url, { requestTimeout });
  return client.saveOrder({ baseUrl, signInId: 'one', header: `Bearer ${token}` }, '{}');
}

/** Answers the first bytes of a request with `text`, then calls `next` with the socket. */
function replyWith(text: string, next: (socket: Socket) => void): (socket: Socket) => void {
  return (socket) => {
    socket.once('data', () => socket.write(text, () => next(socket)));
  };
}

describe('a request whose connection fails', () => {
  let server: Listening | undefined;

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  function assertClear(error: PortalError, url: string): void {
    const sentence = error.sentence();
    const { host } = new URL(url);
    assert.ok(sentence.includes(host), sentence);
    assert.match(sentence, /^\S.*\.$/);
    assert.doesNotMatch(sentence, /undefined|\[object|\{\w+\}|access token|ign in again/);
    assert.ok(error.message.startsWith(`POST ${host}/order/openapi/order/v1/save: `), error.message);
    assert.doesNotMatch(inspect(error, { depth: 20 }), /ACCESS/, 'the error holds the token');
  }

  it('did not reach the portal if the connection was refused', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const error = await rejection(post(url), ConnectionError);
    assert.deepEqual([error.reached, error.code], ['no', 'ECONNREFUSED']);
    assert.match(error.sentence(), /^Could not connect to 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\./);
    assertClear(error, url);
  });

  it('did not reach the portal if the host name cannot be resolved', async () => {
    const url = 'https://portal.invalid';
    const error = await rejection(post(url, 50), ConnectionError);
    assert.equal(error.reached, 'no');
    assert.match(error.code, /^(ENOTFOUND|EAI_AGAIN)$/);
    assert.match(error.sentence(), /^The name portal\.invalid could not be resolved/);
    assertClear(error, url);
  });

  it('did not reach the portal if the certificate is not trusted, and its error does not blame the token', async () => {
    let requests = 0;
    server = await httpsServer((_request, response) => {
      requests++;
      response.end(envelope('true'));
    });
    const error = await rejection(post(server.url), CertificateError);
    assert.deepEqual([error.reached, error.code, requests], ['no', 'DEPTH_ZERO_SELF_SIGNED_CERT', 0]);
    assertClear(error, server.url);
  });

  it('is never sent to an untrusted server, even with NODE_TLS_REJECT_UNAUTHORIZED=0, on either kind of connection', async () => {
    const requests: unknown[] = [];
    server = await httpsServer((request, response) => {
      requests.push(request.headers.authorization);
      response.end(envelope('true'));
    });
    const { baseUrl, session, client } = partsFor(server.url);
    await session.signInWithToken(baseUrl, token);
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      for (const attempt of [() => post(baseUrl), () => client.products()]) {
        const error = await rejection(attempt(), CertificateError);
        assert.deepEqual([error.reached, requests], ['no', []]);
      }
    } finally {
      if (before === undefined) {
        delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      } else {
        process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
      }
    }
  });

  it('did not reach the portal if the server does not speak TLS', async () => {
    server = await httpServer((_request, response) => response.end());
    const url = server.url.replace('http:', 'https:');
    const error = await rejection(post(url), CertificateError);
    assert.equal(error.reached, 'no');
    assert.match(error.code, /^(EPROTO|ERR_SSL_\w+)$/);
    assertClear(error, url);
  });

  it('did not reach the portal if the connection was cut during the TLS handshake', async () => {
    server = await tcpServer((socket) => socket.once('data', () => socket.destroy()), 'https');
    const error = await rejection(post(server.url), ConnectionError);
    assert.deepEqual([error.reached, error.code], ['no', 'ECONNRESET']);
    assertClear(error, server.url);
  });

  it('did not reach the portal if the TLS handshake timed out', async () => {
    server = await tcpServer(() => undefined, 'https');
    const error = await rejection(post(server.url, 2), TimeoutError);
    assert.deepEqual([error.reached, error.seconds], ['no', 2]);
    assertClear(error, server.url);
  });

  type Broken = readonly [what: string, onConnection: (socket: Socket) => void, code?: RegExp];
  const maybe: readonly Broken[] = [
    ['was closed before the reply', (socket) => socket.once('data', () => socket.end())],
    ['was reset before the reply', (socket) => socket.once('data', () => socket.resetAndDestroy())],
    [
      'was reset in the middle of the headers',
      replyWith('HTTP/1.1 200 OK\r\nContent-Le', (socket) => socket.resetAndDestroy()),
    ],
    [
      'was reset in the middle of the reply',
      replyWith('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"code":"succ', (socket) =>
        socket.resetAndDestroy(),
      ),
    ],
    [
      'was closed before the full length had arrived',
      replyWith(`HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n${envelope('{"orderNo":"YL1"}')}`, (socket) =>
        socket.end(),
      ),
    ],
    [
      'was closed before the last chunk had arrived',
      replyWith(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{"code"\r\n`, (socket) =>
        socket.end(),
      ),
    ],
    [
      'carried something other than HTTP',
      replyWith('SSH-2.0-OpenSSH_9.6\r\n', (socket) => socket.end()),
      /^HPE_/,
    ],
  ];
  for (const [what, onConnection, code = /^ECONNRESET$/] of maybe) {
    it(`may have reached the portal if the connection ${what}`, async () => {
      server = await tcpServer(onConnection);
      const error = await rejection(post(server.url), ConnectionError);
      assert.equal(error.reached, 'maybe');
      assert.match(error.code, code);
      assert.match(error.sentence(), /ended before the reply was complete \([A-Z_]+\)\.$/);
      assertClear(error, server.url);
    });
  }

  it('may have reached the portal if no reply came within the time-out', async () => {
    server = await tcpServer(() => undefined);
    const error = await rejection(post(server.url, 2), TimeoutError);
    assert.equal(error.reached, 'maybe');
    assert.match(error.sentence(), /did not reply within 2 seconds \(setting pbx\.requestTimeout\)/);
    assertClear(error, server.url);
  });

  it('may have reached the portal if the reply was still trickling in at the time-out', async () => {
    let trickle: NodeJS.Timeout | undefined;
    server = await tcpServer(
      replyWith('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n', (socket) => {
        trickle = setInterval(() => socket.write(' '), 20);
      }),
    );
    const started = performance.now();
    const error = await rejection(post(server.url, 2), TimeoutError);
    clearInterval(trickle);
    assert.equal(error.reached, 'maybe');
    assert.ok(performance.now() - started < 8000, 'the deadline holds for the whole reply');
    assertClear(error, server.url);
  });

  it('gives up after a time-out that is not a whole number of milliseconds', async () => {
    server = await tcpServer(() => undefined);
    await rejection(post(server.url, 0.1001), TimeoutError);
  });

  for (const announced of [true, false]) {
    it(`may have reached the portal if more than 512 KB came, ${announced ? 'with' : 'without'} a Content-Length`, async () => {
      const size = 513 * 1024;
      server = await httpServer((_request, response) => {
        response.writeHead(200, announced ? { 'Content-Length': size } : {});
        response.end(Buffer.alloc(size, 0x20));
      });
      const error = await rejection(post(server.url), TooLargeReplyError);
      assert.equal(error.reached, 'maybe');
      assert.match(error.sentence(), /512 KB/);
      assertClear(error, server.url);
    });
  }
});

describe('a cancelled request', () => {
  const cancelled = async (url: string, signal: AbortSignal) => {
    const { baseUrl, http } = partsFor(url);
    const request = { method: 'GET', baseUrl, path: '/a', signal } as const;
    return rejection(http.send(request), CancelledError);
  };

  it('never reaches the portal if it is cancelled before it starts', async () => {
    let connections = 0;
    const server = await tcpServer(() => connections++);
    const error = await cancelled(server.url, AbortSignal.abort());
    await server.close();
    assert.deepEqual([error.reached, connections], ['no', 0]);
    assert.match(error.sentence(), /^The request to 127\.0\.0\.1:\d+ was cancelled\.$/);
  });

  it('may have reached the portal if it is cancelled while waiting for the reply, and its connection is closed', async () => {
    const controller = new AbortController();
    let closed: Promise<void> | undefined;
    const server = await tcpServer((socket) => {
      closed = new Promise((resolve) => socket.once('close', () => resolve()));
      socket.once('data', () => controller.abort());
    });
    const error = await cancelled(server.url, controller.signal);
    await closed;
    await server.close();
    assert.equal(error.reached, 'maybe');
  });

  it('is reported as timed out if it is cancelled after its time-out', async () => {
    const controller = new AbortController();
    const server = await tcpServer(() => undefined);
    const { baseUrl, http } = partsFor(server.url, { requestTimeout: 0.1 });
    const { signal } = controller;
    await rejection(http.send({ method: 'GET', baseUrl, path: '/a', signal }), TimeoutError);
    controller.abort();
    await server.close();
  });

  it('never reaches the portal if it is cancelled during the TLS handshake', async () => {
    const controller = new AbortController();
    const server = await tcpServer((socket) => socket.once('data', () => controller.abort()), 'https');
    const error = await cancelled(server.url, controller.signal);
    await server.close();
    assert.equal(error.reached, 'no');
  });
});

describe('a host name that cannot be resolved', () => {
  for (const code of ['ENOTFOUND', 'EAI_AGAIN']) {
    it(`is reported as such for ${code}`, () => {
      const exchange = { method: 'GET', host: 'portal.example.test', path: '/a' } as const;
      const sentence = new ConnectionError(exchange, code, 'no').sentence();
      assert.match(sentence, new RegExp(`^The name portal.example.test could not be resolved \\(${code}\\)`));
    });
  }
});

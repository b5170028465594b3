import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { Caller, askToken, assertRefused, credentials, exchange } from '../../portal/caller';
import { ids, orderText, savePath } from './orderTexts';

const pagePath = '/order/openapi/order/v1/page';
const tokenPath = '/auth/openapi/v1/oauth/token';
const minutes = { serviceId: ids.recordingMinutes, quantity: '100' };

describe('sandbox: the server that users explore', () => {
  let sandbox: Sandbox;
  let caller: Caller;

  beforeEach(async () => {
    sandbox = await startSandbox();
    caller = new Caller(sandbox, (await askToken(sandbox, credentials(sandbox))).token);
  });

  afterEach(() => sandbox.close());

  /** The orders that were placed here; those of the sandbox's past have lower numbers. */
  const orderCount = async () => {
    const { text } = await caller.get(pagePath);
    const numbers = [...text.matchAll(/"orderNo":"YL(\d+)"/g)].map(([, number = '']) => BigInt(number));
    return numbers.filter((number) => number >= 3_206_252_408_495_661_056n).length;
  };

  it('takes orders', async () => {
    assert.equal((await caller.post(savePath, orderText())).status, 200);
    assert.equal(await orderCount(), 1);
  });

  it('loses the reply to the next order that it takes, and to no other', async () => {
    sandbox.loseNextReply();
    assert.equal(await orderCount(), 0);
    assert.equal((await caller.post(savePath, orderText({ billingId: '1' }))).status, 400);
    await assert.rejects(caller.post(savePath, orderText({}, minutes)), { code: 'ECONNRESET' });
    const { text } = await caller.post(savePath, orderText({}, minutes));
    // The second number: the order whose reply was lost has the first.
    assert.match(text, /"orderNo":"YL3206252408496661059"/);
  });

  it('lists the order whose reply was lost a minute later, and every other one at once', async () => {
    let now = Date.now();
    const other = await startSandbox({ now: () => now });
    await sandbox.close();
    sandbox = other;
    caller = new Caller(sandbox, (await askToken(sandbox, credentials(sandbox))).token);
    const lost = () => caller.get('/order/openapi/order/v1/get/YL3206252408495661056');
    sandbox.loseNextReply();
    await assert.rejects(caller.post(savePath, orderText({}, minutes)), { code: 'ECONNRESET' });
    now += 59_999;
    assert.equal(await orderCount(), 0);
    assert.equal((await lost()).status, 400);
    assert.equal((await caller.post(savePath, orderText({}, minutes))).status, 200);
    assert.equal(await orderCount(), 1);
    now += 1;
    assert.equal(await orderCount(), 2);
    assert.equal((await lost()).status, 200);
  });

  it('has credentials of its own at each start', async () => {
    const other = await startSandbox();
    try {
      assert.notEqual(other.clientSecret, sandbox.clientSecret);
      assert.ok(sandbox.clientSecret.length >= 32);
      assertRefused((await askToken(other, credentials(sandbox))).answer, 401, 'invalid_client', /wrong/);
    } finally {
      await other.close();
    }
  });

  const foreign: readonly Readonly<Record<string, string>>[] = [
    { Host: 'evil.example.test' },
    { Host: 'evil.example.test:80' },
    { Host: '127.0.0.1' },
    { Host: '127.0.0.1:1' },
    { Host: 'localhost' },
    { Origin: 'https://evil.example.test' },
    { Origin: 'null' },
    { Origin: '' },
    { Origin: 'http://127.0.0.1:1' },
  ];
  for (const headers of foreign) {
    it(`refuses whatever comes with ${JSON.stringify(headers)}, from whoever`, async () => {
      const all = { ...caller.headers, ...headers };
      const form = { ...all, 'Content-Type': 'application/x-www-form-urlencoded' };
      const body = new URLSearchParams(credentials(sandbox)).toString();
      const json = { ...all, 'Content-Type': 'application/json' };
      const answers = await Promise.all([
        exchange(sandbox, pagePath, { headers: all }),
        exchange(sandbox, pagePath, { headers: all, method: 'OPTIONS' }),
        exchange(sandbox, tokenPath, { headers: form, method: 'POST', body }),
        exchange(sandbox, savePath, { headers: json, method: 'POST', body: orderText() }),
      ]);
      for (const answer of answers) {
        assertRefused(answer, 403, 'forbidden', /^(Host|Origin)/);
        assert.equal(answer.headers.connection, 'close');
        assert.equal(answer.headers['access-control-allow-origin'], undefined);
      }
      assert.equal(await orderCount(), 0);
    });
  }

  it('refuses who names no host', async () => {
    assert.match(await replyTo(`GET ${pagePath} HTTP/1.0\r\n\r\n`, ''), /^HTTP\/1\.1 403 /);
  });

  it('refuses its own origin too: no page is its client', async () => {
    const headers = { ...caller.headers, Origin: sandbox.baseUrl };
    assertRefused(await exchange(sandbox, pagePath, { headers }), 403, 'forbidden', /^Origin/);
  });

  it('takes a body of a megabyte', async () => {
    const answer = await caller.post(savePath, orderText().padEnd(1_000_000));
    assert.equal(answer.status, 200);
  });

  /** Sends what a client may send without waiting for a reply. @returns all that came until the connection was closed */
  async function replyTo(head: string, body: string): Promise<string> {
    const socket = net.connect(Number(new URL(sandbox.baseUrl).port), '127.0.0.1');
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    // The sandbox closes a connection on which somebody is still writing.
    socket.on('error', () => undefined);
    socket.write(head + body);
    const timer = setTimeout(() => socket.destroy(), 2000);
    await once(socket, 'close');
    clearTimeout(timer);
    return received;
  }

  const megabytes = 'a'.repeat(2_000_000);
  const sizes: readonly (readonly [what: string, header: string, body: string])[] = [
    ['announces 60 MB and sends none', 'Content-Length: 60000000', ''],
    ['announces one byte too much', 'Content-Length: 1000001', 'a'],
    [
      'announces nothing, and more than a megabyte comes',
      'Transfer-Encoding: chunked',
      `1e8480\r\n${megabytes}\r\n`,
    ],
    [
      'announces nothing, and it comes in many pieces',
      'Transfer-Encoding: chunked',
      `2710\r\n${'a'.repeat(10_000)}\r\n`.repeat(101),
    ],
  ];
  for (const [what, header, body] of sizes) {
    it(`refuses a body that ${what}, and closes the connection`, async () => {
      const { host } = new URL(sandbox.baseUrl);
      const head = [
        `POST ${tokenPath} HTTP/1.1`,
        `Host: ${host}`,
        'User-Agent: OpenAPI',
        'Content-Type: application/x-www-form-urlencoded',
        header,
      ];
      const reply = await replyTo(`${head.join('\r\n')}\r\n\r\n`, body);
      assert.match(reply, /^HTTP\/1\.1 413 /);
      assert.match(reply, /^connection: close\r$/im);
      assert.match(reply, /\{"code":"request_too_large".*"requestId":"[0-9a-f]{32}".*"status":413\}$/);
    });
  }

  it('listens on 127.0.0.1 only', async () => {
    assert.match(sandbox.baseUrl, /^http:\/\/127\.0\.0\.1:\d+$/);
    const elsewhere = sandbox.baseUrl.replace('127.0.0.1', '127.0.0.2');
    await assert.rejects(fetch(elsewhere, { signal: AbortSignal.timeout(2000) }));
  });

  const unfinished = 'GET / HTTP/1.1\r\nHost: evil.example.test\r\nOrigin: http://evil.example.test\r\n';
  const asks = `GET ${pagePath} HTTP/1.1\r\nHost: HOST\r\nUser-Agent: x\r\nAuthorization: Bearer guess\r\n\r\n`;
  for (const [what, text] of [
    ['say nothing', ''],
    ['do not end what they say', unfinished],
    ['have no token', asks],
  ] as const) {
    it(`lets its client in and keeps it while strangers open connection after connection that ${what}`, async () => {
      const kept = await connected();
      await askOver(kept);
      const strangers = await Promise.all(Array.from({ length: 70 }, () => connected(text)));
      try {
        assert.ok((await askToken(sandbox, credentials(sandbox))).token.length > 0);
        assert.equal(await orderCount(), 0);
        await askOver(kept);
      } finally {
        [kept, ...strangers].forEach((socket) => socket.destroy());
      }
    });
  }

  it('closes a connection of a stranger after a while, and none of a client', async () => {
    const patience = 2000;
    const impatient = await startSandbox({ patience });
    await sandbox.close();
    sandbox = impatient;
    caller = new Caller(sandbox, (await askToken(sandbox, credentials(sandbox))).token);
    const kept = await connected();
    await askOver(kept);
    const silent = await connected();
    await once(silent, 'close');
    await askOver(kept);
    kept.destroy();
  });

  for (const [what, path, status] of [
    ['refuses', `${pagePath}&sort=nonsense`, /^HTTP\/1\.1 4/],
    ['does not have', '/order/openapi/order/v1/nothing', /^HTTP\/1\.1 404 /],
  ] as const) {
    it(`keeps the connection of a client whose token is right, and whose request it ${what}`, async () => {
      const patience = 2000;
      const impatient = await startSandbox({ patience });
      await sandbox.close();
      sandbox = impatient;
      caller = new Caller(sandbox, (await askToken(sandbox, credentials(sandbox))).token);
      const kept = await connected();
      await askOver(kept, path, status);
      const silent = await connected();
      await once(silent, 'close');
      assert.ok(!kept.destroyed);
      await askOver(kept);
      kept.destroy();
    });
  }

  /** A connection of its own, on which this has been sent. */
  async function connected(text = ''): Promise<net.Socket> {
    const socket = net.connect(Number(new URL(sandbox.baseUrl).port), '127.0.0.1').resume();
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text.replace('HOST', new URL(sandbox.baseUrl).host));
    return socket;
  }

  /** A call of the client over a connection that stays open. */
  async function askOver(socket: net.Socket, path = pagePath, status = /^HTTP\/1\.1 200 /): Promise<void> {
    const headers = Object.entries({ ...caller.headers, Host: new URL(sandbox.baseUrl).host });
    const head = [`GET ${path} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)];
    const received = Promise.race([once(socket, 'data'), once(socket, 'close')]);
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    assert.match(String(await received), status);
  }

  it('cuts every connection when it closes, and listens no longer', async () => {
    const silent = net.connect(Number(new URL(sandbox.baseUrl).port), '127.0.0.1').resume();
    await once(silent, 'connect');
    const ended = once(silent, 'close');
    await caller.get(pagePath);
    await sandbox.close();
    await ended;
    await assert.rejects(exchange(sandbox, '/'), { code: 'ECONNREFUSED' });
  });
});

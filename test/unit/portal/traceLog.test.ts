import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { UnreadableReplyError } from '../../../src/portal/errors';
import { type Parts, partsFor } from '../support/portal';
import { rejection } from '../support/rejection';
import { answer, envelope } from '../support/replies';
import { type Listening, closedPort, httpServer, httpsServer, tcpServer } from '../support/servers';

const clientId = 'CLIENT-ID-7d1f';
const clientSecret = 'CLIENT-SECRET-93ab';
const token = 'ACCESS-TOKEN-55c0';
const refreshToken = 'REFRESH-TOKEN-e21d';
const secrets = [clientId, clientSecret, token, refreshToken];

const tokens = envelope(JSON.stringify({ token, refreshToken, expiresIn: '1800', tokenHead: 'Bearer ' }));

/** Replies to token calls with these values, and to all others without any token. */
function tokenServer(status: number, text: string, headers?: Record<string, string>): Promise<Listening> {
  return httpServer((request, response) => {
    answer(
      response,
      status,
      request.url?.startsWith('/auth/') ? text : envelope('{"orderNo":"YL1"}'),
      headers,
    );
  });
}

/** Makes every kind of call and ignores how it ends. */
async function callEverything(parts: Parts): Promise<void> {
  const { baseUrl, client, session } = parts;
  const page = { pageNo: 1, pageSize: 25 };
  const calls = [
    () => session.signInWithCredentials(baseUrl, { clientId, clientSecret }, { keepCredentials: true }),
    () => client.orders(page, AbortSignal.timeout(300)),
    () => client.calculatePrice('{"productId":13}'),
    () => client.saveOrder({ baseUrl, signInId: 'one', header: `Bearer ${token}` }, '{"productId":13}'),
    async () => session.renew((await session.authorization()).header),
    () => session.signOut(),
    () => session.signInWithToken(baseUrl, token),
    () => client.orders(page, AbortSignal.timeout(300)),
  ];
  for (const call of calls) {
    await call().catch(() => undefined);
  }
}

function checkSecretsAreMissing({ log }: Parts): void {
  for (const secret of secrets) {
    assert.ok(!log.text.includes(secret), `${secret} is in the log:\n${log.text}`);
    assert.ok(!log.text.includes(Buffer.from(secret).toString('base64')));
  }
  assert.doesNotMatch(log.text, /Bearer/);
  assert.match(log.text, /debug → POST .*\/auth\/openapi\/v1\/oauth\/token$/m);
  assert.match(log.text, /debug → POST .*\/order\/openapi\/order\/v1\/save, Authorization: <redacted>/);
}

describe('the log of requests', () => {
  let server: Listening | undefined;

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it('shows method, path, query, status, body and reply, with marks in place of secrets', async () => {
    server = await tokenServer(200, tokens);
    const parts = partsFor(server.url);
    await callEverything(parts);
    checkSecretsAreMissing(parts);
    const { text } = parts.log;
    assert.match(
      text,
      /debug → GET http:\/\/127\.0\.0\.1:\d+\/order\/openapi\/order\/v1\/page\?pageNo=1&pageSize=25&sort=-id, Auth/,
    );
    assert.match(text, /debug ← 200 GET \/order\/openapi\/order\/v1\/page, \d+ characters, \d+ ms/);
    assert.match(text, /trace {3}request:\n\{"productId":13\}/);
    assert.match(text, /trace {3}reply:\n.*"orderNo":"YL1"/);
    assert.match(text, /debug → POST .*\/oauth\/token\ntrace {3}<redacted form>\n/);
    assert.match(text, /debug ← 200 POST .*\/oauth\/token, .*\ntrace {3}<redacted reply>\n/);
  });

  it('shows how long a reply took', async () => {
    server = await tokenServer(200, tokens);
    const { baseUrl, http, log } = partsFor(server.url);
    const started = performance.now();
    await http.send({ method: 'GET', baseUrl, path: '/a' });
    const took = performance.now() - started;
    const logged = Number(/ (\d+) ms$/m.exec(log.text)?.[1]);
    assert.ok(logged <= took + 1, `${logged} ms of ${took}`);
  });

  it('shows why and where a connection failed', async () => {
    const port = await closedPort();
    const { baseUrl, http, log } = partsFor(`http://127.0.0.1:${port}`);
    await assert.rejects(http.send({ method: 'GET', baseUrl, path: '/a' }));
    assert.match(
      log.text,
      new RegExp(`^warn GET 127.0.0.1:${port}/a: .*connect ECONNREFUSED 127.0.0.1:${port}`, 'm'),
    );
  });

  const failing: readonly (readonly [what: string, start: () => Promise<Listening>])[] = [
    ['is truncated', () => tokenServer(200, tokens.slice(0, -1))],
    ['has tokens and no envelope', () => tokenServer(200, tokens.slice(9))],
    ['has tokens and says 500', () => tokenServer(500, tokens)],
    ['has tokens and says 401', () => tokenServer(401, tokens)],
    ['redirects', () => tokenServer(302, tokens, { Location: '/login' })],
    ['never comes', () => tcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()))],
    ['is not HTTP', () => tcpServer((socket) => socket.once('data', () => socket.end(tokens)))],
    [
      'comes from a server with an untrusted certificate',
      () => httpsServer((_request, response) => response.end(tokens)),
    ],
    [
      'cannot come because nothing listens',
      async () => {
        const port = await closedPort();
        return { port, url: `http://127.0.0.1:${port}`, close: () => Promise.resolve() };
      },
    ],
  ];
  for (const [what, start] of failing) {
    it(`contains no secret if the reply ${what}`, async () => {
      server = await start();
      const parts = partsFor(server.url, { requestTimeout: 1 });
      await callEverything(parts);
      checkSecretsAreMissing(parts);
    });
  }

  it('contains no secret if the secret storage fails', async () => {
    server = await httpServer((_request, response) => answer(response, 200, tokens));
    const parts = partsFor(server.url);
    // The parser's message quotes a text that begins like this one.
    for (const text of [`{"token":"${token}`, token]) {
      parts.secrets.values.set(`session ${parts.baseUrl}`, text);
      await parts.session.open(parts.baseUrl);
      assert.match(parts.log.lines.at(-1) ?? '', /warn .*secret storage/);
      assert.ok(!parts.log.text.includes(token));
    }
    assert.equal(parts.log.lines.length, 2);
  });

  it('contains no secret if the secret storage quotes what it refuses', async () => {
    server = await httpServer((_request, response) => answer(response, 200, tokens));
    const parts = partsFor(server.url);
    parts.secrets.store = (_key, value) =>
      Promise.reject(new Error(`cannot keep ${value} (${Buffer.from(value).toString('base64')})`));
    await parts.session.signInWithCredentials(
      parts.baseUrl,
      { clientId, clientSecret },
      { keepCredentials: true },
    );
    assert.match(parts.log.lines.at(-1) ?? '', /warn .*secret storage cannot be written: cannot keep/);
    for (const secret of secrets) {
      assert.ok(!parts.log.text.includes(secret), parts.log.text);
    }
  });
});

describe('an error of a token call', () => {
  const texts = {
    'a truncated reply': tokens.slice(0, -1),
    'a reply without an envelope': `{"token":"${token}"}`,
    'tokens under other names': envelope(`{"access_token":"${token}","refresh_token":"${refreshToken}"}`),
  };
  for (const [what, text] of Object.entries(texts)) {
    it(`shows no token of ${what}, and does not call it empty`, async () => {
      const server = await httpServer((_request, response) => answer(response, 200, text));
      const { session, baseUrl } = partsFor(server.url);
      const error = await rejection(
        session.signInWithCredentials(baseUrl, { clientId, clientSecret }, { keepCredentials: false }),
        UnreadableReplyError,
      );
      await server.close();
      const shown = `${error.sentence()} ${inspect(error, { depth: 20 })}`;
      for (const secret of secrets) {
        assert.ok(!shown.includes(secret), shown);
      }
      assert.doesNotMatch(shown, /it is empty/);
    });
  }

  const harmless = [
    [
      'mentions a login page without quoting it',
      '<html>Hotel</html>',
      /; a proxy or login page may have replied instead\.$/,
    ],
    ['calls an empty reply empty', '', /and it is empty\.$/],
  ] as const;
  for (const [what, text, words] of harmless) {
    it(what, async () => {
      const server = await httpServer((_request, response) => answer(response, 200, text));
      const { session, baseUrl } = partsFor(server.url);
      const error = await rejection(
        session.signInWithCredentials(baseUrl, { clientId, clientSecret }, { keepCredentials: false }),
        UnreadableReplyError,
      );
      await server.close();
      assert.match(error.sentence(), words);
    });
  }
});

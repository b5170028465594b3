import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { ConnectionError, PortalError } from '../../../src/portal/errors';
import { type ReceivedRequest, type Reply, type TestPortal, startPortal } from '../../portal/testPortal';
import { type Parts, partsFor, signedIn } from '../support/portal';
import { rejection } from '../support/rejection';
import { savePath, tokenPath } from '../support/requests';

const json = { 'Content-Type': 'application/json' };

/** A failure in the portal's envelope that repeats the request. */
function refusing(status: number, code: string): (sent: string) => Reply {
  return (sent) => ({
    status,
    headers: json,
    body: JSON.stringify({
      code,
      detailMessage: `cannot take ${sent}`,
      requestId: 'r',
      result: { sent },
      status,
    }),
  });
}

const page =
  (status: number) =>
  (sent: string): Reply => ({
    status,
    headers: { 'Content-Type': 'text/html' },
    body: `<p>blocked: ${sent}</p>`,
  });

/** Replies that repeat the request, in places that an error would show. */
const repeating: readonly (readonly [what: string, reply: (sent: string) => Reply])[] = [
  ['a refusal', refusing(400, 'invalid_client')],
  ['a failure', refusing(500, 'internal_error')],
  ['a gateway’s refusal', refusing(403, 'blocked')],
  ['401', refusing(401, 'unauthorized')],
  ['a page', page(200)],
  ['a gateway’s page', page(502)],
  [
    'a redirect',
    (sent) => ({ status: 302, headers: { Location: `https://login.example/?${sent}` }, body: '' }),
  ],
  [
    'a redirect in another spelling',
    (sent) => ({
      status: 307,
      headers: { Location: `https://login.example/?next=${encodeURIComponent(encodeURIComponent(sent))}` },
      body: '',
    }),
  ],
  ['a page in HTML’s spelling', (sent) => page(404)(sent.replaceAll('=', '&#61;').replaceAll('&', '&amp;'))],
  [
    'a refusal in JSON’s spelling',
    (sent) => {
      const reply = refusing(422, 'bad')(sent);
      return { ...reply, body: reply.body.replaceAll('=', '\\u003d').replaceAll('/', '\\/') };
    },
  ],
];

const clientSecret = 'S3cret/of+the=client&more';

describe('a secret in a request', () => {
  let portal: TestPortal;
  let parts: Parts;

  beforeEach(async () => {
    portal = await startPortal();
    parts = partsFor(portal.baseUrl);
  });

  afterEach(() => portal.close());

  /** Makes the portal reply to requests to `path` by repeating their header and body. */
  function repeat(path: string, reply: (sent: string) => Reply): void {
    portal.intercept = (request, process) => (request.path === path ? reply(carriedBy(request)) : process());
  }

  function carriedBy({ headers, body }: ReceivedRequest): string {
    return `${headers.authorization ?? ''} ${body} ${[...new URLSearchParams(body).values()].join(' ')}`.trim();
  }

  function assertNotRevealed(error: PortalError, secrets: readonly string[]): void {
    const shown = [String(error), error.sentence(), inspect(error, { depth: 20 }), parts.log.text];
    for (const secret of secrets) {
      for (const spelled of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
        const text = shown.find((one) => one.includes(spelled));
        assert.equal(text, undefined, `${spelled} is in ${text ?? ''}`);
      }
    }
  }

  for (const [what, reply] of repeating) {
    it(`is in no error and no log line if a sign-in meets ${what} that repeats it`, async () => {
      repeat(tokenPath, reply);
      const client = { clientId: 'CLIENT-ID-7d1f', clientSecret };
      const signIn = parts.session.signInWithCredentials(parts.baseUrl, client, { keepCredentials: true });
      assertNotRevealed(await rejection(signIn, PortalError), [client.clientId, clientSecret]);
      assert.match(parts.log.text, /debug ← \d{3} POST/);
    });

    it(`is in no error and no log line if a token check meets ${what} that repeats it`, async () => {
      await parts.session.signInWithToken(parts.baseUrl, 'c2VjcmV0LXRva2Vu/3ZhbHVl+A==');
      portal.intercept = (request) => reply(carriedBy(request));
      const { header, baseUrl } = await parts.session.authorization();
      const token = header.split(' ')[1] ?? '';
      const error = await rejection(parts.client.checkToken(baseUrl, token), PortalError);
      assertNotRevealed(error, [token]);
      assert.match(parts.log.text, /trace .*<redacted>|reply:\n.*<redacted>|← 30[27]/);
    });

    it(`is in no error and no log line if a renewal meets ${what} that repeats it`, async () => {
      await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: true });
      const secrets = [...parts.session.secrets];
      assert.equal(secrets.length, 3);
      portal.expireTokens();
      repeat(tokenPath, reply);
      const failed: unknown = await parts.client.products().then(
        () => undefined,
        (error: unknown) => error,
      );
      assert.ok(failed instanceof Error);
      for (const secret of secrets) {
        assert.ok(!`${inspect(failed, { depth: 20 })} ${parts.log.text}`.includes(secret));
      }
    });
  }

  it('is not redacted in a reply that brings tokens, so that the same refresh token stays valid', async () => {
    await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: false });
    const [, refreshToken = ''] = parts.session.secrets;
    portal.expireTokens();
    portal.intercept = (request, process) => {
      const reply = process();
      return request.path === tokenPath
        ? { ...reply, body: reply.body.replace(/"refreshToken":"[^"]*"/, `"refreshToken":"${refreshToken}"`) }
        : reply;
    };
    await parts.client.products();
    assert.equal(parts.session.secrets[1], refreshToken);
    assert.ok(!parts.log.text.includes(refreshToken));
  });

  it('is not redacted as a part of the tokens in the reply', async () => {
    const clientId = 'client-of-ada';
    portal.intercept = (request, process) => {
      const reply = process();
      return request.path === tokenPath
        ? {
            status: 200,
            headers: json,
            body: `{"code":"success","detailMessage":"","requestId":"r","result":{"token":"${clientId}.9f2c"},"status":200}`,
          }
        : reply;
    };
    await parts.session.signInWithCredentials(
      parts.baseUrl,
      { clientId, clientSecret },
      { keepCredentials: false },
    );
    assert.deepEqual(parts.session.secrets, [`${clientId}.9f2c`]);
  });

  it('is not in the trace of a reply that repeats it', async () => {
    parts = await signedIn(portal);
    const { baseUrl, header, signInId } = await parts.session.authorization();
    repeat(savePath, (sent) => ({ status: 200, headers: json, body: JSON.stringify({ sent: `${sent}/` }) }));
    const { text } = await parts.client.saveOrder({ baseUrl, header, signInId }, '{"productId":13}');
    assert.match(text, /^\{"sent":"Bearer <redacted> /);
    assert.match(parts.log.text, /trace {3}reply:\n\{"sent":"Bearer <redacted> /);
    assert.ok(!parts.log.text.includes(header.split(' ')[1] ?? ''));
  });

  it('is in none of several long replies that arrive together and repeat it throughout', async () => {
    parts = await signedIn(portal);
    const { baseUrl, header, signInId } = await parts.session.authorization();
    const token = header.split(' ')[1] ?? '';
    const inBase64 = Buffer.from(`${token}.`).toString('base64');
    repeat(savePath, () => ({
      status: 200,
      headers: json,
      body: JSON.stringify(
        ['first', 'middle', 'last'].map((place) => `${place} ${'w='.repeat(30_000)}${token} ${inBase64}`),
      ),
    }));
    const bodies = [1, 2, 3, 4].map((productId) => `{"productId":${productId}}`);
    const replies = await Promise.all(
      bodies.map((body) => parts.client.saveOrder({ baseUrl, header, signInId }, body)),
    );
    for (const { text } of replies) {
      assert.ok(!text.includes(token));
      assert.equal(text.split('<redacted>').length - 1, 6);
      assert.match(text, /^\["first (w=){30000}<redacted> <redacted>/);
    }
    assert.ok(!parts.log.text.includes(token));
  });

  it('does not hide the token type, the grant type or other words', async () => {
    parts = await signedIn(portal);
    portal.intercept = () => refusing(400, 'invalid_grant')('Bearer, pp_credentials, refresh_token');
    const error = await rejection(parts.client.products(), PortalError);
    assert.match(error.sentence(), /cannot take Bearer, pp_credentials, refresh_token/);
  });

  it('is not in the cause of a broken connection', async () => {
    portal.intercept = (request, _process, response) => {
      response.socket?.end(`HTTP/1.1 nonsense ${request.body}\r\n\r\n`);
      return undefined;
    };
    const client = { clientId: 'CLIENT-ID-7d1f', clientSecret };
    const signIn = parts.session.signInWithCredentials(parts.baseUrl, client, { keepCredentials: true });
    const error = await rejection(signIn, ConnectionError);
    assert.ok(
      !`${String(error)} ${error.sentence()} ${parts.log.text}`.includes(encodeURIComponent(clientSecret)),
    );
  });
});

import assert from 'node:assert/strict';
import { PathSegmentError } from '../../../src/portal/httpRequest';
import { RedactedRequestError, SecretInRequestError } from '../../../src/portal/transportErrors';
import { startPortal, type TestPortal } from '../../portal/testPortal';
import { type Parts, partsFor, signedIn } from '../support/portal';
import { rejection } from '../support/rejection';

describe('A request', () => {
  let portal: TestPortal;
  let parts: Parts;
  let before: number;

  beforeEach(async () => {
    portal = await startPortal({ clientId: 'client-id-5f0c7a1e', clientSecret: 'client-secret-93b44d2a' });
    parts = await signedIn(portal);
    before = portal.requests.length;
  });

  afterEach(() => portal.close());

  const sent = () => portal.requests.slice(before);

  /** Sends a text in each place where a user or a script may enter it: path, query and body. */
  function ways(text: string): Readonly<Record<string, () => Promise<unknown>>> {
    const { baseUrl, http, client } = parts;
    const path = '/order/openapi/order/v1/list';
    return {
      path: () => client.orderDetail(text),
      'serial number in the query': () => client.instanceDetail(13, `YL ${text} 01`),
      query: () => http.send({ method: 'GET', baseUrl, path, query: { search: `a ${text}` } }),
      'name in the query': () => http.send({ method: 'GET', baseUrl, path, query: { [text]: 1 } }),
      body: () => client.calculatePrice(JSON.stringify({ productId: 13, poNumber: `PO ${text}` })),
    };
  }

  const marks = {
    'as is': '<redacted>',
    'URL-encoded': '%3Credacted%3E',
    'URL-encoded in small letters': '%3credacted%3e',
    'URL-encoded twice': '%253Credacted%253E',
    'in HTML': '&lt;redacted&gt;',
    'in JSON': '\\u003credacted\\u003e',
    'in base64': Buffer.from('<redacted>').toString('base64'),
  };
  for (const [spelling, mark] of Object.entries(marks)) {
    it(`is not sent if any part of it contains the mark of a redacted secret ${spelling}`, async () => {
      for (const [way, send] of Object.entries(ways(mark))) {
        // What cannot be a path segment is refused earlier.
        const isNoSegment = way === 'path' && /[%\\#;]/.test(mark);
        const error = await rejection(send(), isNoSegment ? PathSegmentError : RedactedRequestError);
        assert.match(error.sentence(), /nothing was (sent|requested)/i, way);
      }
      assert.deepEqual(sent(), []);
    });
  }

  it('is not sent if it contains a client secret or a token, even after a renewal and a sign-out', async () => {
    const secrets = [portal.clientSecret, ...parts.session.secrets];
    portal.expireTokens();
    await parts.client.products();
    secrets.push(...parts.session.secrets);
    assert.equal(new Set(secrets).size, 5);
    await signedInAgain();
    for (const secret of secrets) {
      for (const spelled of [
        secret,
        encodeURIComponent(`"${secret}`),
        Buffer.from(secret).toString('base64url'),
      ]) {
        for (const [way, send] of Object.entries(ways(spelled))) {
          if (way !== 'path') {
            const error = await rejection(send(), SecretInRequestError);
            assert.equal(error.reached, 'no', way);
            assert.ok(![error.message, error.sentence()].some((text) => text.includes(secret)));
          }
        }
      }
      await rejection(parts.client.orderDetail(secret), SecretInRequestError);
    }
    assert.deepEqual(sent(), []);
  });

  it('is not sent if it contains a token that was entered as a client ID before', async () => {
    const [token = ''] = parts.session.secrets;
    parts = partsFor(portal.baseUrl);
    const { baseUrl, session, client } = parts;
    const swapped = { clientId: token, clientSecret: 'another' };
    await rejection(session.signInWithCredentials(baseUrl, swapped, { keepCredentials: false }), Error);
    assert.equal(session.isSecretIn(token), false);
    await session.signInWithToken(baseUrl, token);
    assert.equal(session.isSecretIn(token), true);
    await rejection(client.calculatePrice(JSON.stringify({ poNumber: token })), SecretInRequestError);
  });

  it('does not quote a secret when it is refused for a character of that secret', async () => {
    const clientSecret = '../client%2Fsecret/93b44d2a';
    await parts.session
      .signInWithCredentials(parts.baseUrl, { clientId: 'another', clientSecret }, { keepCredentials: false })
      .catch(() => undefined);
    const error = await rejection(parts.client.orderDetail(clientSecret), SecretInRequestError);
    assert.doesNotMatch(`${error.sentence()} ${String(error)}`, /93b44d2a/);
  });

  it('is sent if it contains a client ID, which is not a secret by itself', async () => {
    for (const send of Object.values(ways(portal.clientId))) {
      await send().catch(() => undefined);
    }
    assert.ok(sent().length >= 5);
  });

  async function signedInAgain(): Promise<void> {
    await parts.session.signOut();
    await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: false });
    before = portal.requests.length;
  }
});

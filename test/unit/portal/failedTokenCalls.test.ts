import assert from 'node:assert/strict';
import { PortalError } from '../../../src/portal/errors';
import { startPortal, type TestPortal } from '../../portal/testPortal';
import { partsFor } from '../support/portal';
import { rejection } from '../support/rejection';

const clientId = '5f0c7a1e-93b4-4d2a-8a6f-1b2c3d4e5f60';
const clientSecret = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';

/** How a gateway may spell what identifies the client, as a request id. */
const spellings: Readonly<Record<string, (text: string) => string>> = {
  'as sent': (text) => text,
  'in capitals': (text) => text.toUpperCase(),
  'without hyphens': (text) => text.replaceAll('-', ''),
  'in capitals without hyphens': (text) => text.replaceAll('-', '').toUpperCase(),
  'with other hyphens': (text) => text.replaceAll('-', '').replace(/.{8}(?=.)/g, '$&-'),
  'with something around it': (text) => `a-${text.replaceAll('-', '').toUpperCase()}-0`,
};

describe('The report of a failed token call', () => {
  let portal: TestPortal;

  beforeEach(async () => {
    portal = await startPortal();
  });

  afterEach(() => portal.close());

  async function reportWith(requestId: string, token = ''): Promise<string> {
    const { session, baseUrl } = partsFor(portal.baseUrl);
    portal.intercept = () => ({
      status: 401,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        code: 'invalid_client',
        detailMessage: '',
        requestId,
        result: { token },
        status: 401,
      }),
    });
    const options = { keepCredentials: false };
    const error = await rejection(
      session.signInWithCredentials(baseUrl, { clientId, clientSecret }, options),
      PortalError,
    );
    return `${String(error)} ${error.sentence()}`;
  }

  for (const [spelling, write] of Object.entries(spellings)) {
    it(`omits a request id that is the client ID, the secret or a token ${spelling}`, async () => {
      for (const value of [clientId, clientSecret]) {
        assert.ok(!(await reportWith(write(value))).includes(write(value)));
      }
      const token = '00112233-4455-6677-8899-aabbccddeeff';
      assert.ok(!(await reportWith(write(token), token)).includes(write(token)));
    });
  }

  it('includes any other request id', async () => {
    const requestId = '99887766554433221100ffeeddccbbaa';
    assert.ok((await reportWith(requestId)).includes(requestId));
  });
});

describe('The token type in a reply to a token call', () => {
  it('is replaced by Bearer if it is too long or contains other characters', async () => {
    const portal = await startPortal();
    try {
      const types = { Token: 'Token', [`T${'x'.repeat(63)}`]: `T${'x'.repeat(63)}` };
      const others = [`T${'x'.repeat(64)}`, 'x'.repeat(100_000), 'Bärer', 'Be arer', 'Bearer\u200b', ''];
      for (const [tokenHead, expected] of [
        ...Object.entries(types),
        ...others.map((one) => [one, 'Bearer']),
      ]) {
        portal.intercept = () => ({
          status: 200,
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({
            ...{ code: 'success', detailMessage: '', requestId: 'a', status: 200 },
            result: { token: 'a-token-of-some-length', tokenHead, expiresIn: 1800 },
          }),
        });
        const { session, baseUrl } = partsFor(portal.baseUrl);
        await session.signInWithCredentials(baseUrl, { clientId, clientSecret }, { keepCredentials: false });
        const { header } = await session.authorization();
        assert.equal(header, `${expected ?? ''} a-token-of-some-length`);
      }
    } finally {
      await portal.close();
    }
  });
});

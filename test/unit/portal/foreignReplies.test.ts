import assert from 'node:assert/strict';
import {
  ForbiddenError,
  RefusedError,
  UnauthorizedError,
  UnreadableReplyError,
} from '../../../src/portal/errors';
import { SignInNeededError } from '../../../src/portal/sessionTokens';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { onSave, place } from '../support/placing';
import { partsFor } from '../support/portal';
import { rejection } from '../support/rejection';
import { requestId } from '../support/replies';
import { count, failure, savePath, tokenPath } from '../support/requests';

const page = '<html><title>Proxy authentication</title><body>Sign in to the gateway to go on.</body></html>';

/** What gateways, login pages and proxies reply in formats of their own. */
const foreign = [
  ['a page', page],
  ['JSON without a code', '{"error":"login_required","error_description":"Sign in to the gateway"}'],
  ['JSON whose code is null', '{"code":null,"status":401}'],
  ['a list', '[]'],
  ['a text', 'Unauthorized'],
  ['a truncated envelope', '{"code":"unauthorized","status":401'],
] as const;

const reply = (status: number, body: string) => ({
  status,
  headers: { 'Content-Type': 'text/html', 'WWW-Authenticate': 'Basic realm="gateway"' },
  body,
});

/** A refusal in the complete envelope of the API, except for these fields. */
function whole(fields: Readonly<Record<string, string | number | undefined>>): string {
  const envelope = { code: 'invalid_refresh_token', detailMessage: 'unknown', requestId, result: null };
  return JSON.stringify({ ...envelope, status: 401, ...fields });
}

describe('a reply that is not from the portal’s API', () => {
  let portal: TestPortal;

  beforeEach(async () => {
    portal = await startPortal();
  });

  afterEach(() => portal.close());

  async function signedInWith(keepCredentials: boolean) {
    const parts = partsFor(portal.baseUrl);
    await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials });
    return { ...parts, kept: () => [...parts.secrets.values.values()].join() };
  }

  async function signedInWithToken() {
    const parts = partsFor(portal.baseUrl);
    await parts.session.signInWithToken(parts.baseUrl, 'eyJ.pasted.token');
    return { ...parts, kept: () => [...parts.secrets.values.values()].join() };
  }

  const waysToSignIn = [
    ['kept credentials', () => signedInWith(true)],
    ['credentials that are not kept', () => signedInWith(false)],
    ['a pasted token', () => signedInWithToken()],
  ] as const;

  for (const [what, body] of foreign) {
    for (const [how, signIn] of waysToSignIn) {
      it(`ends no session and deletes nothing: ${what} with 401, signed in with ${how}`, async () => {
        const { session, client, kept } = await signIn();
        const [before, state] = [kept(), session.state];
        portal.intercept = () => reply(401, body);
        const error = await rejection(client.products(), UnreadableReplyError);
        assert.match(
          error.sentence(),
          /is not from the portal’s API \(HTTP 401\); a proxy or login page may have replied instead\./,
        );
        assert.deepEqual([kept(), session.state], [before, state]);
      });
    }
  }

  for (const status of [400, 403, 404, 407]) {
    it(`is reported as such with HTTP ${status}, also as the reply to a renewal`, async () => {
      const { session, client, kept } = await signedInWith(true);
      const [before, state] = [kept(), session.state];
      portal.intercept = () => reply(status, page);
      const expected = /is not from the portal’s API .* a proxy or login page may have replied instead/;
      assert.match((await rejection(client.products(), UnreadableReplyError)).sentence(), expected);
      portal.expireTokens();
      portal.intercept = (request, process) => (request.path === tokenPath ? reply(status, page) : process());
      assert.match((await rejection(client.products(), UnreadableReplyError)).sentence(), expected);
      assert.deepEqual([kept(), session.state], [before, state]);
    });
  }

  it('with 401 causes one renewal, because a gateway may be rejecting an expired token', async () => {
    const { client, session } = await signedInWith(false);
    let reads = 0;
    portal.intercept = (request, process) =>
      request.path !== tokenPath && ++reads === 1 ? reply(401, page) : process();
    await client.products();
    assert.deepEqual([session.state.kind, count(portal.requests, tokenPath)], ['signedIn', 2]);
  });

  for (const [how, signIn] of waysToSignIn) {
    it(`and is an empty 401 asks the user to sign in but deletes nothing, signed in with ${how}`, async () => {
      const { session, client, kept } = await signIn();
      const [before, state] = [kept(), session.state];
      portal.intercept = () => reply(401, '');
      const error = await rejection(client.products(), UnauthorizedError);
      assert.match(error.sentence(), /Sign in again\./);
      assert.deepEqual([kept(), session.state], [before, state]);
    });
  }

  /** JSON with a code that gateways return while the service behind them is being replaced. */
  const gateways = [
    ['of Kong', 404, '{"code":404,"msg":"no Route matched with those values"}'],
    ['of Spring', 404, '{"timestamp":"2026-11-28T00:00:00Z","code":404,"error":"Not Found","path":"/"}'],
    ['of a firewall', 405, '{"code":"WAF-405","message":"Request blocked"}'],
    [
      'of WSO2',
      401,
      '{"code":"900902","message":"Missing Credentials","description":"Invalid Credentials."}',
    ],
    ['that has only a code', 400, '{"code":"invalid_refresh_token"}'],
    ['without a request id', 401, whole({ requestId: undefined })],
    ['with an empty request id', 401, whole({ requestId: '' })],
    ['without a status', 401, whole({ status: undefined })],
    ['without a message', 401, whole({ detailMessage: undefined })],
    ['with a different status inside', 401, whole({ status: 404 })],
    ['with a number as code', 401, whole({ code: 401 })],
    ['with a number in quotes as code', 401, whole({ code: '900902' })],
    ['in the complete envelope, but with 404', 404, whole({ status: 404 })],
    ['in the complete envelope, but with 405', 405, whole({ status: 405 })],
    ['in the complete envelope, but with 422', 422, whole({ status: 422 })],
    ['in the complete envelope, but with 404 inside 200', 200, whole({ status: 404 })],
  ] as const;
  for (const [what, status, body] of gateways) {
    it(`to a renewal ends no session and deletes nothing: JSON ${what} with ${status}`, async () => {
      const { session, client, kept } = await signedInWith(true);
      const [before, state] = [kept(), session.state];
      portal.expireTokens();
      portal.intercept = (request, process) => (request.path === tokenPath ? reply(status, body) : process());
      await rejection(client.products(), RefusedError);
      assert.deepEqual([kept(), session.state], [before, state]);
      portal.intercept = (_request, process) => process();
      await client.products();
    });
  }

  it('ends a session with a pasted token only if its 401 is in the complete envelope', async () => {
    const { session, client, kept } = await signedInWithToken();
    const [before, state] = [kept(), session.state];
    for (const [, status, body] of gateways.filter(([, one]) => one === 401)) {
      portal.intercept = () => reply(status, body);
      await rejection(client.products(), UnauthorizedError);
      assert.deepEqual([kept(), session.state], [before, state]);
    }
    portal.intercept = () => reply(401, whole({}));
    await rejection(client.products(), SignInNeededError);
    assert.deepEqual([session.state.kind, kept()], ['ended', '']);
  });

  for (const [status, written] of [
    [400, 400],
    [401, 401],
    [200, 400],
    [200, 401],
  ] as const) {
    it(`is distinguished from the portal’s own refusal of a renewal: HTTP ${status} with ${written} in the envelope`, async () => {
      const { session, client, kept } = await signedInWith(true);
      portal.expireTokens();
      portal.intercept = (request, process) =>
        request.path === tokenPath ? reply(status, whole({ status: written })) : process();
      await rejection(client.products(), SignInNeededError);
      assert.deepEqual([session.state.kind, kept()], ['ended', '']);
    });
  }

  it('to the refresh token only, as an empty 401, lets the credentials renew the session', async () => {
    const { session, client } = await signedInWith(true);
    portal.expireTokens();
    portal.intercept = (request, process) =>
      request.path === tokenPath && request.body.includes('grant_type=refresh_token')
        ? reply(401, '')
        : process();
    await client.products();
    assert.equal(session.state.kind, 'signedIn');
  });

  it('and is empty is reported by its status', async () => {
    const { client } = await signedInWith(false);
    for (const [status, type] of [
      [400, RefusedError],
      [403, ForbiddenError],
    ] as const) {
      portal.intercept = () => reply(status, '');
      assert.equal((await rejection(client.products(), RefusedError)).constructor, type);
    }
  });

  for (const code of ['unauthorized', 'token_expired', 'some_word_of_next_year']) {
    it(`is distinguished from the portal’s own 401, which ends the session: ${code}`, async () => {
      const { session, client, kept } = await signedInWith(true);
      portal.intercept = () => failure(401, code);
      await rejection(client.products(), SignInNeededError);
      assert.deepEqual([session.state.kind, kept()], ['ended', '']);
    });
  }

  for (const [what, body] of foreign) {
    it(`leaves the outcome of an order unknown and is not mistaken for a rejected token: ${what}`, async () => {
      const credentials = await signedInWith(true);
      const before = credentials.kept();
      onSave(portal, () => reply(401, body));
      const outcome = await place(credentials);
      assert.ok(outcome.kind === 'unknown' && outcome.error instanceof UnreadableReplyError);
      assert.deepEqual([count(portal.requests, savePath), credentials.kept()], [1, before]);
    });
  }
});

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
import { count, failure, savePath, tokenPath } from '../support/requests';

const page = '<html><title>Proxy authentication</title><body>Sign in to the gateway to go on.</body></html>';

/** What gateways, login pages and proxies answer in their own words. */
const foreign = [
  ['a page', page],
  ['JSON without a code', '{"error":"login_required","error_description":"Sign in to the gateway"}'],
  ['JSON whose code is null', '{"code":null,"status":401}'],
  ['a list', '[]'],
  ['a text', 'Unauthorized'],
  ['an envelope cut off', '{"code":"unauthorized","status":401'],
] as const;

const reply = (status: number, body: string) => ({
  status,
  headers: { 'Content-Type': 'text/html', 'WWW-Authenticate': 'Basic realm="gateway"' },
  body,
});

describe('an answer that is not the portal’s', () => {
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
    ['credentials that are kept', () => signedInWith(true)],
    ['credentials that are not kept', () => signedInWith(false)],
    ['a pasted token', () => signedInWithToken()],
  ] as const;

  for (const [what, body] of foreign) {
    for (const [how, signIn] of waysToSignIn) {
      it(`ends no session and deletes nothing: ${what} with 401, after ${how}`, async () => {
        const { session, client, kept } = await signIn();
        const [before, state] = [kept(), session.state];
        portal.intercept = () => reply(401, body);
        const error = await rejection(client.products(), UnreadableReplyError);
        assert.match(
          error.sentence(),
          /is not from the portal’s API \(HTTP 401\); a proxy or login page may have answered instead\./,
        );
        assert.deepEqual([kept(), session.state], [before, state]);
      });
    }
  }

  for (const status of [400, 403, 404, 407]) {
    it(`says that it is not the API’s with HTTP ${status}, to a renewal too`, async () => {
      const { session, client, kept } = await signedInWith(true);
      const [before, state] = [kept(), session.state];
      portal.intercept = () => reply(status, page);
      const said = /is not from the portal’s API .* a proxy or login page may have answered instead/;
      assert.match((await rejection(client.products(), UnreadableReplyError)).sentence(), said);
      portal.expireTokens();
      portal.intercept = (request, process) => (request.path === tokenPath ? reply(status, page) : process());
      assert.match((await rejection(client.products(), UnreadableReplyError)).sentence(), said);
      assert.deepEqual([kept(), session.state], [before, state]);
    });
  }

  it('with 401 is followed by one renewal, since a gateway may say so of a token that has ended', async () => {
    const { client, session } = await signedInWith(false);
    let reads = 0;
    portal.intercept = (request, process) =>
      request.path !== tokenPath && ++reads === 1 ? reply(401, page) : process();
    await client.products();
    assert.deepEqual([session.state.kind, count(portal.requests, tokenPath)], ['signedIn', 2]);
  });

  for (const [how, signIn] of waysToSignIn) {
    it(`may be the portal’s when it is 401 and empty: says to sign in, and deletes nothing, after ${how}`, async () => {
      const { session, client, kept } = await signIn();
      const [before, state] = [kept(), session.state];
      portal.intercept = () => reply(401, '');
      const error = await rejection(client.products(), UnauthorizedError);
      assert.match(error.sentence(), /Sign in again\./);
      assert.deepEqual([kept(), session.state], [before, state]);
    });
  }

  it('to the refresh token alone, 401 and empty, lets the credentials renew the session', async () => {
    const { session, client } = await signedInWith(true);
    portal.expireTokens();
    portal.intercept = (request, process) =>
      request.path === tokenPath && request.body.includes('grant_type=refresh_token')
        ? reply(401, '')
        : process();
    await client.products();
    assert.equal(session.state.kind, 'signedIn');
  });

  it('keeps its status as the reason where it is empty', async () => {
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
    it(`is told from the portal’s own 401, which ends the session: ${code}`, async () => {
      const { session, client, kept } = await signedInWith(true);
      portal.intercept = () => failure(401, code);
      await rejection(client.products(), SignInNeededError);
      assert.deepEqual([session.state.kind, kept()], ['ended', '']);
    });
  }

  for (const [what, body] of foreign) {
    it(`leaves the outcome of an order unknown, and is not taken for a rejected token: ${what}`, async () => {
      const credentials = await signedInWith(true);
      const before = credentials.kept();
      onSave(portal, () => reply(401, body));
      const outcome = await place(credentials);
      assert.ok(outcome.kind === 'unknown' && outcome.error instanceof UnreadableReplyError);
      assert.deepEqual([count(portal.requests, savePath), credentials.kept()], [1, before]);
    });
  }
});

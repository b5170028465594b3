import assert from 'node:assert/strict';
import { type SessionState, SignInNeededError } from '../../../src/portal/sessionTokens';
import {
  ConnectionError,
  ForbiddenError,
  PortalError,
  ServerError,
  UnauthorizedError,
} from '../../../src/portal/errors';
import { SignedInMeanwhileError } from '../../../src/portal/explained';
import { type ReceivedRequest, type TestPortal, startPortal } from '../../portal/testPortal';
import { Clock } from '../support/clock';
import { Gate } from '../support/gate';
import { partsFor, signedIn } from '../support/portal';
import { rejection } from '../support/rejection';
import { failure, isRefresh, tokenPath } from '../support/requests';

describe('the renewal of the token', () => {
  let clock: Clock;
  let portal: TestPortal;

  beforeEach(async () => {
    clock = new Clock();
    portal = await startPortal({ now: clock.now });
  });

  afterEach(() => portal.close());

  const tokenCalls = () => portal.requests.filter(({ path }) => path === tokenPath);
  const refreshes = () => tokenCalls().filter(isRefresh);
  const start = () => signedIn(portal, { now: clock.now });
  const answerRefreshes = (answer: (request: ReceivedRequest) => ReturnType<typeof failure> | undefined) => {
    portal.intercept = (request, process, response) => {
      if (!isRefresh(request)) {
        return process();
      }
      const reply = answer(request);
      if (reply === undefined) {
        response.socket?.resetAndDestroy();
      }
      return reply;
    };
  };

  it('happens one minute before the token expires, and not earlier', async () => {
    const { client } = await start();
    clock.advance(1800 - 61);
    await client.products();
    assert.equal(refreshes().length, 0);
    clock.advance(1);
    await client.products();
    assert.equal(refreshes().length, 1);
  });

  it('happens after three quarters of a short lifetime', async () => {
    await portal.close();
    portal = await startPortal({ now: clock.now, tokenLifetime: 40 });
    const { session } = await start();
    clock.advance(29);
    await session.authorization();
    assert.equal(refreshes().length, 0);
    clock.advance(1);
    await session.authorization();
    assert.equal(refreshes().length, 1);
  });

  it('happens once for twenty callers whose token is rejected at the same time', async () => {
    const { client } = await start();
    portal.expireTokens();
    const all = await Promise.all(Array.from({ length: 20 }, () => client.products()));
    assert.ok(all.every((products) => products.length > 0));
    assert.equal(refreshes().length, 1);
  });

  it('happens once for twenty callers whose token is about to expire', async () => {
    const { client } = await start();
    clock.advance(1795);
    await Promise.all(Array.from({ length: 20 }, () => client.products()));
    assert.equal(tokenCalls().length, 2);
  });

  it('sends the latest refresh token each time', async () => {
    const { client, session } = await start();
    for (let time = 0; time < 3; time++) {
      portal.expireTokens();
      await client.products();
    }
    const sent = refreshes().map(({ body }) => new URLSearchParams(body).get('refresh_token'));
    assert.equal(new Set(sent).size, 3);
    assert.equal(session.state.kind, 'signedIn');
  });

  it('keeps the same sign-in and notifies nobody', async () => {
    const { client, session } = await start();
    const { signInId } = await session.authorization();
    const states: SessionState[] = [];
    session.onDidChange((state) => states.push(state));
    portal.expireTokens();
    await client.products();
    assert.deepEqual([(await session.authorization()).signInId, states], [signInId, []]);
  });

  it('is stored: the next window starts with the new token', async () => {
    const { client, session, secrets, baseUrl } = await start();
    portal.expireTokens();
    await client.products();
    const next = partsFor(baseUrl, { secrets, now: clock.now });
    await next.session.open(baseUrl);
    assert.deepEqual(await next.session.authorization(), await session.authorization());
  });

  it('is skipped for a header that has already been replaced', async () => {
    const { session } = await start();
    const { header } = await session.authorization();
    await session.renew(header);
    await session.renew(header);
    assert.equal(refreshes().length, 1);
  });

  it('ends the session when the portal refuses it, and the error says so', async () => {
    const { client, session, baseUrl } = await start();
    const { state } = session;
    assert.ok(state.kind === 'signedIn');
    const { account, accountName } = state;
    portal.revokeTokens();
    for (let time = 0; time < 2; time++) {
      const error = await rejection(client.products(), SignInNeededError);
      assert.equal(error.sentence(), 'The session has ended. Sign in again.');
      assert.deepEqual(session.state, { kind: 'ended', baseUrl, account, accountName });
    }
    assert.equal(refreshes().length, 1);
  });

  it('ends the session when the portal refuses it with HTTP 400 and a code', async () => {
    const { client, session } = await start();
    portal.expireTokens();
    answerRefreshes(() => failure(400, 'invalid_refresh_token'));
    await rejection(client.products(), SignInNeededError);
    assert.equal(session.state.kind, 'ended');
  });

  it('falls back to the client credentials if they were kept', async () => {
    const { client, session, secrets, baseUrl } = partsFor(portal.baseUrl, { now: clock.now });
    await session.signInWithCredentials(baseUrl, portal, { keepCredentials: true });
    portal.revokeTokens();
    await client.products();
    assert.equal(session.state.kind, 'signedIn');
    const grants = tokenCalls().map(({ body }) => new URLSearchParams(body).get('grant_type'));
    assert.deepEqual(grants, ['pp_credentials', 'refresh_token', 'pp_credentials']);
    portal.revokeTokens();
    await client.products();
    const next = partsFor(baseUrl, { secrets, now: clock.now });
    await next.session.open(baseUrl);
    portal.revokeTokens();
    await next.client.products();
  });

  it('is impossible for a pasted token, so that the session ends with the token', async () => {
    const { session, client, baseUrl } = partsFor(portal.baseUrl);
    await session.signInWithToken(baseUrl, 'eyJ.a.b');
    await rejection(client.products(), SignInNeededError);
    assert.deepEqual([session.state.kind, tokenCalls().length], ['ended', 0]);
  });

  const passing = [
    ['a broken connection', () => undefined, ConnectionError],
    ['HTTP 503', () => failure(503, 'busy'), ServerError],
    ['HTTP 429', () => failure(429, 'too_many'), PortalError],
    ['HTTP 408', () => failure(408, 'timeout'), PortalError],
    ['HTTP 403 for the address', () => failure(403, 'ip_denied'), ForbiddenError],
    ['a login page', () => ({ status: 200, headers: {}, body: '<html>' }), PortalError],
    ['an empty HTTP 401', () => ({ status: 401, headers: {}, body: '' }), UnauthorizedError],
    ['a login page with 404', () => ({ status: 404, headers: {}, body: '<html>' }), PortalError],
    ['a proxy that requires a password', () => ({ status: 407, headers: {}, body: '' }), PortalError],
    ['a redirect', () => ({ status: 302, headers: { Location: '/' }, body: '' }), PortalError],
  ] as const;
  for (const [what, answer, type] of passing) {
    it(`that meets ${what} leaves the session unchanged`, async () => {
      const { client, session } = await start();
      const before = session.state;
      portal.expireTokens();
      answerRefreshes(answer);
      await rejection(client.products(), type);
      assert.equal(session.state, before);
      portal.intercept = (_request, process) => process();
      await client.products();
    });
  }

  it('that fails early lets the request use the token that is still valid', async () => {
    const { client, session } = await start();
    answerRefreshes(() => undefined);
    clock.advance(1799);
    await client.products();
    clock.advance(1);
    await rejection(session.authorization(), ConnectionError);
  });

  it('is not repeated if the renewed token is rejected too', async () => {
    const { client, session } = await start();
    portal.intercept = (request, process) =>
      request.path === tokenPath ? process() : failure(401, 'unauthorized');
    await rejection(client.products(), UnauthorizedError);
    assert.equal(refreshes().length, 1);
    assert.equal(session.state.kind, 'signedIn');
  });

  async function duringRenewal(parts: Awaited<ReturnType<typeof start>>, meanwhile: () => Promise<void>) {
    const [reached, release] = [new Gate(), new Gate()];
    portal.intercept = async (request, process) => {
      if (isRefresh(request)) {
        reached.open();
        await release.opened;
      }
      return process();
    };
    const { header } = await parts.session.authorization();
    const renewal = parts.session.renew(header).catch((error: unknown) => error);
    await reached.opened;
    await meanwhile();
    release.open();
    return renewal;
  }

  it('loses to a sign-out during it', async () => {
    const parts = await start();
    const error = await duringRenewal(parts, () => parts.session.signOut());
    assert.ok(error instanceof SignInNeededError);
    assert.deepEqual([parts.session.state.kind, parts.secrets.values.size], ['signedOut', 0]);
  });

  it('loses to a sign-out that is still being written when it ends', async () => {
    const parts = await start();
    const [deleted, release] = [new Gate(), new Gate()];
    const reallyDelete = parts.secrets.delete.bind(parts.secrets);
    parts.secrets.delete = async (key) => {
      parts.session.dispose();
      await reallyDelete(key);
      deleted.open();
      await release.opened;
    };
    let signOut: Promise<void> | undefined;
    await duringRenewal(parts, async () => {
      signOut = parts.session.signOut();
      await deleted.opened;
    });
    release.open();
    await signOut;
    assert.deepEqual([parts.session.state.kind, parts.secrets.values.size], ['signedOut', 0]);
  });

  it('repeats no read of one account for another that has signed in meanwhile', async () => {
    const { client, session, baseUrl } = await start();
    let reads = 0;
    portal.intercept = async (request, process) => {
      if (request.path === tokenPath || reads++ > 0) {
        return process();
      }
      await session.signInWithToken(baseUrl, 'another');
      return failure(401, 'unauthorized');
    };
    const error = await rejection(client.products(), SignedInMeanwhileError);
    assert.match(error.sentence(), /^You signed in again/);
    assert.equal(reads, 1);
  });

  it('loses to another sign-in during it', async () => {
    const parts = await start();
    await duringRenewal(parts, () => parts.session.signInWithToken(parts.baseUrl, 'another'));
    assert.equal((await parts.session.authorization()).header, 'Bearer another');
    assert.match([...parts.secrets.values.values()].join(), /"token":"another"/);
  });

  it('loses to another sign-in that is still being written when it ends', async () => {
    const parts = await start();
    const [writing, release] = [new Gate(), new Gate()];
    const reallyStore = parts.secrets.store.bind(parts.secrets);
    parts.secrets.store = async (key, value) => {
      if (value.includes('"another"')) {
        await reallyStore(key, value);
        writing.open();
        await release.opened;
      } else {
        await reallyStore(key, value);
      }
    };
    let signIn: Promise<void> | undefined;
    await duringRenewal(parts, async () => {
      signIn = parts.session.signInWithToken(parts.baseUrl, 'another');
      await writing.opened;
    });
    release.open();
    await signIn;
    assert.equal((await parts.session.authorization()).header, 'Bearer another');
    assert.match([...parts.secrets.values.values()].join(), /"token":"another"/);
  });
});

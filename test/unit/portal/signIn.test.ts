import assert from 'node:assert/strict';
import { type SessionState, SignInNeededError } from '../../../src/portal/sessionTokens';
import { ConnectionError, PortalError, UnauthorizedError } from '../../../src/portal/errors';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { MemorySecrets } from '../support/memorySecrets';
import { partsFor, signedIn } from '../support/portal';
import { rejection } from '../support/rejection';
import { closedPort } from '../support/servers';

describe('signing in', () => {
  let portal: TestPortal;

  beforeEach(async () => {
    portal = await startPortal();
  });

  afterEach(() => portal.close());

  it('exchanges the credentials, keeps the tokens and reports one change', async () => {
    const parts = partsFor(portal.baseUrl);
    const states: SessionState[] = [];
    parts.session.onDidChange((state) => states.push(state));
    await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: false });
    const { state } = parts.session;
    assert.ok(state.kind === 'signedIn');
    assert.deepEqual([state.kept, state.baseUrl, states], ['secretStorage', portal.baseUrl, [state]]);
    assert.equal(parts.secrets.values.size, 1);
    assert.ok((await parts.client.products()).length > 0);
  });

  it('keeps client ID and secret only with consent', async () => {
    for (const keepCredentials of [false, true]) {
      const { session, baseUrl, secrets } = partsFor(portal.baseUrl);
      await session.signInWithCredentials(baseUrl, portal, { keepCredentials });
      const kept = [...secrets.values.values()].join();
      assert.equal(kept.includes(portal.clientSecret), keepCredentials);
      assert.equal(kept.includes(portal.clientId), keepCredentials);
    }
  });

  it('takes a pasted token unchanged, without asking the portal', async () => {
    const { session, baseUrl } = partsFor(portal.baseUrl);
    await session.signInWithToken(baseUrl, 'eyJ.a.b');
    assert.deepEqual([(await session.authorization()).header, portal.requests.length], ['Bearer eyJ.a.b', 0]);
  });

  it('with wrong credentials leaves the earlier session unchanged', async () => {
    const { session, baseUrl, client } = await signedIn(portal);
    const before = session.state;
    const wrong = { clientId: 'sandbox-client', clientSecret: 'wrong' };
    await rejection(
      session.signInWithCredentials(baseUrl, wrong, { keepCredentials: false }),
      UnauthorizedError,
    );
    assert.equal(session.state, before);
    await client.products();
  });

  it('changes nothing before the session starts, even after the portal has accepted the credentials', async () => {
    const { session, baseUrl, secrets } = partsFor(portal.baseUrl);
    const accepted = await session.exchange(baseUrl, portal);
    assert.equal(session.state.kind, 'signedOut');
    assert.equal(secrets.values.size, 0);
    await session.start(accepted, { keepCredentials: false });
    assert.equal(session.state.kind, 'signedIn');
    assert.ok(![...secrets.values.values()].some((text) => text.includes(portal.clientSecret)));
    await session.start(await session.exchange(baseUrl, portal), { keepCredentials: true });
    assert.ok([...secrets.values.values()].some((text) => text.includes(portal.clientSecret)));
  });

  it('at a portal that cannot be reached leaves the user signed out', async () => {
    const { session, baseUrl } = partsFor(`http://127.0.0.1:${await closedPort()}`);
    await rejection(
      session.signInWithCredentials(baseUrl, portal, { keepCredentials: false }),
      ConnectionError,
    );
    assert.equal(session.state.kind, 'signedOut');
  });

  it('can be cancelled', async () => {
    const { session, baseUrl } = partsFor(portal.baseUrl);
    const options = { keepCredentials: false, signal: AbortSignal.abort() };
    await rejection(session.signInWithCredentials(baseUrl, portal, options), PortalError);
    assert.equal(session.state.kind, 'signedOut');
  });

  it('to the sandbox stores nothing, and signing out of it deletes nothing', async () => {
    const { session, baseUrl, client, secrets } = await signedIn(portal);
    const before = session.state;
    const kept = new Map(secrets.values);
    await session.signInWithCredentials(baseUrl, portal, { keepCredentials: true, sandbox: true });
    assert.ok(session.state.kind === 'signedIn' && session.state.kept === 'sandbox');
    await client.products();
    await session.renew((await session.authorization()).header);
    await session.signOut();
    assert.deepEqual(secrets.values, kept);
    await session.open(baseUrl);
    assert.deepEqual(session.state, before);
  });

  class ForgetfulSecrets extends MemorySecrets {
    override store(): Promise<void> {
      return Promise.resolve();
    }
  }
  class BrokenSecrets extends MemorySecrets {
    override store(): Promise<void> {
      return Promise.reject(new Error('no keyring'));
    }
  }
  class UnreadableSecrets extends MemorySecrets {
    override get(): Promise<undefined> {
      return Promise.reject(new Error('locked keyring'));
    }
  }
  for (const [what, secrets] of [
    ['forgets everything', () => new ForgetfulSecrets()],
    ['throws on writing', () => new BrokenSecrets()],
    ['throws on reading', () => new UnreadableSecrets()],
  ] as const) {
    it(`keeps the session in memory if the secret storage ${what}, where it survives a renewal`, async () => {
      const { session, client, baseUrl } = await signedIn(portal, { secrets: secrets() });
      const { state } = session;
      assert.ok(state.kind === 'signedIn' && state.kept === 'memory');
      portal.expireTokens();
      await client.products();
      await session.open(baseUrl);
      assert.equal(session.state, state);
    });
  }

  it('in memory does not fall back to an account that was stored earlier', async () => {
    const secrets = new ForgetfulSecrets();
    const earlier = JSON.stringify({
      baseUrl: portal.baseUrl,
      signInId: 'earlier',
      token: 'OLD',
      tokenHead: 'Bearer',
    });
    secrets.values.set(`session ${portal.baseUrl}`, earlier);
    const { session, client } = await signedIn(portal, { secrets });
    const { signInId } = await session.authorization();
    portal.expireTokens();
    await client.products();
    const authorization = await session.authorization();
    assert.equal(authorization.signInId, signInId);
    assert.doesNotMatch(authorization.header, /OLD/);
  });
});

describe('opening the stored session', () => {
  let portal: TestPortal;

  before(async () => {
    portal = await startPortal();
  });

  after(() => portal.close());

  it('continues where the last window stopped', async () => {
    const first = await signedIn(portal);
    const second = partsFor(portal.baseUrl, { secrets: first.secrets });
    await second.session.open(second.baseUrl);
    assert.deepEqual(second.session.state, first.session.state);
    await second.client.products();
  });

  it('leaves the user signed out if nothing is stored, and a request says so', async () => {
    const { session, client, baseUrl } = partsFor(portal.baseUrl);
    await session.open(baseUrl);
    assert.deepEqual(session.state, { kind: 'signedOut' });
    const error = await rejection(client.products(), SignInNeededError);
    assert.equal(error.sentence(), 'You are signed out. Sign in first.');
  });

  const good = { baseUrl: 'http://127.0.0.1:1', signInId: 'one', token: 't', tokenHead: 'Bearer' };
  const damaged = {
    'an empty text': '',
    garbage: '\u0000\u0001',
    'truncated JSON': JSON.stringify(good).slice(0, -1),
    null: 'null',
    'a list': '[]',
    'no token': JSON.stringify({ ...good, token: undefined }),
    'a token that is not text': JSON.stringify({ ...good, token: 5 }),
    'a time that is not a number': JSON.stringify({ ...good, renewAt: 'soon' }),
    'an invalid portal': JSON.stringify({ ...good, baseUrl: 'http://evil.example.test' }),
    'another portal': JSON.stringify({ ...good, baseUrl: 'https://evil.example.test' }),
  };
  for (const [what, text] of Object.entries(damaged)) {
    it(`leaves the user signed out if it finds ${what}`, async () => {
      const { session, baseUrl, secrets } = partsFor('http://127.0.0.1:1');
      secrets.values.set(`session ${baseUrl}`, text);
      await session.open(baseUrl);
      assert.deepEqual(session.state, { kind: 'signedOut' });
      await rejection(session.authorization(), SignInNeededError);
    });
  }

  it('accepts the value that the damaged ones are made from', async () => {
    const { session, baseUrl, secrets } = partsFor('http://127.0.0.1:1');
    secrets.values.set(`session ${baseUrl}`, JSON.stringify(good));
    await session.open(baseUrl);
    assert.equal((await session.authorization()).header, 'Bearer t');
  });
});

describe('switching to another portal', () => {
  it('never sends it the token of the first portal, and restores that session on return', async () => {
    const [here, there] = [await startPortal(), await startPortal()];
    const { session, client, secrets, baseUrl } = await signedIn(here);
    const other = partsFor(there.baseUrl).baseUrl;
    const { header } = await session.authorization();

    await session.open(other);
    assert.equal(session.state.kind, 'signedOut');
    await rejection(client.products(), SignInNeededError);
    await session.signInWithCredentials(other, there, { keepCredentials: false });
    await client.products();
    assert.ok(there.requests.every(({ headers }) => headers.authorization !== header));

    await session.open(baseUrl);
    assert.deepEqual(await session.authorization(), { ...(await session.authorization()), baseUrl, header });
    assert.equal(secrets.values.size, 2);
    await Promise.all([here.close(), there.close()]);
  });

  it('starts a different session even if the same token was pasted for both', async () => {
    const { session, baseUrl, secrets } = partsFor('http://127.0.0.1:1');
    const other = partsFor('http://127.0.0.1:2', { secrets });
    await session.signInWithToken(baseUrl, 'same');
    await other.session.signInWithToken(other.baseUrl, 'same');
    await session.open(other.baseUrl);
    assert.equal((await session.authorization()).baseUrl, other.baseUrl);
    assert.ok(session.state.kind === 'signedIn' && session.state.baseUrl === other.baseUrl);
  });

  it('that the setting does not name signs the window out, but keeps what is stored', async () => {
    const { session, baseUrl, secrets } = partsFor('http://127.0.0.1:1');
    await session.signInWithToken(baseUrl, 't');
    session.close();
    assert.equal(session.state.kind, 'signedOut');
    await rejection(session.authorization(), SignInNeededError);
    assert.equal(secrets.values.size, 1);
  });
});

import assert from 'node:assert/strict';
import type { Session } from '../../../src/portal/session';
import { type SessionState, SignInNeededError } from '../../../src/portal/sessionTokens';
import { type Parts, partsFor, signedIn } from '../support/portal';
import { rejection } from '../support/rejection';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { isRefresh } from '../support/requests';

/** The next state that `session` reports. */
function nextState(session: Session): Promise<SessionState> {
  return new Promise((resolve) => {
    const listening = session.onDidChange((state) => {
      listening.dispose();
      resolve(state);
    });
  });
}

/** Lets everything that the secret storage has reported settle. */
async function settled(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('two windows with one secret storage', () => {
  let portal: TestPortal;
  let here: Parts;
  let there: Parts;

  beforeEach(async () => {
    portal = await startPortal();
    here = await signedIn(portal);
    there = partsFor(portal.baseUrl, { secrets: here.secrets });
    await there.session.open(there.baseUrl);
  });

  afterEach(async () => {
    here.session.dispose();
    there.session.dispose();
    await portal.close();
  });

  const refreshes = () => portal.requests.filter(isRefresh).length;

  it('sign in and out together', async () => {
    const out = nextState(there.session);
    await here.session.signOut();
    assert.equal((await out).kind, 'signedOut');
    await rejection(there.client.products(), SignInNeededError);

    const inAgain = nextState(there.session);
    await here.session.signInWithCredentials(here.baseUrl, portal, { keepCredentials: false });
    assert.deepEqual(await inAgain, here.session.state);
    await there.client.products();
  });

  it('switch accounts together', async () => {
    const changed = nextState(there.session);
    await here.session.signInWithCredentials(here.baseUrl, portal, { keepCredentials: false });
    assert.deepEqual(await changed, here.session.state);
    assert.deepEqual(await there.session.authorization(), await here.session.authorization());
  });

  it('share a renewal without reporting a change', async () => {
    const states: SessionState[] = [];
    there.session.onDidChange((state) => states.push(state));
    portal.expireTokens();
    await here.client.products();
    await settled();
    assert.deepEqual(await there.session.authorization(), await here.session.authorization());
    await there.client.products();
    assert.deepEqual([states, refreshes()], [[], 1]);
  });

  it('use the other’s renewed token instead of renewing again, even if they were not notified', async () => {
    const unnotified = there.session;
    const { header } = await unnotified.authorization();
    unnotified.dispose();
    portal.expireTokens();
    await here.client.products();
    await settled();
    assert.equal((await unnotified.authorization()).header, header);
    await there.client.products();
    assert.equal(refreshes(), 1);
    assert.deepEqual(await unnotified.authorization(), await here.session.authorization());
  });

  it('use the token of a renewal that invalidated their own refresh token', async () => {
    there.session.dispose();
    portal.intercept = async (request, process) => {
      if (isRefresh(request) && refreshes() === 1) {
        portal.intercept = (_request, go) => go();
        await here.session.renew((await here.session.authorization()).header);
      }
      return process();
    };
    portal.expireTokens();
    await there.client.products();
    assert.equal(there.session.state.kind, 'signedIn');
    assert.deepEqual(await there.session.authorization(), await here.session.authorization());
  });

  it('are notified if a renewal finds that the other has switched accounts', async () => {
    const unnotified = there.session;
    const before = await unnotified.authorization();
    unnotified.dispose();
    await here.session.signInWithToken(here.baseUrl, 'another');
    const changed = nextState(unnotified);
    await unnotified.renew(before.header);
    const after = await changed;
    assert.ok(after.kind === 'signedIn' && after.kept === 'secretStorage');
    assert.equal(after.signInId, (await unnotified.authorization()).signInId);
    assert.equal((await unnotified.authorization()).header, 'Bearer another');
  });

  it('are both signed out if one signs out while the other is renewing', async () => {
    portal.intercept = async (request, process) => {
      if (isRefresh(request)) {
        await here.session.signOut();
        await settled();
      }
      return process();
    };
    await rejection(there.session.renew((await there.session.authorization()).header), SignInNeededError);
    await settled();
    assert.deepEqual([here.session.state.kind, there.session.state.kind], ['signedOut', 'signedOut']);
    assert.equal(here.secrets.values.size, 0);
  });

  it('leave a window in the sandbox alone', async () => {
    await there.session.signInWithCredentials(there.baseUrl, portal, {
      keepCredentials: false,
      sandbox: true,
    });
    const before = there.session.state;
    await here.session.signOut();
    await settled();
    assert.equal(there.session.state, before);
  });

  it('leave a window at another portal alone', async () => {
    const elsewhere = partsFor('http://127.0.0.1:1', { secrets: here.secrets });
    await elsewhere.session.signInWithToken(elsewhere.baseUrl, 't');
    const before = elsewhere.session.state;
    await here.session.signOut();
    await settled();
    assert.equal(elsewhere.session.state, before);
  });

  it('report nothing once disposed', async () => {
    const states: SessionState[] = [];
    there.session.onDidChange((state) => states.push(state));
    there.session.dispose();
    await there.session.signOut();
    assert.deepEqual([there.session.state.kind, states], ['signedOut', []]);
  });

  it('ignore each other once disposed', async () => {
    const before = there.session.state;
    there.session.dispose();
    await here.session.signOut();
    await settled();
    assert.equal(there.session.state, before);
  });
});

import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { SignInNeededError, type SessionState } from '../../../src/portal/sessionTokens';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { Gate } from '../support/gate';
import { MemorySecrets } from '../support/memorySecrets';
import { type Parts, partsFor } from '../support/portal';
import { rejection } from '../support/rejection';
import { isRefresh } from '../support/requests';

/** Pauses one window's write of a renewed session. */
class SlowSecrets extends MemorySecrets {
  readonly reached = new Gate();
  readonly goOn = new Gate();
  isSlow = false;

  override async store(key: string, value: string): Promise<void> {
    if (this.isSlow) {
      this.isSlow = false;
      this.reached.open();
      await this.goOn.opened;
    }
    await super.store(key, value);
  }
}

async function settled(): Promise<void> {
  for (let round = 0; round < 50; round++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('two windows whose sessions change at the same time', () => {
  let portal: TestPortal;
  let secrets: SlowSecrets;
  let here: Parts;
  let there: Parts;

  beforeEach(async () => {
    portal = await startPortal();
    secrets = new SlowSecrets();
    here = partsFor(portal.baseUrl, { secrets, awaitRival: 6000 });
    there = partsFor(portal.baseUrl, { secrets, awaitRival: 6000 });
    await here.session.signInWithCredentials(here.baseUrl, portal, { keepCredentials: false });
    await there.session.open(there.baseUrl);
  });

  afterEach(async () => {
    here.session.dispose();
    there.session.dispose();
    await portal.close();
  });

  const renew = async ({ session }: Parts) => session.renew((await session.authorization()).header);

  async function assertSignedOut(): Promise<void> {
    await settled();
    assert.deepEqual([here.session.state.kind, there.session.state.kind], ['signedOut', 'signedOut']);
    assert.equal(secrets.values.size, 0);
    const later = partsFor(portal.baseUrl, { secrets });
    await later.session.open(later.baseUrl);
    assert.equal(later.session.state.kind, 'signedOut');
  }

  it('stay signed out if one writes a renewed token right after the other signs out', async () => {
    secrets.isSlow = true;
    const renewing = renew(there).catch((error: unknown) => error);
    await secrets.reached.opened;
    await here.session.signOut();
    secrets.goOn.open();
    await renewing;
    await assertSignedOut();
  });

  it('stay signed out if the portal replies to one’s renewal long after the other signs out', async () => {
    const release = new Gate();
    portal.intercept = async (request, process) => {
      const reply = process();
      if (isRefresh(request)) {
        await release.opened;
      }
      return reply;
    };
    // A window that is notified of changes late, or never.
    const unnotified = there.session;
    const { header } = await unnotified.authorization();
    unnotified.dispose();
    const renewing = rejection(unnotified.renew(header), SignInNeededError);
    await here.session.signOut();
    release.open();
    await renewing;
    await settled();
    assert.equal(secrets.values.size, 0);
  });

  it('keep the newer sign-in if one writes a renewed token of the earlier sign-in', async () => {
    secrets.isSlow = true;
    const renewing = renew(there).catch((error: unknown) => error);
    await secrets.reached.opened;
    await here.session.signOut();
    await here.session.signInWithCredentials(here.baseUrl, portal, { keepCredentials: false });
    secrets.goOn.open();
    await renewing;
    await settled();
    const later = partsFor(portal.baseUrl, { secrets });
    await later.session.open(later.baseUrl);
    assert.deepEqual(await later.session.authorization(), await here.session.authorization());
    assert.deepEqual(await there.session.authorization(), await here.session.authorization());
  });

  it('keep a sign-in that is being written, whatever was stored before', async () => {
    const { signInId: earlier } = await here.session.authorization();
    secrets.isSlow = true;
    const signingIn = here.session.signInWithCredentials(here.baseUrl, portal, { keepCredentials: false });
    await secrets.reached.opened;
    const states: SessionState[] = [];
    here.session.onDidChange((state) => states.push(state));
    // As if the storage notified this window of a change.
    await here.session.open(here.baseUrl);
    secrets.goOn.open();
    await signingIn;
    await settled();
    const authorization = await here.session.authorization();
    assert.notEqual(authorization.signInId, earlier);
    assert.ok(states.every((state) => state.kind === 'signedIn' && state.signInId !== earlier));
    assert.deepEqual(await there.session.authorization(), authorization);
  });

  it('stay signed out if the sign-out comes while a sign-in is being written', async () => {
    secrets.isSlow = true;
    const signingIn = here.session.signInWithCredentials(here.baseUrl, portal, { keepCredentials: false });
    await secrets.reached.opened;
    await here.session.signOut();
    const states: SessionState[] = [];
    here.session.onDidChange((state) => states.push(state));
    secrets.goOn.open();
    await signingIn;
    await assertSignedOut();
    assert.deepEqual(states, []);
  });

  it('are not signed in by the first sign-in if a sign-out comes while it is being written', async () => {
    await here.session.signOut();
    secrets.isSlow = true;
    const signingIn = here.session.signInWithCredentials(here.baseUrl, portal, { keepCredentials: false });
    await secrets.reached.opened;
    await here.session.signOut();
    const states: SessionState[] = [];
    here.session.onDidChange((state) => states.push(state));
    secrets.goOn.open();
    await signingIn;
    await assertSignedOut();
    assert.deepEqual(states, []);
  });

  for (const delay of [0, 100, 1000]) {
    it(`both continue if a refresh token works once and the winner gets its reply ${delay} ms later`, async () => {
      const states: SessionState[] = [];
      here.session.onDidChange((state) => states.push(state));
      there.session.onDidChange((state) => states.push(state));
      let refreshes = 0;
      const both = new Gate();
      portal.intercept = async (request, process) => {
        if (!isRefresh(request)) {
          return process();
        }
        const isFirst = ++refreshes === 1;
        if (!isFirst) {
          both.open();
        }
        await both.opened;
        const reply = process();
        await wait(isFirst ? delay : 0);
        return reply;
      };
      portal.expireTokens();
      await Promise.all([here.client.products(), there.client.products()]);
      assert.equal(refreshes, 2);
      assert.deepEqual(states, []);
      assert.deepEqual(await there.session.authorization(), await here.session.authorization());
    });
  }

  it('delete tokens and client secret when the portal has ended the session for good, and report it as ended', async () => {
    await here.session.signInWithCredentials(here.baseUrl, portal, { keepCredentials: true });
    await settled();
    assert.ok([...secrets.values.values()].some((text) => text.includes(portal.clientSecret)));
    portal.intercept = ({ path }, process) =>
      path.includes('token')
        ? {
            status: 401,
            headers: { 'Content-Type': 'application/json' },
            body: '{"code":"unauthorized","detailMessage":"","requestId":"1","result":null,"status":401}',
          }
        : process();
    portal.expireTokens();
    await rejection(here.client.products(), SignInNeededError);
    await settled();
    assert.equal(here.session.state.kind, 'ended');
    assert.equal(secrets.values.size, 0);
  });
});

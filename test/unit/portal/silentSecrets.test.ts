import assert from 'node:assert/strict';
import { SessionStore } from '../../../src/portal/sessionStore';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { CollectedLog } from '../support/collectedLog';
import { Gate } from '../support/gate';
import { MemorySecrets } from '../support/memorySecrets';
import { partsFor, signedIn, type Parts } from '../support/portal';

/** A keyring that does not respond until it is unlocked. */
class SilentSecrets extends MemorySecrets {
  readonly unlocked = new Gate();

  override async get(key: string): Promise<string | undefined> {
    await this.unlocked.opened;
    return super.get(key);
  }

  override async store(key: string, value: string): Promise<void> {
    await this.unlocked.opened;
    await super.store(key, value);
  }

  override async delete(key: string): Promise<void> {
    await this.unlocked.opened;
    await super.delete(key);
  }
}

/** Milliseconds until `act` is done. */
async function timeOf(act: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act;
  return performance.now() - start;
}

/** Lets everything that waits for the storage continue. */
async function settled(): Promise<void> {
  for (let round = 0; round < 50; round++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Milliseconds: plenty on a busy machine, but far less than waiting for the storage takes. */
const aMoment = 8000;

describe('a secret storage that does not respond', () => {
  let portal: TestPortal;
  let secrets: SilentSecrets;
  let parts: Parts;

  beforeEach(async () => {
    portal = await startPortal();
    secrets = new SilentSecrets();
    parts = partsFor(portal.baseUrl, { secrets });
  });

  afterEach(() => portal.close());

  const signIn = (sandbox: boolean) =>
    parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: true, sandbox });

  it('does not block the sandbox', async () => {
    void parts.session.open(parts.baseUrl);
    assert.ok((await timeOf(signIn(true))) < aMoment);
    await parts.client.products();
  });

  it('does not block signing in, renewing and signing out', async () => {
    void parts.session.open(parts.baseUrl);
    assert.ok((await timeOf(signIn(false))) < aMoment);
    const { state } = parts.session;
    assert.ok(state.kind === 'signedIn' && state.kept === 'memory');
    portal.expireTokens();
    assert.ok((await timeOf(parts.client.products())) < aMoment);
    assert.ok((await timeOf(parts.session.signOut())) < aMoment);
    assert.equal(parts.session.state.kind, 'signedOut');
  });

  it('stores a session that started in the meantime once it responds, without reporting a change', async () => {
    await signIn(false);
    let changes = 0;
    parts.session.onDidChange(() => changes++);
    secrets.unlocked.open();
    const window = partsFor(portal.baseUrl, { secrets });
    for (let tries = 0; tries < 100 && window.session.state.kind === 'signedOut'; tries++) {
      await window.session.open(window.baseUrl);
    }
    assert.deepEqual(await window.session.authorization(), await parts.session.authorization());
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { state } = parts.session;
    assert.ok(state.kind === 'signedIn' && state.kept === 'secretStorage');
    assert.equal(changes, 0);
  });

  it('stores the newest token of a session that was renewed in the meantime', async () => {
    await signIn(false);
    portal.expireTokens();
    await parts.client.products();
    const renewed = await parts.session.authorization();
    secrets.unlocked.open();
    await settled();
    assert.deepEqual(await parts.session.authorization(), renewed);
    const window = partsFor(portal.baseUrl, { secrets });
    await window.session.open(window.baseUrl);
    assert.deepEqual(await window.session.authorization(), renewed);
  });

  it('stores nothing of a session that was signed out in the meantime', async () => {
    await signIn(false);
    await parts.session.signOut();
    secrets.unlocked.open();
    await settled();
    assert.equal(secrets.values.size, 0);
    assert.equal(parts.session.state.kind, 'signedOut');
  });

  it('opens the stored session once it responds', async () => {
    const good = await signedIn(portal);
    good.secrets.values.forEach((value, key) => secrets.values.set(key, value));
    const opening = parts.session.open(parts.baseUrl);
    assert.equal(parts.session.state.kind, 'signedOut');
    secrets.unlocked.open();
    await opening;
    assert.deepEqual(await parts.session.authorization(), await good.session.authorization());
  });

  it('is reported once, after a while', async () => {
    const log = new CollectedLog();
    const silence = 200;
    const store = new SessionStore(secrets, log, undefined, silence);
    const start = performance.now();
    const times: number[] = [];
    store.onDidFallSilent(() => times.push(performance.now() - start));
    void store.read(parts.baseUrl);
    void store.delete(parts.baseUrl);
    await new Promise((resolve) => setTimeout(resolve, 3 * silence));
    store.dispose();
    assert.equal(times.length, 1);
    // A timer may fire a little early by the other clock.
    assert.ok(times.every((time) => time > silence - 10));
    assert.equal(log.lines.length, 1);
    assert.ok(store.isPending);
  });
});

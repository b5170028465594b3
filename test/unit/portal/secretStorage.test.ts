import assert from 'node:assert/strict';
import { Gate } from '../support/gate';
import { MemorySecrets } from '../support/memorySecrets';
import { partsFor } from '../support/portal';

const here = 'http://127.0.0.1:1';
const there = 'http://127.0.0.1:2';

/** Returns the first value late, as it was when it was requested. */
class LateSecrets extends MemorySecrets {
  readonly asked = new Gate();
  readonly answer = new Gate();
  private questions = 0;

  override async get(key: string): Promise<string | undefined> {
    const isFirst = this.questions++ === 0;
    const value = await super.get(key);
    if (isFirst) {
      this.asked.open();
      await this.answer.opened;
    }
    return value;
  }
}

class LockedSecrets extends MemorySecrets {
  override get(): Promise<undefined> {
    return Promise.reject(new Error('locked keyring'));
  }
  override store(): Promise<void> {
    return Promise.reject(new Error('full keyring'));
  }
  override delete(): Promise<void> {
    return Promise.reject(new Error('shared keyring'));
  }
}

describe('a secret storage that responds late', () => {
  it('does not undo a sign-in that came in the meantime', async () => {
    const secrets = new LateSecrets();
    const { session, baseUrl } = partsFor(here, { secrets });
    const opening = session.open(baseUrl);
    await secrets.asked.opened;
    await session.signInWithToken(baseUrl, 't');
    const before = session.state;
    secrets.answer.open();
    await opening;
    assert.equal(session.state, before);
    assert.equal((await session.authorization()).header, 'Bearer t');
  });

  it('does not restore the session of a portal that the setting no longer names', async () => {
    const secrets = new LateSecrets();
    const kept = { baseUrl: here, signInId: 'one', token: 't', tokenHead: 'Bearer' };
    secrets.values.set(`session ${here}`, JSON.stringify(kept));
    const { session, baseUrl } = partsFor(here, { secrets });
    const opening = session.open(baseUrl);
    await secrets.asked.opened;
    await session.open(partsFor(there).baseUrl);
    secrets.answer.open();
    await opening;
    assert.deepEqual(session.state, { kind: 'signedOut' });
  });
});

describe('a secret storage that fails', () => {
  it('does not keep anyone from signing out', async () => {
    const { session, baseUrl } = partsFor(here, { secrets: new LockedSecrets() });
    await session.signInWithToken(baseUrl, 't');
    await session.signOut();
    assert.deepEqual(session.state, { kind: 'signedOut' });
  });

  it('is logged with the reason when reading, writing or deleting', async () => {
    const { session, baseUrl, log } = partsFor(here, { secrets: new LockedSecrets() });
    await session.open(baseUrl);
    assert.match(log.lines.at(-1) ?? '', /^warn .*locked keyring$/);
    await session.signInWithToken(baseUrl, 't');
    assert.match(log.lines.at(-1) ?? '', /^warn .*full keyring$/);
    await session.signOut();
    assert.match(log.lines.at(-1) ?? '', /^warn .*shared keyring$/);
  });

  it('does not carry a sign-in to one portal over to another', async () => {
    const { session, baseUrl } = partsFor(here, { secrets: new LockedSecrets() });
    await session.signInWithToken(baseUrl, 't');
    await session.open(partsFor(there).baseUrl);
    assert.deepEqual(session.state, { kind: 'signedOut' });
  });
});

describe('an empty secret storage', () => {
  it('causes no warning and no event', async () => {
    const { session, baseUrl, log } = partsFor(here);
    const states: unknown[] = [];
    session.onDidChange((state) => states.push(state));
    await session.open(baseUrl);
    assert.deepEqual([states, log.lines], [[], []]);
  });
});

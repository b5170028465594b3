import assert from 'node:assert/strict';
import { Gate } from '../support/gate';
import { MemorySecrets } from '../support/memorySecrets';
import { partsFor } from '../support/portal';

const here = 'http://127.0.0.1:1';
const there = 'http://127.0.0.1:2';

/** Answers the first question late: with what was kept when it was asked. */
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

describe('a secret storage that answers late', () => {
  it('does not undo a sign-in that came meanwhile', async () => {
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

  it('does not bring back a portal from which the setting has changed meanwhile', async () => {
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
  it('keeps nobody from signing out', async () => {
    const { session, baseUrl } = partsFor(here, { secrets: new LockedSecrets() });
    await session.signInWithToken(baseUrl, 't');
    await session.signOut();
    assert.deepEqual(session.state, { kind: 'signedOut' });
  });

  it('is told in the log with its reason, be it in reading, writing or deleting', async () => {
    const { session, baseUrl, log } = partsFor(here, { secrets: new LockedSecrets() });
    await session.open(baseUrl);
    assert.match(log.lines.at(-1) ?? '', /^warn .*locked keyring$/);
    await session.signInWithToken(baseUrl, 't');
    assert.match(log.lines.at(-1) ?? '', /^warn .*full keyring$/);
    await session.signOut();
    assert.match(log.lines.at(-1) ?? '', /^warn .*shared keyring$/);
  });

  it('does not make a sign-in to one portal one to another', async () => {
    const { session, baseUrl } = partsFor(here, { secrets: new LockedSecrets() });
    await session.signInWithToken(baseUrl, 't');
    await session.open(partsFor(there).baseUrl);
    assert.deepEqual(session.state, { kind: 'signedOut' });
  });
});

describe('a secret storage that holds nothing', () => {
  it('is no fault and no news', async () => {
    const { session, baseUrl, log } = partsFor(here);
    const states: unknown[] = [];
    session.onDidChange((state) => states.push(state));
    await session.open(baseUrl);
    assert.deepEqual([states, log.lines], [[], []]);
  });
});

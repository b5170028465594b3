import assert from 'node:assert/strict';
import { startPortal, type TestPortal } from '../../portal/testPortal';
import { Gate } from '../support/gate';
import { MemorySecrets } from '../support/memorySecrets';
import { type Parts, partsFor } from '../support/portal';
import { until } from '../support/until';

type Moment = 'before it has stored' | 'after it has stored' | 'while it reads back';

/** Pauses the first sign-in at one moment while it is being stored. */
class SlowSecrets extends MemorySecrets {
  readonly reached = new Gate();
  readonly goOn = new Gate();
  private isFirst = true;
  private hasStored = false;
  private isHeldUp = false;

  constructor(private readonly moment: Moment) {
    super();
  }

  override async store(key: string, value: string): Promise<void> {
    const { isFirst } = this;
    this.isFirst = false;
    await this.holdUp(isFirst && this.moment === 'before it has stored');
    await super.store(key, value);
    this.hasStored = true;
    await this.holdUp(isFirst && this.moment === 'after it has stored');
  }

  override async get(key: string): Promise<string | undefined> {
    const value = await super.get(key);
    await this.holdUp(this.hasStored && this.moment === 'while it reads back' && !this.isHeldUp);
    return value;
  }

  private async holdUp(isNow: boolean): Promise<void> {
    if (isNow) {
      this.isHeldUp = true;
      this.reached.open();
      await this.goOn.opened;
    }
  }
}

const moments: readonly Moment[] = ['before it has stored', 'after it has stored', 'while it reads back'];

describe('A sign-in that ends while it is being stored', () => {
  let portal: TestPortal;

  beforeEach(async () => {
    portal = await startPortal();
  });

  afterEach(() => portal.close());

  /** Starts a sign-in and returns when it is paused. */
  async function begin(moment: Moment, signal?: AbortSignal) {
    const secrets = new SlowSecrets(moment);
    const parts = partsFor(portal.baseUrl, { secrets });
    const signingIn = signIn(parts, signal);
    await secrets.reached.opened;
    return { parts, secrets, signingIn };
  }

  function signIn({ session, baseUrl }: Parts, signal?: AbortSignal): Promise<void> {
    const { clientId, clientSecret } = portal;
    const options = { keepCredentials: true, ...(signal ? { signal } : {}) };
    return session.signInWithCredentials(baseUrl, { clientId, clientSecret }, options);
  }

  for (const moment of moments) {
    it(`leaves nothing in the secret storage if a sign-out comes ${moment}`, async () => {
      const { parts, secrets, signingIn } = await begin(moment);
      await parts.session.signOut();
      secrets.goOn.open();
      await signingIn;
      assert.equal(parts.session.state.kind, 'signedOut');
      assert.deepEqual([...secrets.values], []);
    });

    it(`does not touch what another sign-in stores ${moment}`, async () => {
      const { parts, secrets, signingIn } = await begin(moment);
      await parts.session.signInWithToken(parts.baseUrl, 'another-token');
      secrets.goOn.open();
      await signingIn;
      const [stored = ''] = secrets.values.values();
      assert.match(stored, /"token":"another-token"/);
      assert.doesNotMatch(stored, new RegExp(portal.clientSecret));
      assert.equal((await parts.session.authorization()).header, 'Bearer another-token');
    });

    it(`leaves no session if it is cancelled ${moment}`, async () => {
      const controller = new AbortController();
      const { parts, secrets, signingIn } = await begin(moment, controller.signal);
      controller.abort();
      secrets.goOn.open();
      await assert.rejects(signingIn, { name: 'AbortError' });
      assert.equal(parts.session.state.kind, 'signedOut');
      await assert.rejects(parts.session.authorization(), { name: 'SignInNeededError' });
      assert.deepEqual([...secrets.values], []);
    });
  }

  it('leaves the earlier session, here and in the secret storage, if it is cancelled', async () => {
    const parts = partsFor(portal.baseUrl);
    await parts.session.signInWithToken(parts.baseUrl, 'an-earlier-token');
    const before = [...parts.secrets.values];
    const controller = new AbortController();
    const cancelled = parts.secrets.onDidChange(() => controller.abort());
    await assert.rejects(signIn(parts, controller.signal), { name: 'AbortError' });
    cancelled.dispose();
    assert.equal(parts.session.state.kind, 'signedIn');
    assert.equal((await parts.session.authorization()).header, 'Bearer an-earlier-token');
    assert.deepEqual([...parts.secrets.values], before);
  });

  it('leaves no session if it is cancelled before it stores a pasted token', async () => {
    const parts = partsFor(portal.baseUrl);
    const { baseUrl, session, secrets } = parts;
    await assert.rejects(session.signInWithToken(baseUrl, 'a-pasted-token', AbortSignal.abort()), {
      name: 'AbortError',
    });
    assert.deepEqual([session.state.kind, secrets.values.size], ['signedOut', 0]);
  });

  it('does not replace a later sign-in if the secret storage writes it late', async () => {
    const { parts, secrets, signingIn } = await begin('before it has stored');
    await signingIn;
    await parts.session.signInWithToken(parts.baseUrl, 'another-token');
    const holds = (text: string) => [...secrets.values.values()].join().includes(text);
    const late = until(secrets.onDidChange, () => holds(portal.clientSecret));
    secrets.goOn.open();
    await late;
    await until(secrets.onDidChange, () => holds('another-token'));
    assert.equal((await parts.session.authorization()).header, 'Bearer another-token');
  });
});

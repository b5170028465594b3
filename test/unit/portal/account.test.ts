import assert from 'node:assert/strict';
import type { ClientCredentials } from '../../../src/portal/tokens';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { accountKey } from '../../../src/portal/sessionTokens';
import { partsFor, signedIn } from '../support/portal';

describe('the account of a sign-in', () => {
  let portal: TestPortal;

  beforeEach(async () => {
    portal = await startPortal();
  });

  afterEach(() => portal.close());

  async function accountAt({ baseUrl, ...client }: { baseUrl: string } & ClientCredentials): Promise<string> {
    const parts = partsFor(baseUrl);
    await parts.session.signInWithCredentials(parts.baseUrl, client, { keepCredentials: false });
    return (await parts.session.authorization()).account;
  }

  it('is the same for every sign-in with the same client ID', async () => {
    assert.equal(await accountAt(portal), await accountAt(portal));
  });

  it('differs for another client ID and at another portal', async () => {
    const others = [await startPortal({ clientId: 'other-client' }), await startPortal()];
    const accounts = await Promise.all([portal, ...others].map(accountAt));
    assert.equal(new Set(accounts).size, 3);
    await Promise.all(others.map((other) => other.close()));
  });

  it('is marked as that of a client ID, and reveals neither ID nor secret', async () => {
    const account = await accountAt(portal);
    assert.match(account, /^client [\da-f]{16}$/);
  });

  it('stays the same after a renewal and in the next window', async () => {
    const { session, secrets, baseUrl } = await signedIn(portal);
    const { account, header } = await session.authorization();
    await session.renew(header);
    assert.equal((await session.authorization()).account, account);
    const next = partsFor(baseUrl, { secrets });
    await next.session.open(baseUrl);
    assert.equal((await next.session.authorization()).account, account);
  });

  it('is new for each sign-in with a pasted token, because nothing says whose token it is', async () => {
    const { session, baseUrl } = partsFor(portal.baseUrl);
    await session.signInWithToken(baseUrl, 't');
    const { account } = await session.authorization();
    assert.equal((await session.authorization()).account, account);
    await session.signInWithToken(baseUrl, 't');
    assert.notEqual((await session.authorization()).account, account);
  });

  it('is named after the end of its client ID, in the next window too, or “access token” for a pasted token', async () => {
    const { session, secrets, baseUrl } = await signedIn(portal);
    const { state } = session;
    assert.ok(state.kind === 'signedIn');
    assert.equal(state.accountName, '…client');
    const next = partsFor(baseUrl, { secrets });
    await next.session.open(baseUrl);
    assert.deepEqual(next.session.state, state);
    await session.signInWithToken(baseUrl, 't');
    assert.ok(session.state.kind === 'signedIn');
    assert.equal(session.state.accountName, 'access token');
  });

  it('has one key for all pasted tokens of a portal', async () => {
    const { session, baseUrl } = partsFor(portal.baseUrl);
    const keys = new Set<string>();
    for (const token of ['t', 'u']) {
      await session.signInWithToken(baseUrl, token);
      assert.ok(session.state.kind === 'signedIn');
      keys.add(accountKey(baseUrl, session.state.account));
    }
    assert.deepEqual([...keys], [`token ${baseUrl}`]);
    assert.equal(accountKey(baseUrl, 'client 0123456789abcdef'), 'client 0123456789abcdef');
  });
});

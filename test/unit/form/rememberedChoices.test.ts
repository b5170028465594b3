import assert from 'node:assert/strict';
import { RememberedChoices } from '../../../src/form/rememberedChoices';
import { parseBaseUrl } from '../../../src/portal/baseUrl';

const baseUrl = parseBaseUrl('https://portal.example');

function sessionOf(account: string, kept: 'memory' | 'sandbox' = 'memory') {
  return {
    kind: 'signedIn',
    baseUrl,
    signInId: `sign-in ${account}`,
    account,
    accountName: account,
    kept,
  } as const;
}

describe('what is remembered of the last order', () => {
  let stored: unknown;
  let choices: RememberedChoices;

  beforeEach(() => {
    stored = undefined;
    choices = new RememberedChoices({
      get: () => stored as undefined,
      update: (_key: string, value: unknown) => {
        stored = value;
        return Promise.resolve();
      },
    });
  });

  it('is there for the same account only, and keeps what a later order does not name', async () => {
    await choices.remember(sessionOf('A'), { billingId: '7', billingCycle: 'annually' });
    await choices.remember(sessionOf('A'), { billingCycle: 'monthly' });
    const { billingId, billingCycle } = choices.of(sessionOf('A'));
    assert.deepEqual([billingId, billingCycle], ['7', 'monthly']);
    assert.deepEqual(choices.of(sessionOf('B')), {});
    assert.deepEqual(choices.of({ kind: 'signedOut' }), {});
  });

  it('of the sandbox is not stored, and ends with its session', async () => {
    await choices.remember(sessionOf('S', 'sandbox'), { billingId: '7' });
    assert.equal(stored, undefined);
    assert.equal(choices.of(sessionOf('S', 'sandbox')).billingId, '7');
    assert.deepEqual(choices.of(sessionOf('T', 'sandbox')), {});
    assert.deepEqual(choices.of(sessionOf('S')), {});
  });

  it('of many accounts is that of the latest', async () => {
    for (let count = 0; count < 25; count++) {
      await choices.remember(sessionOf(String(count)), { billingId: '7' });
    }
    assert.deepEqual(choices.of(sessionOf('0')), {});
    assert.equal(choices.of(sessionOf('24')).billingId, '7');
  });
});

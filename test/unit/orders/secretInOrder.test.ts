import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { startPortal, type TestPortal } from '../../portal/testPortal';
import { orderParts, outcomeOf, ordersFolder, removeFolder, review } from '../support/placing';
import { type Parts, signedIn } from '../support/portal';
import { savePath } from '../support/requests';

describe('An order with something of the sign-in in its PO number', () => {
  let portal: TestPortal;
  let parts: Parts;
  let folder: string;

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
    folder = ordersFolder();
  });

  afterEach(async () => {
    removeFolder(folder);
    await portal.close();
  });

  /** Places the order. @returns How it ended, and how many entries the journal has. */
  async function place(poNumber: string) {
    const orders = orderParts(parts, folder);
    try {
      const outcome = outcomeOf(await orders.placement.place(await review(parts, { values: { poNumber } })));
      const entries = readdirSync(folder, { recursive: true }).filter((name) =>
        String(name).endsWith('.jsonl'),
      );
      return { outcome, entries: entries.length };
    } finally {
      orders.dispose();
    }
  }

  it('is neither recorded nor sent if that is the client secret or a token', async () => {
    for (const secret of [portal.clientSecret, ...parts.session.secrets]) {
      for (const poNumber of [secret, `PO-${secret}/2026`, Buffer.from(secret).toString('base64')]) {
        const { outcome, entries } = await place(poNumber);
        assert.ok(outcome.kind === 'notSent');
        assert.match(
          outcome.error.sentence(),
          /contains your client secret or a token\. Nothing was sent\.$/,
        );
        assert.equal(entries, 0);
      }
    }
    assert.ok(portal.requests.every(({ path }) => path !== savePath));
  });

  it('is recorded and sent if that is the client ID', async () => {
    const { outcome, entries } = await place(`PO ${portal.clientId}`);
    assert.deepEqual([outcome.kind, entries], ['placed', 1]);
  });
});

import assert from 'node:assert/strict';
import { entryOf } from '../../../src/orders/entry';
import { OrderNumbers } from '../../../src/orders/orderNumbers';
import { possibleMatches, reconcileEntries } from '../../../src/orders/reconcile';
import { takeSnapshot } from '../../../src/orders/snapshot';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { type Parts, signedIn } from '../support/portal';
import { envelope } from '../support/replies';
import { bodyOf, headOf, noon } from '../support/entries';
import { pagePath } from '../support/requests';

type Row = Readonly<Record<string, unknown>>;

describe('a new row of the list that has no number yet', () => {
  let portal: TestPortal;
  let parts: Parts;
  let rows: readonly Row[];

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
    portal.intercept = (request, process) =>
      request.path === pagePath
        ? {
            status: 200,
            headers: { 'Content-Type': 'application/json' },
            body: envelope(JSON.stringify({ results: rows, total: rows.length, totalPage: 1 })),
          }
        : process();
  });

  afterEach(() => portal.close());

  const hour = 60 * 60_000;
  const row = (id: number, more: Row = {}): Row => ({
    id: String(id),
    orderNo: `YL${id}`,
    orderStatus: 'succeed',
    createTime: noon - hour,
    ...more,
  });
  const newRow = (id: number) => row(id, { orderNo: '', createTime: noon + 60_000 });

  for (const [what, createdAt, id] of [
    ['the clock of this machine is right', noon, 310],
    ['the clock of this machine is two days ahead', noon + 48 * hour, 310],
    ['its id lies between two of the page', noon, 295],
  ] as const) {
    it(`may be the order, and leaves the list incomplete, if ${what}`, async () => {
      const old = [row(300), row(290), row(280)];
      rows = old;
      const { orderNos, ...before } = await takeSnapshot(parts.client);
      rows = [...old, newRow(id)].sort((one, other) => Number(other.id) - Number(one.id));
      const head = headOf({ createdAt, body: bodyOf(), before: { ...before, orderNos: [...orderNos] } });
      const entry = entryOf(head, []);
      const { hasUnreadable } = await possibleMatches(parts.client, entry, AbortSignal.timeout(5000));
      const { found } = await reconcileEntries(parts.client, [entry], new OrderNumbers([]));
      assert.deepEqual([hasUnreadable, found.get(entry.id)?.kind], [true, 'incomplete']);
    });
  }
});

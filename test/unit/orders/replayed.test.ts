import assert from 'node:assert/strict';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import type { RecentOrderList } from '../../../src/orders/recentOrders';
import {
  type OrderParts,
  after,
  nothingRecent,
  onSave,
  orderParts,
  outcomeOf,
  ordersFolder,
  removeFolder,
  review,
} from '../support/placing';
import { type Parts, signedIn } from '../support/portal';
import { minutesBody, numbersAt } from '../support/portalOrders';
import { headOf } from '../support/entries';
import { savePath } from '../support/requests';

describe('a success that names an earlier order', () => {
  let portal: TestPortal;
  let parts: Parts;
  let orders: OrderParts;
  let folder: string;
  /** The reply to the earlier order. */
  let replayed = '';

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
    folder = ordersFolder();
    orders = orderParts(parts, folder);
  });

  afterEach(async () => {
    orders.dispose();
    removeFolder(folder);
    await portal.close();
  });

  const reviewed = (quantity: number, snapshot = true, recent?: RecentOrderList) =>
    review(parts, {
      ...{ operation: 'expand', body: bodyOf(quantity), journal: orders.journal, snapshot },
      ...(recent === undefined ? {} : { recent }),
    });

  const bodyOf = (quantity: number) => headOf({ body: minutesBody(quantity) }).body;

  /** Places the earlier order. */
  async function first(): Promise<void> {
    const outcome = outcomeOf(await orders.placement.place(await reviewed(5)));
    assert.ok(outcome.kind === 'placed');
    replayed = outcome.reply;
  }

  const answered = (body: string) => ({ status: 200, headers: {}, body });

  async function assertUnknown(
    snapshot: boolean,
    change = (reply: string) => reply,
    recent?: RecentOrderList,
  ): Promise<void> {
    const [number = ''] = numbersAt(portal);
    const reply = change(replayed);
    onSave(portal, () => answered(reply));
    const ended = await orders.placement.place(await reviewed(50, snapshot, recent));
    const outcome = outcomeOf(ended);
    assert.ok(outcome.kind === 'unknown');
    assert.match(outcome.error.sentence(), new RegExp(`the number of an earlier order.*${number}`, 'i'));
    assert.equal(outcome.reply, reply);
    const entry = ended.entryId && orders.journal.find(ended.entryId);
    assert.equal(entry?.current.state, 'unknown');
    assert.equal(portal.orders.length, 1);
  }

  for (const isKnown of [true, false]) {
    it(`has an unknown outcome if the snapshot contains that order; in the journal: ${String(isKnown)}`, async () => {
      await first();
      if (!isKnown) {
        orders.dispose();
        orders = orderParts(parts, ordersFolder());
      }
      await assertUnknown(true);
      await orders.reconciliation.check();
      assert.deepEqual(
        orders.journal.entries.map(({ current }) => current.state).filter((state) => state === 'unknown'),
        ['unknown'],
      );
    });
  }

  it('has an unknown outcome if the journal contains that order, even without a snapshot', async () => {
    await first();
    await assertUnknown(false);
  });

  for (const held of ['statuses', 'ages', 'orders'] as const) {
    it(`has an unknown outcome if the review read that order beyond the first page, among its ${held}`, async () => {
      await first();
      orders.dispose();
      orders = orderParts(parts, ordersFolder());
      const [number = ''] = numbersAt(portal);
      const order = { id: undefined, orderNo: number, orderStatus: '', createTime: undefined, age: 7e7 };
      const recents: Record<typeof held, Partial<RecentOrderList>> = {
        statuses: { statuses: new Map([[number, 'succeed']]) },
        ages: { ages: new Map([[number, 7e7]]) },
        orders: { orders: [{ ...order, productNo: '3612C2063653JAK2', detail: undefined }] },
      };
      await assertUnknown(false, (reply) => reply, { ...nothingRecent, ...recents[held] });
    });
  }

  it('has an unknown outcome, however the number is written', async () => {
    await first();
    await assertUnknown(true, (reply) => reply.replace(/"orderNo":"YL(\d+)"/, '"orderNo":" yl$1 "'));
  });

  it('is reconciled if the new order was placed after all', async () => {
    await first();
    onSave(
      portal,
      after(() => answered(replayed)),
    );
    const { outcome, entryId } = await orders.placement.place(await reviewed(50));
    assert.ok(outcome.kind === 'unknown' && entryId);
    await orders.reconciliation.check();
    const { current } = orders.journal.find(entryId) ?? {};
    assert.ok(current?.state === 'placed' && current.by === 'orderList');
    assert.equal(current.orderNo, numbersAt(portal)[1]);
  });

  it('has an unknown outcome after a token renewal, too', async () => {
    await first();
    portal.expireTokens();
    const order = await reviewed(50);
    portal.expireTokens();
    onSave(portal, (_request, process) => {
      const reply = process();
      return reply.status === 401 ? reply : answered(replayed);
    });
    const outcome = outcomeOf(await orders.placement.place(order));
    assert.equal(outcome.kind, 'unknown');
    assert.equal(portal.requests.filter(({ path }) => path === savePath).length, 3);
  });

  it('is placed if that number belongs to another portal', async () => {
    await first();
    const other = await startPortal();
    const otherParts = await signedIn(other);
    const there = orderParts(otherParts, folder);
    onSave(other, () => answered(replayed));
    const order = await review(otherParts, {
      ...{ operation: 'expand', body: bodyOf(5), journal: there.journal },
    });
    const outcome = outcomeOf(await there.placement.place(order));
    assert.equal(outcome.kind, 'placed');
    there.dispose();
    await other.close();
  });
});

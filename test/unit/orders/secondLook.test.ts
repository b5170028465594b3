import assert from 'node:assert/strict';
import { UnclearReplyError } from '../../../src/orders/outcome';
import type { OrderBody } from '../../../src/orders/request';
import { type Reply, type TestPortal, startPortal } from '../../portal/testPortal';
import { type OrderParts, onSave, orderParts, ordersFolder, removeFolder, review } from '../support/placing';
import { signedIn } from '../support/portal';
import { minutesBody, orderElsewhere } from '../support/portalOrders';
import { count, failure, pagePath, savePath } from '../support/requests';
import { lockFiles } from '../support/stalling';

describe('an order that the portal accepted although its reply denies it', () => {
  let portal: TestPortal;
  let orders: OrderParts;

  beforeEach(async () => {
    portal = await startPortal();
  });

  afterEach(async () => {
    orders.dispose();
    removeFolder(orders.folder);
    await portal.close();
  });

  /** What a gateway returns if it delivers an order twice: the refusal of the second delivery. */
  const secondAnswers = [
    ['instance_busy', 'The PBX is busy: its plan is changing.'],
    ['insufficient_balance', 'SO-2025-0042: insufficient balance'],
    ['param_error', '操作太快,请稍后'],
    ['parameter_validation_failed', 'serviceId: is not sold for now'],
  ] as const;
  for (const [code, detailMessage] of secondAnswers) {
    it(`does not end as refused, whatever the reply says: ${code}, ${detailMessage}`, async () => {
      const parts = await signedIn(portal);
      orders = orderParts(parts, ordersFolder());
      onSave(portal, (_request, process) => {
        process();
        const body = JSON.stringify({ code, detailMessage, requestId: '5c1e', result: null, status: 400 });
        return { status: 400, headers: { 'Content-Type': 'application/json' }, body };
      });
      const { outcome } = await orders.placement.place(await review(parts, { journal: orders.journal }));
      assert.ok(outcome.kind === 'unknown' && outcome.error instanceof UnclearReplyError, outcome.kind);
      assert.deepEqual([outcome.error.why, outcome.error.refusal.code], ['listed', code]);
      await orders.reconciliation.check();
      assert.deepEqual(
        orders.journal.entries.map(({ current }) => current.state),
        ['placed'],
      );
    });
  }

  it('leaves no lock behind, however many listed orders may be this one', async () => {
    const parts = await signedIn(portal);
    orders = orderParts(parts, ordersFolder());
    onSave(portal, (_request, process) => {
      process();
      process();
      return failure(400, 'parameter_validation_failed');
    });
    const order = await review(parts, {
      ...{ operation: 'expand', body: minutesBody(100) as OrderBody, journal: orders.journal },
    });
    const { outcome } = await orders.placement.place(order);
    assert.ok(outcome.kind === 'unknown' && outcome.error instanceof UnclearReplyError, outcome.kind);
    assert.deepEqual([outcome.error.why, portal.orders.length], ['listed', 2]);
    assert.deepEqual(lockFiles(orders.folder), []);
  });

  for (const [what, productNo] of [
    ['for the same PBX that shows only other services', '3658B4311196K2ID'],
    ['for another PBX', '3631A2047815AT0X'],
  ] as const) {
    it(`ends as refused if the list shows a new order ${what}`, async () => {
      const parts = await signedIn(portal);
      orders = orderParts(parts, ordersFolder());
      const refused = await review(parts, {
        journal: orders.journal,
        values: { billingId: '3197218168379846217' },
      });
      await orderElsewhere(parts, minutesBody(1).replace('3658B4311196K2ID', productNo));
      assert.equal(portal.orders.length, 1);
      assert.equal((await orders.placement.place(refused)).outcome.kind, 'refused');
    });
  }

  it('ends as refused if the list cannot be read, since then it proves nothing', async () => {
    const parts = await signedIn(portal);
    orders = orderParts(parts, ordersFolder());
    const order = await review(parts, {
      journal: orders.journal,
      values: { billingId: '3197218168379846217' },
    });
    portal.intercept = (request, process) =>
      request.path === pagePath ? failure(403, 'forbidden') : process();
    assert.equal((await orders.placement.place(order)).outcome.kind, 'refused');
  });

  it('is not resent while the list may lag behind', async () => {
    const parts = await signedIn(portal);
    orders = orderParts(parts, ordersFolder(), Date.now, 300);
    let listed: Reply | undefined;
    let isBehind = true;
    portal.intercept = (request, process) => {
      if (request.path === pagePath && isBehind) {
        return (listed ??= process());
      }
      if (request.path !== savePath || count(portal.requests, savePath) > 1) {
        return process();
      }
      process();
      setTimeout(() => (isBehind = false), 150);
      return failure(401, 'unauthorized');
    };
    const order = await review(parts, { journal: orders.journal });
    const { outcome } = await orders.placement.place(order);
    assert.deepEqual(
      [outcome.kind, count(portal.requests, savePath), portal.orders.length],
      ['unknown', 1, 1],
    );
  });
});

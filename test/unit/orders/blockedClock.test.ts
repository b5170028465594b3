import assert from 'node:assert/strict';
import { ordersForSamePbx } from '../../../src/orders/duplicates';
import { RecentOrders } from '../../../src/orders/recentOrders';
import type { Operation } from '../../../src/rules/operationRule';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { Clock } from '../support/clock';
import { type OrderParts, orderParts, ordersFolder, removeFolder, review } from '../support/placing';
import { type Parts, signedIn } from '../support/portal';
import { recordingMinutesId } from '../support/portalOrders';
import { count, savePath } from '../support/requests';

const minutes = { serviceId: recordingMinutesId, quantity: '7' };

describe('a possible duplicate after a slow clock was corrected', () => {
  const portalClock = new Clock();
  let portal: TestPortal;
  let parts: Parts;
  let behind: number;
  let machine: OrderParts;
  let recentOrders: RecentOrders;

  beforeEach(async () => {
    portal = await startPortal({ now: portalClock.now });
    const now = () => portalClock.now() - behind;
    behind = 0;
    parts = await signedIn(portal, { now });
    machine = orderParts(parts, ordersFolder(), now);
    recentOrders = new RecentOrders(parts.client, parts.session);
  });

  afterEach(async () => {
    machine.dispose();
    removeFolder(machine.folder);
    await portal.close();
  });

  const reviewedThere = async (operation: Operation) => {
    const recent = await recentOrders.read(() => false, new AbortController().signal);
    const order = await review(parts, { values: minutes, operation, journal: machine.journal, recent });
    const { entries } = ordersForSamePbx(order, order.known, machine.journal, portalClock.now() - behind);
    return { order, listed: entries.map(({ id }) => id) };
  };

  const cases: readonly (readonly [Operation, hours: number])[] = [
    ['subscribe', 25],
    ['subscribe', 25 * 365],
    ['expand', 0.3],
  ];
  for (const [operation, hours] of cases) {
    it(`is blocked, and lists the first order, if the portal says that it is a minute old: ${operation}, ${hours} h`, async () => {
      behind = hours * 60 * 60 * 1000;
      const first = await machine.placement.place((await reviewedThere(operation)).order);
      assert.ok(first.entryId && first.outcome.kind === 'placed');
      behind = 0;
      portalClock.advance(60);
      const { order, listed } = await reviewedThere(operation);
      assert.deepEqual(listed, [first.entryId]);
      const { outcome } = await machine.placement.place(order);
      assert.ok(outcome.kind === 'blocked');
      assert.deepEqual([outcome.beingPlaced, outcome.entries.map(({ id }) => id)], [false, [first.entryId]]);
      assert.equal(count(portal.requests, savePath), 1);
    });
  }

  it('is sent if both clocks say that the first order is old enough', async () => {
    const first = await machine.placement.place((await reviewedThere('subscribe')).order);
    assert.equal(first.outcome.kind, 'placed');
    portalClock.advance(25 * 60 * 60);
    const { order, listed } = await reviewedThere('subscribe');
    assert.deepEqual(listed, []);
    assert.equal((await machine.placement.place(order)).outcome.kind, 'placed');
  });
});

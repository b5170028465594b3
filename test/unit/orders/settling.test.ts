import assert from 'node:assert/strict';
import type { EntryId } from '../../../src/orders/entry';
import { subjectsOf } from '../../../src/orders/subject';
import { CancelledError, RefusedError } from '../../../src/portal/errors';
import { SignInNeededError } from '../../../src/portal/sessionTokens';
import { Gate } from '../support/gate';
import { type OrderParts, orderParts, ordersFolder, removeFolder } from '../support/placing';
import {
  detailPath,
  minutesBody,
  numbersAt,
  onPath,
  orderElsewhere,
  pagesAsked,
  recordingMinutesId,
} from '../support/portalOrders';
import { type Parts, signedIn } from '../support/portal';
import { headOf } from '../support/entries';
import { rejection } from '../support/rejection';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { failure, pagePath } from '../support/requests';
import { known, lostOrder, lostReply, placeWith } from '../support/settlingParts';

describe('reconciling an order of unknown outcome', () => {
  let portal: TestPortal;
  let parts: Parts;
  let orders: OrderParts;
  let otherWindow: OrderParts;

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
    const folder = ordersFolder();
    orders = orderParts(parts, folder);
    otherWindow = orderParts(parts, folder);
    // An order that the portal already holds identifies the account.
    await orderElsewhere(parts, minutesBody(5));
  });

  afterEach(async () => {
    orders.dispose();
    otherWindow.dispose();
    removeFolder(orders.folder);
    await portal.close();
  });

  const place = (
    ...[answered, ordered]: [Parameters<typeof placeWith>[3], Parameters<typeof placeWith>[4]?]
  ) => placeWith(portal, parts, orders, answered, ordered);
  const minutes = { serviceId: recordingMinutesId, quantity: '7' };
  /** The entry as another window reads it from the disk. */
  const knownOf = async (id: EntryId) => {
    await otherWindow.journal.load();
    const entry = otherWindow.journal.find(id);
    assert.deepEqual(orders.journal.find(id), entry);
    return entry && known(entry);
  };
  const newest = (count: number) => numbersAt(portal).slice(-count);

  it('finds an order that was processed, and notes its number and how it was found', async () => {
    const id = await place(lostReply);
    assert.deepEqual(await knownOf(id), ['unknown']);
    await orders.reconciliation.check([id]);
    assert.deepEqual(await knownOf(id), ['placed', ...newest(1)]);
    const { current } = orders.journal.find(id) ?? {};
    assert.ok(current?.state === 'placed');
    assert.deepEqual([current.by, current.orderStatus], ['orderList', 'succeed']);
    assert.deepEqual(orders.reconciliation.openEntries, []);
  });

  it('finds an order that was only recorded', async () => {
    const id = await place(lostReply);
    const entry = orders.journal.find(id);
    assert.ok(entry);
    const { orderNos = [], ...told } = entry.before ?? {};
    const head = headOf({ ...entry, id: headOf().id, before: { ...told, orderNos: [...orderNos] } });
    await orders.journal.note(id, { state: 'dismissed', at: Date.now() });
    await orders.journal.add(head);
    await orders.reconciliation.check();
    assert.deepEqual(await knownOf(head.id), ['placed', ...newest(1)]);
  });

  it('leaves it to the user if another order has its PO number and the portal does not say what that one orders', async () => {
    const id = await place(lostOrder, { poNumber: 'PO-7' });
    await orderElsewhere(parts, minutesBody(100, 'PO-7'));
    onPath(portal, detailPath, (_request, process) => {
      const reply = process();
      return { ...reply, body: reply.body.replaceAll('"serviceId"', '"itemCode"') };
    });
    await orders.reconciliation.check([id]);
    assert.deepEqual(await knownOf(id), ['unknown', newest(1)]);
  });

  it('notes the check and leaves an order open that the portal does not have', async () => {
    const id = await place(lostOrder);
    await orders.reconciliation.check([id]);
    await orders.reconciliation.check();
    assert.deepEqual(await knownOf(id), ['unknown', [], []]);
    assert.deepEqual(
      orders.reconciliation.openEntries.map((entry) => entry.id),
      [id],
    );
  });

  it('finds an order that appears in the portal only later', async () => {
    const id = await place(lostOrder);
    await orders.reconciliation.check();
    await orderElsewhere(parts, orders.journal.find(id)?.body ?? '');
    await orders.reconciliation.check();
    assert.deepEqual(await knownOf(id), ['placed', ...newest(1), []]);
  });

  it('notes the numbers of all possible orders and leaves the entry open', async () => {
    const id = await place(lostReply, minutes);
    await orderElsewhere(parts, minutesBody(7));
    await orders.reconciliation.check();
    assert.deepEqual(await knownOf(id), ['unknown', newest(2)]);
  });

  it('reconciles neither of two entries that match one order, if both are checked', async () => {
    const ids = [await place(lostOrder, minutes), await place(lostReply, minutes)];
    await orders.reconciliation.check();
    for (const id of ids) {
      assert.deepEqual(await knownOf(id), ['unknown', newest(1)]);
    }
  });

  it('reconciles neither of two entries that match one order, if only one is checked', async () => {
    const [one] = [await place(lostOrder, minutes), await place(lostReply, minutes)];
    await orders.reconciliation.check([one]);
    assert.deepEqual(await knownOf(one), ['unknown', newest(1)]);
  });

  it('does not assign an order that belongs to another entry', async () => {
    const placed = await place((_request, process) => process(), minutes);
    const id = await place(lostOrder, minutes);
    await orders.reconciliation.check();
    assert.deepEqual(
      [await knownOf(placed), await knownOf(id)],
      [
        ['placed', ...newest(1)],
        ['unknown', []],
      ],
    );
  });

  it('checks all open entries at once, and no others', async () => {
    const ids = [
      await place(lostReply),
      await place(lostOrder, minutes),
      await place(() => failure(400, 'quota_exceeded'), minutes),
    ];
    const earlier = pagesAsked(portal).length;
    await orders.reconciliation.check();
    assert.equal(pagesAsked(portal).length, earlier + 1);
    const states = await Promise.all(ids.map(knownOf));
    assert.deepEqual(states, [['placed', ...newest(1)], ['unknown', []], ['refused']]);
  });

  it('requests nothing if no entry is open', async () => {
    const id = await place((_request, process) => process());
    const earlier = pagesAsked(portal).length;
    await orders.reconciliation.check([id]);
    await orders.reconciliation.check();
    assert.deepEqual([pagesAsked(portal).length, await knownOf(id)], [earlier, ['placed', ...newest(1)]]);
  });

  it('skips an order that is being placed', async () => {
    const id = await place(lostReply);
    const entry = orders.journal.find(id);
    const lock = await otherWindow.locks.acquire(entry ? subjectsOf(entry) : []);
    const earlier = pagesAsked(portal).length;
    await orders.reconciliation.check([id]);
    await orders.reconciliation.check();
    assert.deepEqual([pagesAsked(portal).length, await knownOf(id)], [earlier, ['unknown']]);
    await lock?.release();
    await orders.reconciliation.check();
    assert.deepEqual(await knownOf(id), ['placed', ...newest(1)]);
  });

  it('reports when a check begins and ends, and for which orders', async () => {
    const id = await place(lostReply);
    const told: boolean[] = [];
    orders.reconciliation.onDidChange(() => told.push(orders.reconciliation.isChecking(id)));
    await orders.reconciliation.check();
    assert.deepEqual([told, orders.reconciliation.isChecking(id)], [[true, false], false]);
  });

  it('reports each order that it finds once it is noted, and no other', async () => {
    const id = await place(lostReply);
    await place(lostOrder, minutes);
    const told: unknown[] = [];
    orders.reconciliation.onDidFind((entry) => told.push(entry, orders.journal.find(entry.id)));
    await orders.reconciliation.check();
    await orders.reconciliation.check();
    const entry = orders.journal.find(id);
    assert.equal(entry?.current.state, 'placed');
    assert.deepEqual(told, [entry, entry]);
  });

  it('reports each page that it reads', async () => {
    const id = await place(lostOrder);
    const pages: unknown[] = [];
    await orders.reconciliation.check([id], { onPage: (...page) => pages.push(page) });
    assert.deepEqual(pages, [[1, 1]]);
  });

  it('runs one check at a time', async () => {
    await place(lostOrder);
    const [entered, released] = [new Gate(), new Gate()];
    let [now, most] = [0, 0];
    onPath(portal, pagePath, async (_request, process) => {
      most = Math.max(most, ++now);
      entered.open();
      await released.opened;
      now--;
      return process();
    });
    const earlier = pagesAsked(portal).length;
    const checks = [1, 2, 3].map(() => orders.reconciliation.check());
    await entered.opened;
    // Time in which the other checks could begin.
    for (let times = 0; times < 10; times++) {
      await parts.client.products();
      await orders.journal.load();
    }
    released.open();
    await Promise.all(checks);
    assert.deepEqual([most, pagesAsked(portal).length - earlier], [1, 3]);
  });

  it('notes nothing and fails if the portal does not list its orders, and can be retried', async () => {
    const id = await place(lostReply);
    onPath(portal, pagePath, () => failure(403, 'forbidden'));
    await rejection(orders.reconciliation.check(), RefusedError);
    assert.deepEqual([await knownOf(id), orders.reconciliation.isChecking(id)], [['unknown'], false]);
    portal.intercept = (_request, process) => process();
    await orders.reconciliation.check();
    assert.deepEqual(await knownOf(id), ['placed', ...newest(1)]);
  });

  it('stops when cancelled, and notes nothing', async () => {
    const id = await place(lostReply);
    const calling = new AbortController();
    onPath(portal, pagePath, () => {
      calling.abort();
      return undefined;
    });
    await rejection(orders.reconciliation.check([id], { signal: calling.signal }), CancelledError);
    assert.deepEqual(await knownOf(id), ['unknown']);
  });

  it('stops waiting for the previous check when cancelled', async () => {
    const id = await place(lostReply);
    const [reached, release] = [new Gate(), new Gate()];
    onPath(portal, pagePath, async (_request, process) => {
      reached.open();
      await release.opened;
      return process();
    });
    const first = orders.reconciliation.check([id]);
    await reached.opened;
    const calling = new AbortController();
    const second = orders.reconciliation.check([id], { signal: calling.signal });
    calling.abort();
    await assert.rejects(second, /cancelled/);
    assert.deepEqual(await knownOf(id), ['unknown']);
    release.open();
    await first;
    assert.deepEqual(await knownOf(id), ['placed', ...newest(1)]);
  });

  it('stops when disposed, and notes nothing', async () => {
    const id = await place(lostReply);
    onPath(portal, pagePath, () => {
      orders.reconciliation.dispose();
      return undefined;
    });
    const { signal } = new AbortController();
    await rejection(orders.reconciliation.check([id], { signal }), CancelledError);
    assert.deepEqual(await knownOf(id), ['unknown']);
  });

  it('notes nothing when signed out', async () => {
    const id = await place(lostReply);
    await parts.session.signOut();
    assert.deepEqual(orders.reconciliation.openEntries, []);
    await rejection(orders.reconciliation.check([id]), SignInNeededError);
    assert.deepEqual(await knownOf(id), ['unknown']);
  });
});

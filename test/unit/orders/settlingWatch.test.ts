import assert from 'node:assert/strict';
import type { EntryId } from '../../../src/orders/entry';
import { Clock } from '../support/clock';
import { type OrderParts, orderParts } from '../support/placing';
import { closeWindow, openWindow } from '../support/orderWindow';
import { onPath, pagesAsked } from '../support/portalOrders';
import type { Parts } from '../support/portal';
import { headOf } from '../support/entries';
import type { TestPortal } from '../../portal/testPortal';
import { failure, pagePath } from '../support/requests';
import { lostOrder, lostReply, placeWith } from '../support/settlingParts';
import { until } from '../support/until';

describe('watching orders of unknown outcome', () => {
  let clock: Clock;
  let portal: TestPortal;
  let parts: Parts;
  let orders: OrderParts;

  beforeEach(async () => {
    clock = new Clock();
    ({ portal, parts, orders } = await openWindow({ now: clock.now }));
  });

  afterEach(() => closeWindow({ portal, orders }));

  const looks = (id: EntryId) => orders.journal.find(id)?.looks.length ?? 0;
  const looked = (id: EntryId, times: number) =>
    until(
      orders.reconciliation.onDidChange,
      () => looks(id) >= times && !orders.reconciliation.isChecking(id),
    );
  const state = (id: EntryId) => orders.journal.find(id)?.current.state;
  const settled = (id: EntryId) => until(orders.journal.onDidChange, () => state(id) === 'placed');
  /** A window with the same orders whose clock runs so fast that the next check is always due. */
  const whereTimeFlies = async () => {
    const flying = new Clock();
    const window = orderParts(parts, orders.folder, () => {
      flying.advance(1000);
      return flying.now();
    });
    await window.journal.load();
    return window;
  };
  /** How many checks start by themselves during a few replies of the portal. */
  const looksByThemselves = async ({ reconciliation } = orders) => {
    const earlier = pagesAsked(portal).length;
    for (let times = 0; times < 4; times++) {
      await parts.client.products();
    }
    // Every check that has started ends before this one.
    await reconciliation.check([]);
    return pagesAsked(portal).length - earlier;
  };

  it('checks at once, and reconciles what it finds', async () => {
    const id = await placeWith(portal, parts, orders, lostReply);
    assert.equal(await looksByThemselves(), 0);
    orders.reconciliation.watch();
    await settled(id);
  });

  it('keeps checking until it is disposed', async () => {
    const id = await placeWith(portal, parts, orders, lostOrder);
    const window = await whereTimeFlies();
    const { journal, reconciliation } = window;
    const watching = reconciliation.watch();
    await until(journal.onDidChange, () => journal.find(id)?.looks.length === 5);
    watching.dispose();
    await reconciliation.check([]);
    assert.equal(await looksByThemselves(window), 0);
    window.dispose();
  });

  it('keeps checking until the last watcher is disposed', async () => {
    const id = await placeWith(portal, parts, orders, lostOrder);
    const window = await whereTimeFlies();
    const { journal, reconciliation } = window;
    const [one, other] = [reconciliation.watch(), reconciliation.watch()];
    one.dispose();
    one.dispose();
    await until(journal.onDidChange, () => journal.find(id)?.looks.length === 3);
    other.dispose();
    await reconciliation.check([]);
    assert.equal(await looksByThemselves(window), 0);
    window.dispose();
  });

  it('stops when reconciliation is disposed', async () => {
    const id = await placeWith(portal, parts, orders, lostOrder);
    const window = await whereTimeFlies();
    const { journal, reconciliation } = window;
    reconciliation.watch();
    await until(journal.onDidChange, () => journal.find(id)?.looks.length === 2);
    window.dispose();
    await reconciliation.check([]);
    assert.equal(await looksByThemselves(window), 0);
  });

  it('stops once the order is found', async () => {
    const id = await placeWith(portal, parts, orders, lostReply);
    orders.reconciliation.watch();
    await settled(id);
    await until(orders.reconciliation.onDidChange, () => !orders.reconciliation.isChecking(id));
    clock.advance(1000);
    orders.reconciliation.watch();
    assert.equal(await looksByThemselves(), 0);
  });

  it('checks less and less often: after 3 s at first, after 15 minutes at last', async () => {
    const id = await placeWith(portal, parts, orders, lostOrder);
    orders.reconciliation.watch();
    await looked(id, 1);
    for (const [index, seconds] of [3, 10, 20, 30, 60, 120, 300, 600, 900, 900].entries()) {
      clock.advance(seconds - 1);
      // Another watcher causes the time of the next check to be computed again.
      orders.reconciliation.watch();
      assert.equal(await looksByThemselves(), 0, `within ${seconds} s`);
      clock.advance(1);
      orders.reconciliation.watch();
      await looked(id, index + 2);
      assert.equal(looks(id), index + 2);
    }
  });

  it('continues with the interval of the previous window', async () => {
    const id = await placeWith(portal, parts, orders, lostOrder);
    for (let times = 0; times < 3; times++) {
      await orders.reconciliation.check();
    }
    const next = orderParts(parts, orders.folder, clock.now);
    await next.journal.load();
    clock.advance(19);
    const watching = next.reconciliation.watch();
    assert.equal(await looksByThemselves(next), 0);
    clock.advance(1);
    watching.dispose();
    next.reconciliation.watch();
    await until(next.reconciliation.onDidChange, () => next.journal.find(id)?.looks.length === 4);
    next.dispose();
  });

  it('continues after a failed check, and logs the reason', async () => {
    const id = await placeWith(portal, parts, orders, lostReply);
    let fails = 3;
    onPath(portal, pagePath, (_request, process) => {
      clock.advance(1000);
      return fails-- > 0 ? failure(403, 'forbidden') : process();
    });
    orders.reconciliation.watch();
    await settled(id);
    assert.ok(fails < 0);
    assert.match(parts.log.text, /^warn .*forbidden/m);
  });

  it('also checks less often after failed checks', async () => {
    const id = await placeWith(portal, parts, orders, lostOrder);
    onPath(portal, pagePath, () => failure(403, 'forbidden'));
    orders.reconciliation.watch();
    const failed = (times: number) =>
      until(
        orders.reconciliation.onDidChange,
        () => pagesAsked(portal).length > times && !orders.reconciliation.isChecking(id),
      );
    await failed(1);
    clock.advance(3);
    orders.reconciliation.watch();
    await failed(2);
    clock.advance(9);
    orders.reconciliation.watch();
    assert.equal(await looksByThemselves(), 0);
  });

  it('waits while signed out, and checks after the next sign-in', async () => {
    const id = await placeWith(portal, parts, orders, lostReply);
    await parts.session.signOut();
    orders.reconciliation.watch();
    assert.equal(state(id), 'unknown');
    await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: false });
    await settled(id);
  });

  it('does not check an order while it is being placed, but afterwards', async () => {
    orders.reconciliation.watch();
    let recorded: string | undefined;
    let during = 0;
    const { intercept } = portal;
    const placing = placeWith(portal, parts, orders, async (_request, process) => {
      process();
      recorded = orders.journal.entries[0]?.current.state;
      during = await looksByThemselves();
      return failure(502, 'bad_gateway');
    });
    const id = await placing;
    portal.intercept = intercept;
    assert.deepEqual([recorded, during], ['recorded', 0]);
    clock.advance(3);
    orders.reconciliation.watch();
    await settled(id);
  });

  it('checks within seconds if placing took long before the outcome became unknown', async () => {
    orders.reconciliation.watch();
    const { intercept } = portal;
    const id = await placeWith(portal, parts, orders, async (_request, process) => {
      process();
      for (let times = 0; times < 8; times++) {
        clock.advance(100);
        orders.reconciliation.watch();
        await looksByThemselves();
      }
      return failure(502, 'bad_gateway');
    });
    portal.intercept = intercept;
    clock.advance(3);
    orders.reconciliation.watch();
    await settled(id);
  });

  it('checks an order although the clock was ahead when it was recorded', async () => {
    const { account } = await parts.session.authorization();
    const head = headOf({ baseUrl: parts.baseUrl, account, createdAt: clock.now() + 60 * 60 * 1000 });
    await orders.journal.add(head);
    orders.reconciliation.watch();
    await looked(head.id, 1);
  });
});

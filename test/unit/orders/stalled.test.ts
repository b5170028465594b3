import assert from 'node:assert/strict';
import { join } from 'node:path';
import { OrderPlacement } from '../../../src/orders/place';
import { OrderSender } from '../../../src/orders/send';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { Clock } from '../support/clock';
import {
  type OrderParts,
  onSave,
  orderParts,
  outcomeOf,
  ordersFolder,
  removeFolder,
  review,
} from '../support/placing';
import { type Parts, signedIn } from '../support/portal';
import { count, failure, savePath, tokenPath } from '../support/requests';
import { lostReply } from '../support/settlingParts';
import { StallingJournal, StallingLocks, lockFiles, takeLocksAway } from '../support/stalling';

describe('an order whose process stalled while it held the lock', () => {
  let clock: Clock;
  let portal: TestPortal;
  let parts: Parts;
  let there: OrderParts;
  let journal: StallingJournal;
  let locks: StallingLocks;
  let placement: OrderPlacement;

  beforeEach(async () => {
    clock = new Clock();
    portal = await startPortal({ now: clock.now });
    parts = await signedIn(portal, { now: clock.now });
    const folder = ordersFolder();
    there = orderParts(parts, folder);
    journal = new StallingJournal(folder, parts.log);
    locks = new StallingLocks(join(folder, 'locks'));
    const sender = new OrderSender(parts.client, parts.session, { listDelay: 0 });
    placement = new OrderPlacement({ sender, journal, locks, log: parts.log });
  });

  afterEach(async () => {
    journal.dispose();
    there.dispose();
    removeFolder(there.folder);
    await portal.close();
  });

  const sent = () => count(portal.requests, savePath);
  const states = async () => {
    await there.journal.load();
    return there.journal.entries.map(({ current }) => current.state).sort();
  };

  it('is not sent if another window has taken over the lock and placed the same order', async () => {
    const [order, same] = [await review(parts), await review(parts)];
    locks.meanwhile = async () => {
      takeLocksAway(there.folder);
      assert.equal(outcomeOf(await there.placement.place(same)).kind, 'placed');
    };
    const { outcome } = await placement.place(order);
    assert.equal(outcome.kind, 'blocked');
    assert.deepEqual([sent(), await states()], [1, ['placed']]);
  });

  it('is not sent if the lock was lost after its entry was written', async () => {
    const [order, same] = [await review(parts), await review(parts)];
    journal.meanwhile = async () => {
      takeLocksAway(there.folder);
      const other = await there.placement.place(same);
      assert.equal(other.outcome.kind, 'blocked', 'the entry on disk stops the other window');
    };
    const { outcome, entryId } = await placement.place(order);
    assert.ok(outcome.kind === 'blocked' && outcome.beingPlaced, 'without its lock it cannot be sure');
    assert.ok(entryId);
    assert.deepEqual([sent(), await states()], [0, ['notSent']]);
  });

  it('is not sent if its entry was dismissed as that of a dead process and the order was placed elsewhere', async () => {
    const [order, same] = [await review(parts), await review(parts)];
    journal.meanwhile = async ({ id }) => {
      await there.journal.load();
      await there.journal.note(id, { state: 'dismissed', at: Date.now() });
      takeLocksAway(there.folder);
      assert.equal(outcomeOf(await there.placement.place(same)).kind, 'placed');
    };
    const { outcome } = await placement.place(order);
    assert.equal(outcome.kind, 'blocked');
    assert.equal(sent(), 1);
  });

  it('is not sent if only its entry was dismissed meanwhile', async () => {
    journal.meanwhile = async ({ id }) => {
      await there.journal.load();
      await there.journal.note(id, { state: 'dismissed', at: Date.now() });
    };
    const { outcome } = await placement.place(await review(parts));
    assert.equal(outcome.kind, 'blocked');
    assert.equal(sent(), 0);
  });

  it('is not sent if an entry of another window appeared that never had the lock', async () => {
    const [order, same] = [await review(parts), await review(parts)];
    const second = orderParts(parts, there.folder);
    locks.meanwhile = async () => {
      takeLocksAway(there.folder);
      onSave(portal, lostReply);
      await second.placement.place(same);
    };
    const { outcome } = await placement.place(order);
    second.dispose();
    assert.ok(outcome.kind === 'blocked' && outcome.entries.length === 1);
    assert.equal(sent(), 1);
  });

  it('is not resent after a 401 if its lock is gone by then', async () => {
    onSave(portal, () => {
      takeLocksAway(there.folder);
      return failure(401, 'token_expired');
    });
    const outcome = outcomeOf(await placement.place(await review(parts)));
    assert.equal(outcome.kind, 'notSent', 'the list is unchanged, so the first request was not processed');
    assert.deepEqual([sent(), await states()], [1, ['notSent']]);
  });

  it('is sent if nothing happened meanwhile', async () => {
    locks.meanwhile = () => Promise.resolve();
    journal.meanwhile = () => Promise.resolve();
    assert.equal(outcomeOf(await placement.place(await review(parts))).kind, 'placed');
  });

  it('gets its token before the lock, so that a slow renewal does not hold the lock', async () => {
    const order = await review(parts);
    clock.advance(1801);
    const lockedDuring: boolean[] = [];
    portal.intercept = (request, process) => {
      if (request.path === tokenPath) {
        lockedDuring.push(lockFiles(there.folder).length > 0);
      }
      return process();
    };
    assert.equal(outcomeOf(await placement.place(order)).kind, 'placed');
    assert.deepEqual(lockedDuring, [false]);
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { consentTo } from '../../../src/orders/duplicates';
import type { EntryChange, EntryId, JournalEntry } from '../../../src/orders/entry';
import { entryPath } from '../../../src/orders/entryFile';
import { type HeldLock, Locks } from '../../../src/orders/lock';
import { Reconciliation } from '../../../src/orders/reconciliation';
import { type OrderParts, onSave, orderParts, ordersFolder, removeFolder, review } from '../support/placing';
import { minutesBody, numbersAt, onPath, orderElsewhere, recordingMinutesId } from '../support/portalOrders';
import { type Parts, signedIn } from '../support/portal';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { pagePath } from '../support/requests';
import { known, lostOrder, lostReply, placeWith } from '../support/settlingParts';

const minutes = { serviceId: recordingMinutesId, quantity: '7' };

/** Locks of a window that takes them late: something happens before it has the first one. */
class SlowLocks extends Locks {
  before: (() => Promise<void>) | undefined;

  override async acquire(...given: Parameters<Locks['acquire']>): Promise<HeldLock | undefined> {
    const { before } = this;
    this.before = undefined;
    await before?.();
    return super.acquire(...given);
  }
}

describe('reconciling an order while other windows are at work', () => {
  let portal: TestPortal;
  let parts: Parts;
  let here: OrderParts;
  let there: OrderParts;

  /** @param details Whether the portal reports the lines of an order; the guide documents no field for them. */
  const open = async (details: 'told' | 'untold' = 'told') => {
    portal = await startPortal({ shape: { details } });
    parts = await signedIn(portal);
    const folder = ordersFolder();
    [here, there] = [orderParts(parts, folder), orderParts(parts, folder)];
    await orderElsewhere(parts, minutesBody(5));
  };

  afterEach(async () => {
    here.dispose();
    there.dispose();
    removeFolder(here.folder);
    await portal.close();
  });

  const knownOf = async (id: EntryId) => {
    await here.journal.load();
    const entry = here.journal.find(id);
    return entry && known(entry);
  };
  const newest = () => numbersAt(portal).at(-1);
  /** Makes this happen once while the portal’s orders are read. */
  const meanwhile = (what: () => Promise<unknown>) => {
    let isFirst = true;
    onPath(portal, pagePath, async (_request, process) => {
      if (isFirst) {
        isFirst = false;
        await what();
      }
      return process();
    });
  };

  it('keeps a decision that the user made meanwhile if the order is not found', async () => {
    await open();
    const id = await placeWith(portal, parts, here, lostOrder);
    meanwhile(() => there.journal.note(id, { state: 'dismissed', at: Date.now() }));
    await here.reconciliation.check();
    assert.deepEqual(await knownOf(id), ['dismissed', []]);
  });

  it('notes the order that it finds even if the user has decided otherwise meanwhile', async () => {
    await open();
    const id = await placeWith(portal, parts, here, lostReply);
    meanwhile(() => there.journal.note(id, { state: 'dismissed', at: Date.now() }));
    await here.reconciliation.check();
    assert.deepEqual(await knownOf(id), ['placed', newest()]);
  });

  it('keeps the number that another window has noted meanwhile', async () => {
    await open();
    const id = await placeWith(portal, parts, here, lostReply);
    const placed: EntryChange = { state: 'placed', at: Date.now(), orderNo: 'YL1', by: 'user' };
    meanwhile(() => there.journal.note(id, placed));
    await here.reconciliation.check();
    assert.deepEqual(await knownOf(id), ['placed', 'YL1']);
  });

  it('notes and reports nothing that another window has noted while the number was being claimed', async () => {
    await open();
    const id = await placeWith(portal, parts, here, lostReply);
    const { client, session, log } = parts;
    const locks = new SlowLocks(join(here.folder, 'locks'));
    locks.before = () => there.reconciliation.check();
    const slow = new Reconciliation({ client, session, journal: here.journal, locks, log });
    const found: JournalEntry[] = [];
    slow.onDidFind((entry) => found.push(entry));
    await slow.check();
    slow.dispose();
    assert.deepEqual(await knownOf(id), ['placed', newest()]);
    const lines = readFileSync(entryPath(here.folder, id), 'utf8').match(/"state":"placed"/g);
    assert.deepEqual([lines?.length, found.length], [1, 0]);
  });

  /** Consent to repeat an order of unknown outcome. */
  const consentToUnknown = async (id: EntryId) => {
    await there.journal.load();
    return consentTo({ entries: there.journal.entries.filter((entry) => entry.id === id), orders: [] });
  };

  it('finds the same order in two windows at once', async () => {
    await open();
    const id = await placeWith(portal, parts, here, lostReply);
    await Promise.all([here.reconciliation.check(), there.reconciliation.check()]);
    // On a very slow machine both may give up on the lock of the number.
    await here.reconciliation.check();
    assert.deepEqual(await knownOf(id), ['placed', newest()]);
    await there.journal.load();
    assert.deepEqual(there.journal.find(id)?.current.state, 'placed');
  });

  it('does not assign an order that another window has placed meanwhile', async () => {
    await open();
    const id = await placeWith(portal, parts, here, lostOrder, minutes);
    const same = await review(parts, { values: minutes });
    meanwhile(async () => {
      const ended = await there.placement.place(same, await consentToUnknown(id));
      assert.ok(ended.outcome.kind === 'placed');
    });
    await here.reconciliation.check();
    assert.equal(here.journal.find(id)?.current.state, 'unknown');
  });

  it('does not assign an order that another window is placing', async () => {
    await open();
    const id = await placeWith(portal, parts, here, lostOrder, minutes);
    const same = await review(parts, { values: minutes });
    onSave(portal, async (_request, process) => {
      const reply = process();
      await here.reconciliation.check();
      return reply;
    });
    const ended = await there.placement.place(same, await consentToUnknown(id));
    assert.ok(ended.outcome.kind === 'placed');
    assert.equal(here.journal.find(id)?.current.state, 'unknown');
  });

  describe('at a portal that reports neither lines nor PO number', () => {
    beforeEach(() => open('untold'));

    it('does not assign an order for another service that another window is placing', async () => {
      const id = await placeWith(portal, parts, here, lostOrder);
      const other = await review(parts, { values: minutes });
      onSave(portal, async (_request, process) => {
        const reply = process();
        await here.reconciliation.check();
        return reply;
      });
      const ended = await there.placement.place(other);
      assert.ok(ended.outcome.kind === 'placed');
      assert.equal(here.journal.find(id)?.current.state, 'unknown');
    });

    it('does not assign an order that may belong to another open entry for another service', async () => {
      const id = await placeWith(portal, parts, here, lostOrder);
      const other = await placeWith(portal, parts, there, lostReply, minutes);
      await here.reconciliation.check([id]);
      await here.reconciliation.check([other]);
      assert.deepEqual(await Promise.all([id, other].map(knownOf)), [
        ['unknown', [newest()]],
        ['unknown', [newest()]],
      ]);
    });

    it('leaves the decision to the user and notes which order it may be', async () => {
      const id = await placeWith(portal, parts, here, lostReply);
      await here.reconciliation.check();
      assert.deepEqual(await knownOf(id), ['unknown', [newest()]]);
    });
  });
});

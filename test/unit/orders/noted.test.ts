import assert from 'node:assert/strict';
import { mkdir, rename, rm, rmdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryId } from '../../../src/orders/entry';
import { Journal } from '../../../src/orders/journal';
import { Locks } from '../../../src/orders/lock';
import { JournalWriteError } from '../../../src/orders/outcome';
import { OrderPlacement } from '../../../src/orders/place';
import { entryPath } from '../../../src/orders/entryFile';
import { OrderSender } from '../../../src/orders/send';
import { subjectsOf } from '../../../src/orders/subject';
import type { Intercept, TestPortal } from '../../portal/testPortal';
import { Clock } from '../support/clock';
import { type OrderParts, after, onSave, review } from '../support/placing';
import { closeWindow, openWindow } from '../support/orderWindow';
import type { Parts } from '../support/portal';
import { headOf } from '../support/entries';
import { count, failure, savePath } from '../support/requests';

describe('the journal entry of a placed order', () => {
  let clock: Clock;
  let portal: TestPortal;
  let parts: Parts;
  let orders: OrderParts;

  beforeEach(async () => {
    clock = new Clock();
    ({ portal, parts, orders } = await openWindow({ now: clock.now }));
  });

  afterEach(() => closeWindow({ portal, orders }));

  const sent = () => count(portal.requests, savePath);

  /** The entry of an order that gets this reply ten seconds after it was sent. */
  const entryAfter = async (answered: Intercept) => {
    let reply = '';
    onSave(portal, async (...request) => {
      clock.advance(10);
      const answer = await answered(...request);
      reply = answer?.body ?? '';
      return answer;
    });
    const sentAt = clock.now();
    const ended = await orders.placement.place(await review(parts));
    assert.ok(ended.outcome.kind !== 'blocked' && ended.entryId);
    const entry = orders.journal.find(ended.entryId);
    assert.ok(entry);
    assert.equal(entry.createdAt, sentAt);
    return { entry, reply, outcome: ended.outcome };
  };

  it('contains the order number, status, transaction and whole reply if the order was placed', async () => {
    const { entry, reply, outcome } = await entryAfter((_request, process) => process());
    assert.ok(outcome.kind === 'placed');
    assert.deepEqual(entry.current, {
      ...{ state: 'placed', at: clock.now(), by: 'reply', requestId: outcome.requestId, reply },
      ...{ orderNo: 'YL3206252408495661056', orderStatus: 'succeed', transactionNo: 'HX3206252409602957313' },
    });
  });

  it('contains no status and no transaction if the reply has none', async () => {
    const told = { ...failure(200, 'success', '{"orderNo":"YL1"}'), status: 200 };
    const { entry, reply } = await entryAfter(after(() => told));
    assert.deepEqual(entry.current, {
      ...{ state: 'placed', at: clock.now(), orderNo: 'YL1', by: 'reply', requestId: '5c1e', reply },
    });
  });

  it('contains the reason and the whole reply if the portal refused the order', async () => {
    const { entry, reply, outcome } = await entryAfter(() => failure(400, 'quota_exceeded'));
    assert.ok(outcome.kind === 'refused');
    assert.match(outcome.error.sentence(), /quota_exceeded/);
    const reason = outcome.error.sentence();
    assert.deepEqual(entry.current, { state: 'refused', at: clock.now(), reason, reply });
  });

  it('contains the reason and the whole reply if the order was not sent', async () => {
    const { entry, reply, outcome } = await entryAfter(() => failure(401, 'unauthorized'));
    assert.ok(outcome.kind === 'notSent');
    const reason = outcome.error.sentence();
    assert.match(reason, /unauthorized/);
    assert.deepEqual(entry.current, { state: 'notSent', at: clock.now(), reason, reply });
  });

  it('contains the reason and the whole reply if the outcome is unknown', async () => {
    const { entry, reply, outcome } = await entryAfter(() => failure(502, 'bad_gateway'));
    assert.ok(outcome.kind === 'unknown');
    const reason = outcome.error.sentence();
    assert.deepEqual(entry.current, { state: 'unknown', at: clock.now(), reason, reply });
  });

  it('contains the whole reply if it reports success but names no order', async () => {
    const told = { ...failure(200, 'success'), status: 200 };
    const { entry, reply, outcome } = await entryAfter(after(() => told));
    assert.ok(outcome.kind === 'unknown');
    const reason = outcome.error.sentence();
    assert.match(reason, /named no order/);
    assert.deepEqual(entry.current, { state: 'unknown', at: clock.now(), reason, reply });
  });

  it('contains the names from the review and whether it was simulated, and no snapshot if there was none', async () => {
    const order = { ...(await review(parts, { snapshot: false })), sandbox: true };
    const ended = await orders.placement.place(order);
    assert.ok(ended.outcome.kind !== 'blocked' && ended.entryId);
    const entry = orders.journal.find(ended.entryId);
    assert.ok(entry);
    const { instanceName, serviceName, sandbox } = entry;
    assert.deepEqual([instanceName, serviceName, sandbox], ['Lagos head office', 'High Availability', true]);
    assert.equal('before' in entry, false);
  });

  describe('when the disk fails', () => {
    const placementWith = (folder: string, locks: Locks) =>
      new OrderPlacement({
        sender: new OrderSender(parts.client, parts.session, { listDelay: 0 }),
        journal: new Journal(folder, parts.log),
        ...{ locks, log: parts.log },
      });

    it('keeps the order from being sent and releases its lock', async () => {
      // A link to a missing folder: it has no entries, and none can be added.
      const nowhere = join(orders.folder, 'nowhere');
      await symlink(join(nowhere, 'missing', 'target'), nowhere);
      const order = await review(parts);
      const ended = await placementWith(nowhere, orders.locks).place(order);
      assert.ok(ended.outcome.kind === 'notSent');
      assert.ok(ended.outcome.error instanceof JournalWriteError);
      assert.match(ended.outcome.error.sentence(), /record.*nowhere/s);
      assert.deepEqual([ended.entryId, sent()], [undefined, 0]);
      assert.equal(await orders.locks.isHeld(subjectsOf(order)), false);
    });

    it('keeps the order from being sent if earlier entries cannot be read, and releases its lock', async () => {
      const file = join(orders.folder, 'not a folder');
      await writeFile(file, '');
      const order = await review(parts);
      const ended = await placementWith(file, orders.locks).place(order);
      assert.ok(ended.outcome.kind === 'notSent');
      assert.ok(ended.outcome.error instanceof JournalWriteError);
      assert.match(ended.outcome.error.sentence(), /record.*not a folder/s);
      assert.deepEqual([ended.entryId, sent()], [undefined, 0]);
      assert.equal(await orders.locks.isHeld(subjectsOf(order)), false);
    });

    it('keeps the order from being sent if it cannot get a lock', async () => {
      const file = join(orders.folder, '.not a folder');
      await writeFile(file, '');
      const ended = await placementWith(orders.folder, new Locks(file)).place(await review(parts));
      assert.ok(ended.outcome.kind === 'notSent');
      assert.ok(ended.outcome.error instanceof JournalWriteError);
      assert.deepEqual([ended.entryId, sent(), orders.journal.entries], [undefined, 0, []]);
    });

    it('stays open, but the outcome of the order is still returned', async () => {
      onSave(portal, async (_request, process) => {
        await Promise.all(orders.journal.entries.map(({ id }) => rm(entryPath(orders.folder, id))));
        return process();
      });
      const ended = await orders.placement.place(await review(parts));
      assert.ok(ended.entryId && ended.outcome.kind === 'placed');
      assert.match(parts.log.text, new RegExp(`^error .*${ended.entryId}`, 'm'));
    });

    const failed: Intercept = () => failure(400, 'quota_exceeded');
    const taken: Intercept = (_request, process) => process();
    for (const [what, answered, state] of [
      ['refused', failed, 'refused'],
      ['placed', taken, 'placed'],
    ] as const) {
      it(`is completed as soon as the disk works again: ${what}`, async () => {
        const file = () => entryPath(orders.folder, orders.journal.entries[0]?.id ?? ('' as EntryId));
        onSave(portal, async (...request) => {
          await rename(file(), `${file()}.tmp`);
          await mkdir(file());
          return answered(...request);
        });
        const ended = await orders.placement.place(await review(parts));
        assert.equal(ended.outcome.kind, state);
        await rmdir(file());
        await rename(`${file()}.tmp`, file());
        await orders.journal.load();
        assert.deepEqual(
          orders.journal.entries.map(({ current }) => current.state),
          [state],
        );
        const elsewhere = new Journal(orders.folder, parts.log);
        await elsewhere.load();
        assert.equal(elsewhere.entries[0]?.current.state, state);
      });
    }

    it('is not completed if the user has decided otherwise meanwhile', async () => {
      const file = () => entryPath(orders.folder, orders.journal.entries[0]?.id ?? ('' as EntryId));
      onSave(portal, async () => {
        await rename(file(), `${file()}.tmp`);
        await mkdir(file());
        return failure(400, 'quota_exceeded');
      });
      const { entryId } = await orders.placement.place(await review(parts));
      assert.ok(entryId);
      await rmdir(file());
      await rename(`${file()}.tmp`, file());
      await orders.journal.note(entryId, { state: 'placed', at: 1, orderNo: 'YL1', by: 'user' });
      await orders.journal.load();
      assert.equal(orders.journal.entries[0]?.current.state, 'placed');
    });

    for (const [what, isOwn, expected] of [
      ['overrides the number that the user has typed', true, 'YL1'],
      ['does not get a number that another order has', false, 'recorded'],
    ] as const) {
      it(`${what} before the disk takes it`, async () => {
        const journal = new Journal(orders.folder, parts.log);
        const elsewhere = new Journal(orders.folder, parts.log);
        const [head, other] = [headOf(), headOf()];
        await journal.add(head);
        await journal.add(other);
        await elsewhere.load();
        const file = entryPath(orders.folder, head.id);
        await rename(file, `${file}.tmp`);
        await mkdir(file);
        const placed = {
          state: 'placed',
          at: 1,
          orderNo: 'YL1',
          by: 'reply',
          requestId: '',
          reply: '',
        } as const;
        await assert.rejects(journal.noteOutcome(head.id, placed));
        await rmdir(file);
        await rename(`${file}.tmp`, file);
        await elsewhere.load();
        const typed = { state: 'placed', at: 2, orderNo: isOwn ? 'YL999' : 'YL1', by: 'user' } as const;
        await elsewhere.note(isOwn ? head.id : other.id, typed);
        await journal.load();
        const current = journal.find(head.id)?.current;
        assert.equal(current?.state === 'placed' ? current.orderNo : current?.state, expected);
        [journal, elsewhere].forEach((one) => one.dispose());
      });
    }

    it('does not depend on releasing the lock: the outcome is still returned', async () => {
      const locks = join(orders.folder, 'locks');
      onSave(portal, async (_request, process) => {
        await rm(locks, { recursive: true });
        await writeFile(locks, 'a file in the place of the folder');
        return process();
      });
      const ended = await orders.placement.place(await review(parts));
      assert.ok(ended.outcome.kind === 'placed');
      assert.match(parts.log.text, /^warn /m);
    });
  });
});

import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { consentTo, ordersForSamePbx } from '../../../src/orders/duplicates';
import { Locks } from '../../../src/orders/lock';
import type { Blocked, PlacementResult } from '../../../src/orders/place';
import { type EntryChange, type EntryId, entryOf } from '../../../src/orders/entry';
import { subjectsOf } from '../../../src/orders/subject';
import { Clock } from '../support/clock';
import { type OrderParts, onSave, orderParts, ordersFolder, removeFolder, review } from '../support/placing';
import { type Parts, signedIn } from '../support/portal';
import { minutesBody, recordingMinutesId } from '../support/portalOrders';
import { headOf } from '../support/entries';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { count, failure, savePath } from '../support/requests';
import { lostReply, placeWith } from '../support/settlingParts';

const minutes = { serviceId: recordingMinutesId, quantity: '7' };

describe('a possible duplicate', () => {
  let clock: Clock;
  let portal: TestPortal;
  let parts: Parts;
  let here: OrderParts;
  let there: OrderParts;

  beforeEach(async () => {
    clock = new Clock();
    portal = await startPortal({ now: clock.now });
    parts = await signedIn(portal, { now: clock.now });
    const folder = ordersFolder();
    here = orderParts(parts, folder, clock.now);
    there = orderParts(parts, folder, clock.now);
  });

  afterEach(async () => {
    here.dispose();
    there.dispose();
    removeFolder(here.folder);
    await portal.close();
  });

  const sent = () => count(portal.requests, savePath);
  const reviewed = (options: Parameters<typeof review>[1] = {}) =>
    review(parts, { journal: here.journal, ...options });
  const plain = (result: PlacementResult | Blocked | undefined) => {
    const outcome = result && 'outcome' in result ? result.outcome : result;
    return outcome?.kind === 'blocked'
      ? { beingPlaced: outcome.beingPlaced, entries: outcome.entries.map(({ id }) => id) }
      : outcome?.kind;
  };
  const blockedFor = (...entries: EntryId[]) => ({ beingPlaced: false, entries });
  const consentToEntries = (...ids: EntryId[]) =>
    consentTo({ entries: here.journal.entries.filter(({ id }) => ids.includes(id)), orders: [] });

  it('is blocked in every window while the outcome of the first order is unknown', async () => {
    const id = await placeWith(portal, parts, there, lostReply);
    const order = await reviewed();
    assert.deepEqual(plain(await here.placement.place(order)), blockedFor(id));
    assert.deepEqual(plain(await there.placement.place(order)), blockedFor(id));
    assert.deepEqual(plain(await here.placement.blockedBy(order)), blockedFor(id));
    assert.equal(sent(), 1);
  });

  it('is sent only after the user consents to repeat every order that it may repeat', async () => {
    const one = await placeWith(portal, parts, here, lostReply, minutes);
    clock.advance(1);
    const other = await placeWith(portal, parts, here, lostReply, minutes);
    const order = await reviewed({ values: minutes });
    assert.deepEqual(
      plain(await here.placement.place(order, consentToEntries(one))),
      blockedFor(other, one),
      'all of them are named again',
    );
    assert.equal(sent(), 2);
    assert.equal(plain(await here.placement.place(order, consentToEntries(other, one))), 'placed');
    assert.equal(sent(), 3);
  });

  it('stays blocked when the first order turns out to be placed, until the user consents to repeat a placed order', async () => {
    const id = await placeWith(portal, parts, here, lostReply, minutes);
    const order = await reviewed({ values: minutes });
    assert.deepEqual(plain(await here.placement.place(order)), blockedFor(id));
    const toUnknown = consentToEntries(id);
    await here.reconciliation.check();
    assert.equal(here.journal.find(id)?.current.state, 'placed');
    assert.deepEqual(plain(await here.placement.blockedBy(order)), blockedFor(id));
    assert.deepEqual(plain(await here.placement.place(order)), blockedFor(id));
    assert.deepEqual(
      plain(await here.placement.place(order, toUnknown)),
      blockedFor(id),
      'the consent was for an order of unknown outcome',
    );
    assert.equal(sent(), 1);
    assert.equal(plain(await here.placement.place(order, consentToEntries(id))), 'placed');
  });

  it('is blocked by an order that was being placed during the review and has been placed since', async () => {
    const first = await reviewed({ values: minutes });
    let second: Awaited<ReturnType<typeof reviewed>> | undefined;
    onSave(portal, async (_request, process) => {
      second = await reviewed({ values: minutes, operation: 'expand' });
      return process();
    });
    const { entryId } = await there.placement.place(first);
    assert.ok(second && entryId);
    clock.advance(60 * 60);
    assert.deepEqual(plain(await here.placement.place(second)), blockedFor(entryId));
    assert.equal(sent(), 1);
  });

  for (const seconds of [-5 * 60, -86_400, 86_400]) {
    it(`is blocked by an order placed after its review, even if the clock was off by ${seconds} s then`, async () => {
      const order = await reviewed({ values: minutes, operation: 'expand' });
      clock.advance(seconds);
      const other = await review(parts, { values: { ...minutes, poNumber: 'PO-8' }, operation: 'expand' });
      const { entryId } = await there.placement.place(other);
      assert.ok(entryId);
      clock.advance(-seconds);
      assert.deepEqual(plain(await here.placement.place(order)), blockedFor(entryId));
      assert.equal(sent(), 1);
    });
  }

  it('is sent after a new review that shows the first order, if its quantity differs', async () => {
    const first = await there.placement.place(await reviewed({ values: minutes, operation: 'expand' }));
    assert.equal(plain(first), 'placed');
    const other = { ...minutes, quantity: '8' };
    const anew = await reviewed({ values: other, operation: 'expand' });
    assert.equal(await here.placement.blockedBy(anew), undefined);
    assert.equal(plain(await here.placement.place(anew)), 'placed');
  });

  const certain: readonly EntryChange[] = [
    { state: 'refused', at: 1, reason: 'quota_exceeded' },
    { state: 'notSent', at: 1, reason: 'ECONNREFUSED' },
    { state: 'dismissed', at: 1 },
    ...['failed', 'invalid', 'cancelled', 'canceled', 'refunded', 'Cancelled'].map(
      (orderStatus): EntryChange => ({
        ...{ state: 'placed', at: 1, orderNo: 'YL1', by: 'reply', orderStatus },
      }),
    ),
  ];
  for (const change of certain) {
    const what = 'orderStatus' in change ? `placed and ${String(change.orderStatus)}` : change.state;
    it(`is not blocked by an order that is ${what}, even if it was created after the review`, async () => {
      const order = await reviewed();
      const head = headOf({ baseUrl: parts.baseUrl, createdAt: clock.now() + 1 });
      await there.journal.add(head);
      await there.journal.note(head.id, change);
      assert.equal(plain(await here.placement.place(order)), 'placed');
    });
  }

  const listings = [
    { was: 'succeed', is: 'cancelled', isBlocked: false },
    { was: 'failed', is: 'succeed', isBlocked: true },
  ];
  for (const { was, is, isBlocked } of listings) {
    it(`uses the status that the portal lists now: ${was} before, ${is} now`, async () => {
      const head = headOf({ baseUrl: parts.baseUrl, createdAt: clock.now() });
      await there.journal.add(head);
      const placed = { state: 'placed', at: 1, orderNo: 'YL1', by: 'reply', orderStatus: was } as const;
      await there.journal.note(head.id, placed);
      const order = await reviewed();
      assert.equal(
        (await here.placement.blockedBy(order)) === undefined,
        isBlocked,
        'without a listed status',
      );
      const recent = { ...order.known.recent, statuses: new Map([['YL1', is]]) };
      const known = { ...order.known, recent };
      const [listed] = ordersForSamePbx(order, known, here.journal, clock.now()).entries;
      assert.ok(listed?.current.state === 'placed');
      assert.equal(listed.current.orderStatus, is, 'as the review shows it');
      const ended = plain(await here.placement.place({ ...order, known }));
      assert.deepEqual(ended, isBlocked ? blockedFor(head.id) : 'placed');
    });
  }

  it('is not blocked by an order of another service, instance or portal', async () => {
    const others = [
      { baseUrl: parts.baseUrl, body: minutesBody(10) },
      { baseUrl: parts.baseUrl, body: headOf().body.replace('3658B4311196K2ID', '3631A2047815AT0X') },
      { baseUrl: 'https://portal.example' },
    ];
    for (const other of others) {
      await there.journal.add(headOf({ ...other, createdAt: clock.now() }));
    }
    const order = await reviewed();
    assert.equal(plain(await here.placement.place(order)), 'placed');
  });

  for (const typed of ['3658b4311196k2id', ' 3658B4311196K2ID ', '3658b4311196K2ID\t']) {
    it(`is blocked even if the serial number was typed as ${JSON.stringify(typed)}`, async () => {
      const body = headOf().body.replace('3658B4311196K2ID', JSON.stringify(typed).slice(1, -1));
      const head = headOf({ baseUrl: parts.baseUrl, body, createdAt: clock.now() });
      await there.journal.add(head);
      const order = await reviewed();
      assert.deepEqual(plain(await here.placement.place(order)), blockedFor(head.id));
      const lock = await there.locks.acquire(subjectsOf(entryOf(head, [])));
      assert.deepEqual(plain(await here.placement.place(order)), {
        ...{ beingPlaced: true, entries: [head.id] },
      });
      await lock?.release();
      assert.equal(sent(), 0);
    });
  }

  it('is blocked while another window places the first order, and says so', async () => {
    const [order, same] = [await reviewed(), await reviewed()];
    let during: unknown[] = [];
    onSave(portal, async (_request, process) => {
      during = [await here.placement.place(same), await here.placement.blockedBy(same)].map(plain);
      return process();
    });
    const first = await there.placement.place(order);
    assert.ok(first.entryId);
    const beingPlaced = { beingPlaced: true, entries: [first.entryId] };
    assert.deepEqual([plain(first), during, sent()], ['placed', [beingPlaced, beingPlaced], 1]);
  });

  it('is blocked while another order holds the lock but has no journal entry yet', async () => {
    const order = await reviewed();
    const lock = await there.locks.acquire(subjectsOf(order));
    assert.deepEqual(plain(await here.placement.blockedBy(order)), { beingPlaced: true, entries: [] });
    assert.deepEqual(plain(await here.placement.place(order)), { beingPlaced: true, entries: [] });
    assert.equal(sent(), 0);
    await lock?.release();
    assert.equal(plain(await here.placement.place(order)), 'placed');
  });

  it('names the lock file of an owner on another machine, and is sent once that file is removed', async () => {
    const order = await reviewed();
    const folder = join(there.folder, 'locks');
    const elsewhere = await new Locks(folder, 'linux another machine').acquire(subjectsOf(order));
    const [ended, now] = [await here.placement.place(order), await here.placement.blockedBy(order)];
    const [name = ''] = await readdir(folder);
    for (const blocked of [ended.outcome, now]) {
      assert.ok(blocked?.kind === 'blocked');
      assert.equal(blocked.lock?.file, join(folder, name));
    }
    assert.equal(sent(), 0);
    await rm(join(folder, name));
    assert.equal(elsewhere?.stands(), false, 'the other owner can no longer send');
    assert.equal(plain(await here.placement.place(order)), 'placed');
    await elsewhere.release();
  });

  it('is not reported as being placed if the lock is released just after its order ended', async () => {
    const order = await reviewed();
    const { id } = await there.journal.add(headOf({ baseUrl: parts.baseUrl, createdAt: clock.now() }));
    const lock = await there.locks.acquire(subjectsOf(order));
    await there.journal.note(id, { state: 'placed', at: clock.now(), orderNo: 'YL1', by: 'reply' });
    await here.journal.load();
    const blocked = here.placement.blockedBy(order);
    setTimeout(() => void lock?.release(), 50);
    assert.deepEqual(plain(await blocked), blockedFor(id));
  });

  it('releases its lock whatever the outcome', async () => {
    const order = await reviewed();
    for (const answered of [() => failure(400, 'quota_exceeded'), () => failure(502, 'bad_gateway')]) {
      onSave(portal, answered);
      await here.placement.place(order);
      assert.equal(await there.locks.isHeld(subjectsOf(order)), false);
    }
    assert.equal((await here.placement.place(order)).outcome.kind, 'blocked');
    assert.equal(await there.locks.isHeld(subjectsOf(order)), false);
  });
});

import assert from 'node:assert/strict';
import type { Ended, HeldBack } from '../../../src/orders/place';
import type { RecordChange, RecordId } from '../../../src/orders/record';
import { subjectsOf } from '../../../src/orders/subject';
import { Clock } from '../support/clock';
import type { OrderParts } from '../support/placing';
import { onSave, orderParts, recordsFolder, removeFolder, review } from '../support/placing';
import type { Parts } from '../support/portal';
import { signedIn } from '../support/portal';
import { minutesBody, recordingMinutesId } from '../support/portalOrders';
import { headOf } from '../support/records';
import type { TestPortal } from '../../portal/testPortal';
import { startPortal } from '../../portal/testPortal';
import { count, failure, savePath } from '../support/requests';
import { lostReply, placeWith } from '../support/settlingParts';

const minutes = { serviceId: recordingMinutesId, quantity: '7' };

describe('an order that may have been placed already', () => {
  let clock: Clock;
  let portal: TestPortal;
  let parts: Parts;
  let here: OrderParts;
  let there: OrderParts;

  beforeEach(async () => {
    clock = new Clock();
    portal = await startPortal({ now: clock.now });
    parts = await signedIn(portal, { now: clock.now });
    const folder = recordsFolder();
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
  const reviewed = (values: Parameters<typeof review>[1] = {}) =>
    review(parts, { now: clock.now, ...values });
  const plain = (result: Ended | HeldBack | undefined) =>
    result?.kind === 'heldBack'
      ? { beingPlaced: result.beingPlaced, records: result.records.map(({ id }) => id) }
      : result?.outcome.kind;
  const heldBackFor = (...records: RecordId[]) => ({ beingPlaced: false, records });

  it('is held back while what became of the first is not known, in every window', async () => {
    const id = await placeWith(portal, parts, there, lostReply);
    const order = await reviewed();
    assert.deepEqual(plain(await here.placement.place(order)), heldBackFor(id));
    assert.deepEqual(plain(await there.placement.place(order)), heldBackFor(id));
    assert.deepEqual(plain(await here.placement.heldBackBy(order)), heldBackFor(id));
    assert.equal(sent(), 1);
  });

  it('goes out when the user agrees to repeat each order that it may repeat, and not before', async () => {
    const one = await placeWith(portal, parts, here, lostReply, minutes);
    clock.advance(1);
    const other = await placeWith(portal, parts, here, lostReply, minutes);
    const order = await reviewed({ values: minutes });
    assert.deepEqual(plain(await here.placement.place(order, new Set([one]))), heldBackFor(other));
    assert.equal(sent(), 2);
    assert.equal(plain(await here.placement.place(order, new Set([other, one]))), 'placed');
    assert.equal(sent(), 3);
  });

  it('is held back when it was placed since its review began, and goes out after a new review', async () => {
    const [order, same] = [await reviewed({ values: minutes }), await reviewed({ values: minutes })];
    assert.equal(await here.placement.heldBackBy(order), undefined);
    const first = await there.placement.place(order);
    assert.ok(first.kind === 'ended' && first.recordId);
    assert.deepEqual(plain(await here.placement.place(same)), heldBackFor(first.recordId));
    assert.equal(sent(), 1);
    clock.advance(1);
    const anew = await reviewed({ values: minutes });
    assert.equal(await here.placement.heldBackBy(anew), undefined);
    assert.equal(plain(await here.placement.place(anew)), 'placed');
  });

  const certain: readonly RecordChange[] = [
    { state: 'refused', at: 1, reason: 'quota_exceeded' },
    { state: 'notSent', at: 1, reason: 'ECONNREFUSED' },
    { state: 'dismissed', at: 1 },
  ];
  for (const change of certain) {
    it(`is not held back by one that is ${change.state}, however late`, async () => {
      const order = await reviewed();
      const head = headOf({ baseUrl: parts.baseUrl, createdAt: clock.now() + 1 });
      await there.journal.record(head);
      await there.journal.note(head.id, change);
      assert.equal(plain(await here.placement.place(order)), 'placed');
    });
  }

  it('is not held back by an order of another service, instance or portal', async () => {
    const others = [
      { baseUrl: parts.baseUrl, body: minutesBody(10) },
      { baseUrl: parts.baseUrl, body: headOf().body.replace('3658B4311196K2ID', '3631A2047815AT0X') },
      { baseUrl: 'https://portal.example' },
    ];
    for (const other of others) {
      await there.journal.record(headOf({ ...other, createdAt: clock.now() }));
    }
    const order = await reviewed();
    assert.equal(plain(await here.placement.place(order)), 'placed');
  });

  it('is held back while the first is being placed in another window, which is told', async () => {
    const [order, same] = [await reviewed(), await reviewed()];
    let during: unknown[] = [];
    onSave(portal, async (_request, process) => {
      during = [await here.placement.place(same), await here.placement.heldBackBy(same)].map(plain);
      return process();
    });
    const first = await there.placement.place(order);
    assert.ok(first.kind === 'ended' && first.recordId);
    const beingPlaced = { beingPlaced: true, records: [first.recordId] };
    assert.deepEqual([plain(first), during, sent()], ['placed', [beingPlaced, beingPlaced], 1]);
  });

  it('is held back while another is about to be written down, of which there is no record yet', async () => {
    const order = await reviewed();
    const lock = await there.locks.acquire(subjectsOf(order));
    assert.deepEqual(plain(await here.placement.heldBackBy(order)), { beingPlaced: true, records: [] });
    assert.deepEqual(plain(await here.placement.place(order)), { beingPlaced: true, records: [] });
    assert.equal(sent(), 0);
    await lock?.release();
    assert.equal(plain(await here.placement.place(order)), 'placed');
  });

  it('leaves the way free, however it ended', async () => {
    const order = await reviewed();
    for (const answered of [() => failure(400, 'quota_exceeded'), () => failure(502, 'bad_gateway')]) {
      onSave(portal, answered);
      await here.placement.place(order);
      assert.equal(await there.locks.isHeld(subjectsOf(order)), false);
    }
    assert.equal((await here.placement.place(order)).kind, 'heldBack');
    assert.equal(await there.locks.isHeld(subjectsOf(order)), false);
  });
});

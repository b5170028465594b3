import assert from 'node:assert/strict';
import { type EntryChange, entryOf } from '../../../src/orders/entry';
import { withDay } from '../../../src/renewals/dueDate';
import { findOrderedRenewals } from '../../../src/renewals/orderedRenewals';
import { headOf, noon } from '../support/entries';

const day = 24 * 60 * 60 * 1000;
const placed: EntryChange = {
  state: 'placed',
  at: noon,
  orderNo: 'YL1',
  orderStatus: 'pending',
  by: 'reply',
};

interface Given {
  readonly change?: EntryChange;
  readonly operationType?: string;
  /** Empty: the entry has none. */
  readonly endDate?: string;
  /** When a reading found a later date than before. */
  readonly movedAt?: number;
  /** What the portal says now. */
  readonly expiry?: string;
  readonly status?: string;
  readonly now?: number;
}

function found({
  change = placed,
  operationType = 'renew_plan',
  endDate = '2026-02-01',
  expiry = '2026-02-01',
  movedAt,
  status,
  now = noon + day,
}: Given) {
  const body = `{"operationType":"${operationType}","productId":13,"productNo":"3658B4311196K2ID","serviceList":[{"serviceId":1}]}`;
  const entry = entryOf(headOf({ body, ...(endDate !== '' && { endDate }) }), [change]);
  const find = findOrderedRenewals([entry], () => status, now);
  return find(
    withDay({ productId: 13, productNo: '3658 b4311196k2id', name: '', expiry, ...(movedAt && { movedAt }) }),
  );
}

describe('a renewal that was ordered from here', () => {
  it('is pending until the end date has moved', () => {
    assert.deepEqual(found({}), { at: noon, status: 'pending' });
    assert.deepEqual(found({ expiry: '2026-02-01 00:00:00' }), { at: noon, status: 'pending' });
    assert.equal(found({ expiry: '2027-02-01' }), undefined);
    assert.equal(found({ now: noon + 365 * day })?.status, 'pending');
  });

  it('has no status while its outcome is unknown', () => {
    assert.deepEqual(found({ change: { state: 'unknown', at: noon, reason: 'ECONNRESET' } }), {
      at: noon,
      status: undefined,
    });
  });

  it('has the newest status', () => {
    assert.equal(found({ status: 'succeed' })?.status, 'succeed');
  });

  it('does not count if nothing was bought', () => {
    assert.equal(found({ change: { state: 'refused', at: noon, reason: 'no' } }), undefined);
    assert.equal(found({ change: { state: 'notSent', at: noon, reason: 'no' } }), undefined);
    assert.equal(found({ change: { state: 'dismissed', at: noon } }), undefined);
    for (const status of ['Cancelled', 'canceled', 'refunded', 'failed', 'invalid']) {
      assert.equal(found({ status }), undefined, status);
    }
  });

  it('is done once a reading found a later date, if the order does not know the earlier one', () => {
    const unknownBefore = { endDate: '', expiry: '2027-02-01' };
    assert.ok(found(unknownBefore));
    assert.ok(found({ ...unknownBefore, movedAt: noon - day }));
    assert.equal(found({ ...unknownBefore, movedAt: noon + 1 }), undefined);
    assert.ok(found({ movedAt: noon + 1 }));
  });

  it('is no other order', () => {
    assert.equal(found({ operationType: 'purchase_service' }), undefined);
  });

  it('counts for a month if the end date cannot show it', () => {
    const unclear = { endDate: 'soon', expiry: 'later' };
    assert.ok(found({ ...unclear, now: noon + 29 * day }));
    assert.equal(found({ ...unclear, now: noon + 31 * day }), undefined);
  });
});

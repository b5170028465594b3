import assert from 'node:assert/strict';
import {
  type JournalEntry,
  type EntryChange,
  isUnsettled,
  newEntryId,
  entryOf,
} from '../../../src/orders/entry';
import { readOrdered } from '../../../src/orders/subject';
import { headOf, noon } from '../support/records';

const placed: EntryChange = { state: 'placed', at: noon + 1, orderNo: 'YL3206252408495661057', by: 'reply' };
const refused: EntryChange = { state: 'refused', at: noon + 2, reason: 'billingId: unknown' };
const notSent: EntryChange = { state: 'notSent', at: noon + 3, reason: 'ECONNREFUSED' };
const unknown: EntryChange = { state: 'unknown', at: noon + 4, reason: 'ECONNRESET' };
const dismissed: EntryChange = { state: 'dismissed', at: noon + 5 };
const looked: EntryChange = { state: 'looked', at: noon + 6, possible: ['YL1', 'YL2'] };

describe('the record of an order', () => {
  const stateOf = (changes: readonly EntryChange[]) => entryOf(headOf(), changes).current.state;

  it('has a name of its own', () => {
    const ids = new Set(Array.from({ length: 100 }, newEntryId));
    assert.equal(ids.size, 100);
    for (const id of ids) {
      assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }
  });

  it('holds what its head says, and is open as long as nothing is noted', () => {
    const head = headOf({ before: { orderNos: ['YL3206252408495661056'], total: 1 } });
    const { format, version, ...told } = head;
    assert.deepEqual(entryOf(head, []), {
      ...told,
      ordered: readOrdered(head.body),
      current: { state: 'recorded', at: noon },
      looks: [],
    });
    assert.deepEqual([format, version], ['pbx-subscriptions order', 1]);
  });

  it('tells nothing of earlier orders where these could not be read', () => {
    assert.equal('before' in entryOf(headOf(), []), false);
  });

  for (const change of [placed, refused, notSent, unknown, dismissed]) {
    it(`is ${change.state} when that was noted, with all that was noted of it`, () => {
      assert.deepEqual(entryOf(headOf(), [change]).current, change);
    });
  }

  for (const other of [refused, notSent, unknown, dismissed]) {
    it(`is placed when that was noted before or after ${other.state}`, () => {
      assert.deepEqual(entryOf(headOf(), [placed, other]).current, placed);
      assert.deepEqual(entryOf(headOf(), [other, placed]).current, placed);
      assert.deepEqual(entryOf(headOf(), [other, placed, other]).current, placed);
    });
  }

  it('is what was noted last of all others', () => {
    assert.equal(stateOf([unknown, dismissed]), 'dismissed');
    assert.equal(stateOf([unknown, refused]), 'refused');
  });

  it('stays as the user has settled it, whatever a window notes that was taken for dead, before or after', () => {
    for (const changes of [
      [dismissed, unknown],
      [unknown, dismissed, unknown],
      [dismissed, looked, unknown],
    ]) {
      assert.deepEqual(entryOf(headOf(), changes).current, dismissed);
    }
  });

  it('is told by a reply that comes after the user has settled it', () => {
    const byUser: EntryChange = { ...placed, orderNo: 'YL1', by: 'user' };
    const inList: EntryChange = { ...placed, orderNo: 'YL2', by: 'orderList' };
    for (const settled of [dismissed, byUser]) {
      assert.deepEqual(entryOf(headOf(), [unknown, settled, placed]).current, placed);
      assert.deepEqual(entryOf(headOf(), [placed, settled, unknown]).current, placed);
    }
    assert.deepEqual(entryOf(headOf(), [unknown, dismissed, refused]).current, refused);
    assert.deepEqual(entryOf(headOf(), [byUser, unknown, inList]).current, byUser);
  });

  it('keeps the looks for it, oldest first, and none of them settles it', () => {
    const again: EntryChange = { ...looked, at: noon + 9, possible: [] };
    const record = entryOf(headOf(), [unknown, looked, again]);
    assert.deepEqual(record.looks, [looked, again]);
    assert.deepEqual(record.current, unknown);
    assert.equal(stateOf([looked]), 'recorded');
  });

  const settled: readonly (readonly [changes: readonly EntryChange[], unsettled: boolean])[] = [
    [[], true],
    [[unknown], true],
    [[looked], true],
    [[unknown, looked], true],
    [[placed], false],
    [[refused], false],
    [[notSent], false],
    [[unknown, dismissed], false],
    [[unknown, placed, unknown], false],
  ];
  for (const [changes, unsettled] of settled) {
    const noted = changes.map(({ state }) => state).join(', ') || 'nothing';
    it(`is ${unsettled ? 'not settled' : 'settled'} when ${noted} was noted`, () => {
      const record: JournalEntry = entryOf(headOf(), changes);
      assert.equal(isUnsettled(record), unsettled);
    });
  }
});

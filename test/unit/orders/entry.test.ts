import assert from 'node:assert/strict';
import { type JournalEntry, type EntryChange, isOpen, newEntryId, entryOf } from '../../../src/orders/entry';
import { readOrderContents } from '../../../src/orders/subject';
import { headOf, noon } from '../support/entries';

const placed: EntryChange = { state: 'placed', at: noon + 1, orderNo: 'YL3206252408495661057', by: 'reply' };
const refused: EntryChange = { state: 'refused', at: noon + 2, reason: 'billingId: unknown' };
const notSent: EntryChange = { state: 'notSent', at: noon + 3, reason: 'ECONNREFUSED' };
const unknown: EntryChange = { state: 'unknown', at: noon + 4, reason: 'ECONNRESET' };
const dismissed: EntryChange = { state: 'dismissed', at: noon + 5 };
const looked: EntryChange = { state: 'looked', at: noon + 6, possible: ['YL1', 'YL2'] };

describe('a journal entry', () => {
  const stateOf = (changes: readonly EntryChange[]) => entryOf(headOf(), changes).current.state;

  it('has a unique ID', () => {
    const ids = new Set(Array.from({ length: 100 }, newEntryId));
    assert.equal(ids.size, 100);
    for (const id of ids) {
      assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }
  });

  it('contains its head, and is open until something is noted', () => {
    const head = headOf({ before: { orderNos: ['YL3206252408495661056'], total: 1 } });
    const { format, version, ...told } = head;
    assert.deepEqual(entryOf(head, []), {
      ...told,
      ordered: readOrderContents(head.body),
      current: { state: 'recorded', at: noon },
      looks: [],
    });
    assert.deepEqual([format, version], ['pbx-subscriptions order', 1]);
  });

  it('contains no snapshot if there was none', () => {
    assert.equal('before' in entryOf(headOf(), []), false);
  });

  for (const change of [placed, refused, notSent, unknown, dismissed]) {
    it(`is ${change.state} with all details after that was noted`, () => {
      assert.deepEqual(entryOf(headOf(), [change]).current, change);
    });
  }

  for (const other of [refused, notSent, unknown, dismissed]) {
    it(`is placed if that was noted before or after ${other.state}`, () => {
      assert.deepEqual(entryOf(headOf(), [placed, other]).current, placed);
      assert.deepEqual(entryOf(headOf(), [other, placed]).current, placed);
      assert.deepEqual(entryOf(headOf(), [other, placed, other]).current, placed);
    });
  }

  it('otherwise has the state that was noted last', () => {
    assert.equal(stateOf([unknown, dismissed]), 'dismissed');
    assert.equal(stateOf([unknown, refused]), 'refused');
  });

  it('keeps the user’s decision even if a window that was taken for dead notes an unknown outcome', () => {
    for (const changes of [
      [dismissed, unknown],
      [unknown, dismissed, unknown],
      [dismissed, looked, unknown],
    ]) {
      assert.deepEqual(entryOf(headOf(), changes).current, dismissed);
    }
  });

  it('follows a reply that arrives after the user’s decision', () => {
    const byUser: EntryChange = { ...placed, orderNo: 'YL1', by: 'user' };
    const inList: EntryChange = { ...placed, orderNo: 'YL2', by: 'orderList' };
    for (const settled of [dismissed, byUser]) {
      assert.deepEqual(entryOf(headOf(), [unknown, settled, placed]).current, placed);
      assert.deepEqual(entryOf(headOf(), [placed, settled, unknown]).current, placed);
    }
    assert.deepEqual(entryOf(headOf(), [unknown, dismissed, refused]).current, refused);
    assert.deepEqual(entryOf(headOf(), [byUser, unknown, inList]).current, byUser);
  });

  it('keeps its checks, oldest first, and none of them closes it', () => {
    const again: EntryChange = { ...looked, at: noon + 9, possible: [] };
    const entry = entryOf(headOf(), [unknown, looked, again]);
    assert.deepEqual(entry.looks, [looked, again]);
    assert.deepEqual(entry.current, unknown);
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
    it(`is ${unsettled ? 'open' : 'closed'} after ${noted} was noted`, () => {
      const entry: JournalEntry = entryOf(headOf(), changes);
      assert.equal(isOpen(entry), unsettled);
    });
  }
});

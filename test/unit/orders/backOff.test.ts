import assert from 'node:assert/strict';
import { CheckIntervals } from '../../../src/orders/reconciliation';
import { type EntryChange, entryOf } from '../../../src/orders/entry';
import { headOf, noon } from '../support/records';

const minute = 60_000;
const looked = (at: number): EntryChange => ({ state: 'looked', at, possible: [] });

describe('when an order is looked for again', () => {
  /** Seconds from noon. */
  const due = (changes: readonly EntryChange[], now: number, backOff = new CheckIntervals()) =>
    (backOff.dueAt(entryOf(headOf(), changes), now) - noon) / 1000;

  it('is at once where it was never looked for', () => {
    assert.equal(due([], noon), 0);
    assert.equal(due([{ state: 'unknown', at: noon + minute, reason: '' }], noon + minute), 60);
  });

  it('is counted from the last of the looks that are noted', () => {
    assert.equal(due([looked(noon)], noon + 9 * minute), 3);
    assert.equal(
      due(
        [1, 2, 3].map((times) => looked(noon + times * minute)),
        noon + 9 * minute,
      ),
      180 + 20,
    );
  });

  it('is counted from a look that failed, of which nothing is noted', () => {
    const [backOff, record] = [new CheckIntervals(), entryOf(headOf(), [])];
    backOff.note(record, true, noon + minute);
    assert.equal((backOff.dueAt(record, noon + minute) - noon) / 1000, 63);
    backOff.note(record, true, noon + 2 * minute);
    assert.equal((backOff.dueAt(record, noon + 2 * minute) - noon) / 1000, 130);
  });

  it('is put off without becoming rarer while it is being placed', () => {
    const [backOff, record] = [new CheckIntervals(), entryOf(headOf(), [])];
    backOff.note(record, true, noon);
    for (let times = 1; times <= 5; times++) {
      backOff.note(record, false, noon + times * minute);
    }
    assert.equal((backOff.dueAt(record, noon + 5 * minute) - noon) / 1000, 303);
  });

  it('is a little later while the first request is under way, not at once again and again', () => {
    const [backOff, record] = [new CheckIntervals(), entryOf(headOf(), [])];
    backOff.note(record, false, noon + minute);
    assert.equal((backOff.dueAt(record, noon + minute) - noon) / 1000, 63);
  });

  it('is never further away than a quarter of an hour, also where the clock was ahead before', () => {
    const looks = Array.from({ length: 50 }, (_, times) => looked(noon + (times + 1) * 600 * minute));
    assert.equal(due(looks, noon), 900);
  });

  it('is not put off by a look that failed, of which a clock that was ahead told the time', () => {
    const [backOff, record] = [new CheckIntervals(), entryOf(headOf(), [])];
    backOff.note(record, true, noon + 2880 * minute);
    assert.equal((backOff.dueAt(record, noon + 20 * minute) - noon) / 1000, 3);
  });

  it('comes nearer as time goes on, whatever was noted while the clock was ahead', () => {
    const ahead = noon + 2880 * minute;
    const changes: EntryChange[] = [{ state: 'unknown', at: ahead, reason: '' }, looked(ahead)];
    for (const now of [noon, noon + minute]) {
      assert.ok(due(changes, now) <= (now - noon) / 1000, `is put off at ${now - noon}`);
      assert.equal(due([looked(noon), looked(ahead)], now), 10);
    }
  });

  it('is not put off by looks for another order', () => {
    const [backOff, one, other] = [new CheckIntervals(), entryOf(headOf(), []), entryOf(headOf(), [])];
    backOff.note(one, true, noon);
    assert.equal(backOff.dueAt(other, noon), noon);
  });
});

import assert from 'node:assert/strict';
import { CheckIntervals } from '../../../src/orders/reconciliation';
import { type EntryChange, entryOf } from '../../../src/orders/entry';
import { headOf, noon } from '../support/entries';

const minute = 60_000;
const looked = (at: number): EntryChange => ({ state: 'looked', at, possible: [] });

describe('the next check of an order', () => {
  /** Seconds after noon. */
  const due = (changes: readonly EntryChange[], now: number, backOff = new CheckIntervals()) =>
    (backOff.dueAt(entryOf(headOf(), changes), now) - noon) / 1000;

  it('is due at once if there was none', () => {
    assert.equal(due([], noon), 0);
    assert.equal(due([{ state: 'unknown', at: noon + minute, reason: '' }], noon + minute), 60);
  });

  it('depends on the number and time of the noted checks', () => {
    assert.equal(due([looked(noon)], noon + 9 * minute), 3);
    assert.equal(
      due(
        [1, 2, 3].map((times) => looked(noon + times * minute)),
        noon + 9 * minute,
      ),
      180 + 20,
    );
  });

  it('also depends on a failed check, which is not noted', () => {
    const [backOff, entry] = [new CheckIntervals(), entryOf(headOf(), [])];
    backOff.note(entry, true, noon + minute);
    assert.equal((backOff.dueAt(entry, noon + minute) - noon) / 1000, 63);
    backOff.note(entry, true, noon + 2 * minute);
    assert.equal((backOff.dueAt(entry, noon + 2 * minute) - noon) / 1000, 130);
  });

  it('is postponed without becoming rarer while the order is being placed', () => {
    const [backOff, entry] = [new CheckIntervals(), entryOf(headOf(), [])];
    backOff.note(entry, true, noon);
    for (let times = 1; times <= 5; times++) {
      backOff.note(entry, false, noon + times * minute);
    }
    assert.equal((backOff.dueAt(entry, noon + 5 * minute) - noon) / 1000, 303);
  });

  it('is a little later, not due at once, while the first request is under way', () => {
    const [backOff, entry] = [new CheckIntervals(), entryOf(headOf(), [])];
    backOff.note(entry, false, noon + minute);
    assert.equal((backOff.dueAt(entry, noon + minute) - noon) / 1000, 63);
  });

  it('is at most 15 minutes away, even if the clock was ahead before', () => {
    const looks = Array.from({ length: 50 }, (_, times) => looked(noon + (times + 1) * 600 * minute));
    assert.equal(due(looks, noon), 900);
  });

  it('is not postponed by a failed check whose time came from a clock that was ahead', () => {
    const [backOff, entry] = [new CheckIntervals(), entryOf(headOf(), [])];
    backOff.note(entry, true, noon + 2880 * minute);
    assert.equal((backOff.dueAt(entry, noon + 20 * minute) - noon) / 1000, 3);
  });

  it('comes closer over time, whatever was noted while the clock was ahead', () => {
    const ahead = noon + 2880 * minute;
    const changes: EntryChange[] = [{ state: 'unknown', at: ahead, reason: '' }, looked(ahead)];
    for (const now of [noon, noon + minute]) {
      assert.ok(due(changes, now) <= (now - noon) / 1000, `is put off at ${now - noon}`);
      assert.equal(due([looked(noon), looked(ahead)], now), 10);
    }
  });

  it('is not postponed by checks of another order', () => {
    const [backOff, one, other] = [new CheckIntervals(), entryOf(headOf(), []), entryOf(headOf(), [])];
    backOff.note(one, true, noon);
    assert.equal(backOff.dueAt(other, noon), noon);
  });
});

import assert from 'node:assert/strict';
import type { Match } from '../../../src/orders/match';
import { type Recorded, type Told, hour, match, minute } from '../support/matching';
import { bodyOf, noon } from '../support/entries';

describe('comparing the time of a portal order with that of an entry', () => {
  const withNumber = { body: bodyOf({ poNumber: 'PO-7' }) };
  const unlisted = { before: undefined };
  const unsorted = { before: { orderNos: ['YL3206252408495661056'], total: 53 } };

  const cases: readonly (readonly [what: string, told: Told, recorded: Recorded, expected: Match])[] = [
    ['it is 15 minutes older', { createTime: noon - 15 * minute }, {}, 'certain'],
    ['it is more than 15 minutes older', { createTime: noon - 15 * minute - 1 }, {}, 'possible'],
    ['it is two hours younger', { createTime: noon + 2 * hour }, {}, 'certain'],
    ['it is more than two hours younger', { createTime: noon + 2 * hour + 1 }, {}, 'possible'],
    ['it is a day younger', { createTime: noon + 24 * hour }, {}, 'possible'],
    ['it is new, but more than a day younger', { createTime: noon + 24 * hour + 1 }, {}, 'possible'],
    ['it is new, but more than a day older', { createTime: noon - 24 * hour - 1 }, {}, 'possible'],
    ['it is more than a day younger and not certainly new', { createTime: noon + 25 * hour }, unsorted, 'no'],
    ['it is more than a day older and not certainly new', { createTime: noon - 25 * hour }, unlisted, 'no'],
    [
      'it is new with the same PO number, by a clock that is 25 hours behind',
      { createTime: noon - 25 * hour, poNumber: 'PO-7' },
      withNumber,
      'certainByReference',
    ],
    [
      'it is new with the same custom reference, by a clock that is 25 hours ahead',
      { createTime: noon + 25 * hour, customReferenceNo: 'PO-7' },
      withNumber,
      'certainByReference',
    ],
    [
      'it is new with the same PO number but no serial number, by a clock that is years behind',
      { createTime: 946684800, poNumber: 'PO-7', productNo: undefined },
      withNumber,
      'possible',
    ],
    [
      'the PO number is equal, there is no snapshot, and it is a moment older than the entry, as the original of Order Again is',
      { poNumber: 'PO-7', createTime: noon - 1 },
      { ...withNumber, ...unlisted },
      'possible',
    ],
    [
      'the PO number is equal, there is no snapshot, and it is minutes older than the entry, in seconds',
      { poNumber: 'PO-7', createTime: (noon - 5 * minute) / 1000 },
      { ...withNumber, ...unlisted },
      'possible',
    ],
    [
      'the custom reference is equal, the snapshot was incomplete, and it is older than the entry',
      { customReferenceNo: 'PO-7', createTime: noon - 10 * minute },
      { ...withNumber, ...unsorted },
      'possible',
    ],
    [
      'the PO number is equal, there is no snapshot, and it is more than a day older',
      { poNumber: 'PO-7', createTime: noon - 25 * hour },
      { ...withNumber, ...unlisted },
      'no',
    ],
    [
      'the PO number is equal, there is no snapshot, and it has exactly the time of the entry',
      { poNumber: 'PO-7', createTime: noon },
      { ...withNumber, ...unlisted },
      'certainByReference',
    ],
  ];
  for (const [what, told, recorded, expected] of cases) {
    it(`${expected === 'no' ? 'rules it out' : `makes it ${expected}`} if ${what}`, () => {
      assert.equal(match(told, recorded), expected);
    });
  }
});

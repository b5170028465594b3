import assert from 'node:assert/strict';
import type { Match } from '../../../src/orders/match';
import { type Recorded, type Told, hour, match, minute } from '../support/matching';
import { bodyOf, noon } from '../support/records';

describe('the time of a portal’s order, compared with that of an entry', () => {
  const withNumber = { body: bodyOf({ poNumber: 'PO-7' }) };
  const unlisted = { before: undefined };
  const unsorted = { before: { orderNos: ['YL3206252408495661056'], total: 53 } };

  const cases: readonly (readonly [what: string, told: Told, recorded: Recorded, expected: Match])[] = [
    ['it is 15 minutes older', { createTime: noon - 15 * minute }, {}, 'certain'],
    ['it is more than 15 minutes older', { createTime: noon - 15 * minute - 1 }, {}, 'possible'],
    ['it is two hours younger', { createTime: noon + 2 * hour }, {}, 'certain'],
    ['it is more than two hours younger', { createTime: noon + 2 * hour + 1 }, {}, 'possible'],
    ['it is a day younger', { createTime: noon + 24 * hour }, {}, 'possible'],
    ['it is new, though more than a day younger', { createTime: noon + 24 * hour + 1 }, {}, 'possible'],
    ['it is new, though more than a day older', { createTime: noon - 24 * hour - 1 }, {}, 'possible'],
    ['it is more than a day younger, not surely new', { createTime: noon + 25 * hour }, unsorted, 'no'],
    ['it is more than a day older, not surely new', { createTime: noon - 25 * hour }, unlisted, 'no'],
    [
      'it is new, by a clock that is 25 hours behind, with the same PO number',
      { createTime: noon - 25 * hour, poNumber: 'PO-7' },
      withNumber,
      'certainByReference',
    ],
    [
      'it is new, by a clock that is 25 hours ahead, with the same custom reference',
      { createTime: noon + 25 * hour, customReferenceNo: 'PO-7' },
      withNumber,
      'certainByReference',
    ],
    [
      'it is new, by a clock that is years behind, with the same PO number and no serial number told',
      { createTime: 946684800, poNumber: 'PO-7', productNo: undefined },
      withNumber,
      'possible',
    ],
    [
      'the PO number is the same, the orders before are not known, and it is older than the entry by a moment, as the order that Order Again copied is',
      { poNumber: 'PO-7', createTime: noon - 1 },
      { ...withNumber, ...unlisted },
      'possible',
    ],
    [
      'the PO number is the same, the orders before are not known, and it is older than the entry by minutes, in seconds',
      { poNumber: 'PO-7', createTime: (noon - 5 * minute) / 1000 },
      { ...withNumber, ...unlisted },
      'possible',
    ],
    [
      'it is older than the entry, by custom reference, and the snapshot did not see all',
      { customReferenceNo: 'PO-7', createTime: noon - 10 * minute },
      { ...withNumber, ...unsorted },
      'possible',
    ],
    [
      'it has the same PO number, is more than a day older, and the orders before are not known',
      { poNumber: 'PO-7', createTime: noon - 25 * hour },
      { ...withNumber, ...unlisted },
      'no',
    ],
    [
      'it has the same PO number and the very time of the entry, and the orders before are not known',
      { poNumber: 'PO-7', createTime: noon },
      { ...withNumber, ...unlisted },
      'certainByReference',
    ],
  ];
  for (const [what, told, recorded, expected] of cases) {
    it(`${expected === 'no' ? 'rules it out' : `leaves it ${expected}`} when ${what}`, () => {
      assert.equal(match(told, recorded), expected);
    });
  }
});

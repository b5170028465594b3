import assert from 'node:assert/strict';
import { matchOf, type Match } from '../../../src/orders/match';
import { entryOf } from '../../../src/orders/entry';
import { parseExact } from '../../../src/portal/exactJson';
import { readOrders } from '../../../src/portal/portalOrders';
import {
  type Recorded,
  type Told,
  hour,
  knownBefore as before,
  match,
  minute,
  newestId,
} from '../support/matching';
import { bodyOf, headOf, noon } from '../support/records';
import { highAvailabilityId } from '../support/reference';

describe('whether an order of the portal’s is the recorded one', () => {
  const withNumber = { body: bodyOf({ poNumber: 'PO-7' }) };
  const unlisted = { before: undefined };
  const unsorted = { before: { orderNos: ['YL3206252408495661056'], total: 53 } };

  const cases: readonly (readonly [what: string, told: Told, recorded: Recorded, expected: Match])[] = [
    ['all that is told is the same', {}, {}, 'certain'],
    ['it was there before, by its number', { orderNo: 'YL3206252408495661056' }, {}, 'no'],
    ['it was there before, by its id', { id: newestId }, {}, 'no'],
    ['it is older by one than the newest before', { id: '3206252408495661056' }, {}, 'no'],
    ['it is newer by one than the newest before', { id: '3206252408495661058' }, {}, 'certain'],
    [
      'it was there before, though its PO number is the same',
      { id: newestId, poNumber: 'PO-7' },
      withNumber,
      'no',
    ],
    ['the orders before are not known', {}, unlisted, 'possible'],
    ['the orders before were not sorted and not all seen', {}, unsorted, 'possible'],
    ['its id is not told', { id: undefined }, {}, 'possible'],
    [
      'its id is not told, and all orders before were seen',
      { id: undefined },
      { before: { ...before, total: 1 } },
      'certain',
    ],
    ['it is the first of all', {}, { before: { orderNos: [], total: 0 } }, 'certain'],

    ['the PO number is the same', { poNumber: 'PO-7' }, withNumber, 'certainByReference'],
    [
      'the custom reference is the PO number',
      { customReferenceNo: 'PO-7' },
      withNumber,
      'certainByReference',
    ],
    ['the PO number is another', { poNumber: 'PO-8' }, withNumber, 'no'],
    ['the PO number differs by its case', { poNumber: 'po-7' }, withNumber, 'possible'],
    ['the PO number differs by blanks', { poNumber: ' PO 7' }, withNumber, 'possible'],
    [
      'the PO number is another and the custom reference is the same',
      { poNumber: 'PO-8', customReferenceNo: 'PO-7' },
      withNumber,
      'possible',
    ],
    ['neither PO number nor custom reference are told', {}, withNumber, 'certain'],
    ['both are empty', { poNumber: '', customReferenceNo: '' }, withNumber, 'certain'],
    ['there is a custom reference, and none was sent', { customReferenceNo: 'R-1' }, {}, 'possible'],

    [
      'the PO number is the same and the orders before are not known',
      { poNumber: 'PO-7' },
      { ...withNumber, ...unlisted },
      'certainByReference',
    ],
    [
      'and neither is the time',
      { poNumber: 'PO-7', createTime: undefined },
      { ...withNumber, ...unlisted },
      'possible',
    ],
    [
      'and the time is another',
      { poNumber: 'PO-7', createTime: noon + 5 * hour },
      { ...withNumber, ...unlisted },
      'possible',
    ],
    [
      'the PO number is the same, and it is new at another time',
      { poNumber: 'PO-7', createTime: noon + 5 * hour },
      withNumber,
      'certainByReference',
    ],
    [
      'the PO number is the same, and it is new at an untold time',
      { poNumber: 'PO-7', createTime: undefined },
      withNumber,
      'certainByReference',
    ],
    [
      'the PO number is the same, but of another instance',
      { poNumber: 'PO-7', productNo: '3631A2047815AT0X' },
      withNumber,
      'no',
    ],
    [
      'the PO number is the same, and no instance is told',
      { poNumber: 'PO-7', productNo: undefined },
      withNumber,
      'possible',
    ],
    [
      'the PO number is the same, but the lines are others',
      { poNumber: 'PO-7', lines: [['3048573759449317376', 10]] },
      withNumber,
      'possible',
    ],
    [
      'the PO number is the same, and no lines are told: one number may be for all that a customer orders',
      { poNumber: 'PO-7', lines: undefined },
      withNumber,
      'possible',
    ],

    ['the serial number is another', { productNo: '3658B4311196K2IE' }, {}, 'no'],
    ['the serial number is not told', { productNo: undefined }, {}, 'possible'],
    [
      'no instance was named, and the lines are the same',
      { productNo: undefined },
      { body: bodyOf({ productNo: undefined }) },
      'possible',
    ],
    [
      'no instance was named, and the portal names the new one',
      {},
      { body: bodyOf({ productNo: undefined }) },
      'possible',
    ],
    [
      'no instance was named, and PO number and lines are the same',
      { productNo: undefined, poNumber: 'PO-7' },
      { body: bodyOf({ productNo: undefined, poNumber: 'PO-7' }) },
      'certainByReference',
    ],
    [
      'no instance was named, and the PO number that was sent is not told',
      { productNo: undefined },
      { body: bodyOf({ productNo: undefined, poNumber: 'PO-7' }) },
      'possible',
    ],
    [
      'no instance was named, and no lines are told',
      { lines: undefined },
      { body: bodyOf({ productNo: undefined }) },
      'possible',
    ],
    [
      'no instance was named, the PO number is the same, and no lines are told',
      { poNumber: 'PO-7', lines: undefined },
      { body: bodyOf({ productNo: undefined, poNumber: 'PO-7' }) },
      'possible',
    ],

    ['the service differs by the last digit', { lines: [['3048573935752720385', 10]] }, {}, 'possible'],
    ['the quantity is another', { lines: [[highAvailabilityId, 11]] }, {}, 'possible'],
    ['the quantity is not told', { lines: [[highAvailabilityId]] }, {}, 'certain'],
    ['no quantity was sent', {}, { body: bodyOf({ lines: [[highAvailabilityId]] }) }, 'certain'],
    [
      'one of two lines is missing',
      {},
      {
        body: bodyOf({
          lines: [
            [highAvailabilityId, 10],
            ['3048573759449317376', 5],
          ],
        }),
      },
      'possible',
    ],
    [
      'both lines are there, in another order',
      {
        lines: [
          ['3048573759449317376', 5],
          [highAvailabilityId, 10],
        ],
      },
      {
        body: bodyOf({
          lines: [
            [highAvailabilityId, 10],
            ['3048573759449317376', 5],
          ],
        }),
      },
      'certain',
    ],
    [
      'the quantities of two lines are exchanged',
      {
        lines: [
          ['3048573759449317376', 10],
          [highAvailabilityId, 5],
        ],
      },
      {
        body: bodyOf({
          lines: [
            [highAvailabilityId, 10],
            ['3048573759449317376', 5],
          ],
        }),
      },
      'possible',
    ],

    ['its time is told in seconds', { createTime: noon / 1000 + 60 }, {}, 'certain'],
    ['its time is not told', { createTime: undefined }, {}, 'certain'],
    ['no lines are told', { lines: undefined }, {}, 'possible'],
    ['neither time nor lines are told', { createTime: undefined, lines: undefined }, {}, 'possible'],
    [
      'nothing but number and id are told',
      { createTime: undefined, lines: undefined, productNo: undefined },
      {},
      'possible',
    ],
  ];
  for (const [what, told, recorded, expected] of cases) {
    it(`${expected === 'no' ? 'is ruled out' : `is ${expected}`} when ${what}`, () => {
      assert.equal(match(told, recorded), expected);
    });
  }

  it('is not ruled out, nor certain, when it has a PO number and none was sent', () => {
    assert.equal(match({ poNumber: 'PO-8' }), 'possible');
  });

  it('is not ruled out, nor certain, when its custom reference is another, which may be the portal’s own', () => {
    assert.equal(match({ customReferenceNo: 'R-1' }, withNumber), 'possible');
  });

  it('is not certain when it has a further service that was not ordered', () => {
    const lines = [
      [highAvailabilityId, 10],
      ['3048573759449317376', 500],
    ] as const;
    assert.notEqual(match({ lines }), 'certain');
  });

  it('is no more than possible where the row alone tells of it, whatever its number', () => {
    const row =
      '[{"id":"3206252408495661058","orderNo":"YL3206252408495661057","productNo":"3658B4311196K2ID",' +
      '"customReferenceNo":"PO-7"}]';
    const [order] = readOrders(parseExact(row)).rows;
    const head = headOf({ ...withNumber, before: { orderNos: [], total: 0 } });
    assert.ok(order);
    assert.equal(matchOf(entryOf(head, []), { order, detail: undefined }), 'possible');
  });

  it('is never certain, in whatever combination, without what makes it so', () => {
    const all = { id: ['3206252408495661058', newestId], snapshot: [before, undefined] };
    const poNumbers = [undefined, 'PO-7', 'PO-8'];
    const productNos = ['3658B4311196K2ID', '3631A2047815AT0X', undefined];
    const lineSets = [[[highAvailabilityId, 10] as const], [[highAvailabilityId, 11] as const], undefined];
    const times = [noon + minute, noon + 5 * hour, noon + 100 * hour, undefined];
    let certain = 0;
    for (const id of all.id) {
      for (const snapshot of all.snapshot) {
        for (const poNumber of poNumbers) {
          for (const productNo of productNos) {
            for (const lines of lineSets) {
              for (const createTime of times) {
                const told = { id, poNumber, productNo, lines, createTime };
                const matched = match(told, { ...withNumber, before: snapshot });
                if (matched !== 'no' && matched !== 'possible') {
                  certain++;
                  assert.equal(matched, poNumber === undefined ? 'certain' : 'certainByReference');
                  assert.equal(productNo, '3658B4311196K2ID');
                  assert.ok(poNumber !== 'PO-8' && lines === lineSets[0]);
                  assert.ok(snapshot ? id !== newestId : poNumber === 'PO-7' && createTime === times[0]);
                  const isTimeCredible = createTime === times[0] || createTime === undefined;
                  assert.ok(poNumber === 'PO-7' || isTimeCredible);
                }
              }
            }
          }
        }
      }
    }
    assert.equal(certain, 8);
  });
});

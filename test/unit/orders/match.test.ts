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
import { bodyOf, headOf, noon } from '../support/entries';
import { highAvailabilityId } from '../support/reference';

describe('matching a portal order with a journal entry', () => {
  const withNumber = { body: bodyOf({ poNumber: 'PO-7' }) };
  const unlisted = { before: undefined };
  const unsorted = { before: { orderNos: ['YL3206252408495661056'], total: 53 } };

  const cases: readonly (readonly [what: string, told: Told, recorded: Recorded, expected: Match])[] = [
    ['everything reported is equal', {}, {}, 'certain'],
    ['the snapshot contains its number', { orderNo: 'YL3206252408495661056' }, {}, 'no'],
    ['the snapshot contains its ID', { id: newestId }, {}, 'no'],
    ['its ID is one less than the newest in the snapshot', { id: '3206252408495661056' }, {}, 'no'],
    ['its ID is one more than the newest in the snapshot', { id: '3206252408495661058' }, {}, 'certain'],
    [
      'the snapshot contains it although its PO number is equal',
      { id: newestId, poNumber: 'PO-7' },
      withNumber,
      'no',
    ],
    ['there is no snapshot', {}, unlisted, 'possible'],
    ['the snapshot was unsorted and incomplete', {}, unsorted, 'possible'],
    ['it has no ID', { id: undefined }, {}, 'possible'],
    [
      'it has no ID and the snapshot was complete',
      { id: undefined },
      { before: { ...before, total: 1 } },
      'certain',
    ],
    ['it is the first order', {}, { before: { orderNos: [], total: 0 } }, 'certain'],

    ['the PO number is equal', { poNumber: 'PO-7' }, withNumber, 'certainByReference'],
    [
      'the custom reference is the PO number',
      { customReferenceNo: 'PO-7' },
      withNumber,
      'certainByReference',
    ],
    ['only the PO number differs', { poNumber: 'PO-8' }, withNumber, 'possible'],
    [
      'the PO number differs and no PBX is reported',
      { poNumber: 'PO-8', productNo: undefined },
      withNumber,
      'no',
    ],
    ['the PO number differs in case', { poNumber: 'po-7' }, withNumber, 'possible'],
    ['the PO number differs in blanks', { poNumber: ' PO 7' }, withNumber, 'possible'],
    [
      'the PO number differs and the custom reference is equal',
      { poNumber: 'PO-8', customReferenceNo: 'PO-7' },
      withNumber,
      'possible',
    ],
    ['neither PO number nor custom reference is reported', {}, withNumber, 'certain'],
    [
      'PO number and custom reference are empty',
      { poNumber: '', customReferenceNo: '' },
      withNumber,
      'certain',
    ],
    ['it has a custom reference and none was sent', { customReferenceNo: 'R-1' }, {}, 'possible'],

    [
      'the PO number is equal and there is no snapshot',
      { poNumber: 'PO-7' },
      { ...withNumber, ...unlisted },
      'certainByReference',
    ],
    [
      'the PO number is equal and there is neither snapshot nor time',
      { poNumber: 'PO-7', createTime: undefined },
      { ...withNumber, ...unlisted },
      'possible',
    ],
    [
      'the PO number is equal, there is no snapshot and the time differs',
      { poNumber: 'PO-7', createTime: noon + 5 * hour },
      { ...withNumber, ...unlisted },
      'possible',
    ],
    [
      'the PO number is equal, and it is new at another time',
      { poNumber: 'PO-7', createTime: noon + 5 * hour },
      withNumber,
      'certainByReference',
    ],
    [
      'the PO number is equal, and it is new without a time',
      { poNumber: 'PO-7', createTime: undefined },
      withNumber,
      'certainByReference',
    ],
    [
      'the PO number is equal but the instance differs',
      { poNumber: 'PO-7', productNo: '3631A2047815AT0X' },
      withNumber,
      'no',
    ],
    [
      'the PO number is equal and no instance is reported',
      { poNumber: 'PO-7', productNo: undefined },
      withNumber,
      'possible',
    ],
    [
      'the PO number is equal but the lines differ',
      { poNumber: 'PO-7', lines: [['3048573759449317376', 10]] },
      withNumber,
      'possible',
    ],
    [
      'the PO number is equal and no lines are reported: a customer may use one number for all orders',
      { poNumber: 'PO-7', lines: undefined },
      withNumber,
      'possible',
    ],

    ['the serial number differs', { productNo: '3658B4311196K2IE' }, {}, 'no'],
    ['the serial number is not reported', { productNo: undefined }, {}, 'possible'],
    [
      'no instance was named and the lines are equal',
      { productNo: undefined },
      { body: bodyOf({ productNo: undefined }) },
      'possible',
    ],
    [
      'no instance was named and the portal names the new one',
      {},
      { body: bodyOf({ productNo: undefined }) },
      'possible',
    ],
    [
      'no instance was named, and PO number and lines are equal',
      { productNo: undefined, poNumber: 'PO-7' },
      { body: bodyOf({ productNo: undefined, poNumber: 'PO-7' }) },
      'certainByReference',
    ],
    [
      'no instance was named, and the PO number that was sent is not reported',
      { productNo: undefined },
      { body: bodyOf({ productNo: undefined, poNumber: 'PO-7' }) },
      'possible',
    ],
    [
      'no instance was named and no lines are reported',
      { lines: undefined },
      { body: bodyOf({ productNo: undefined }) },
      'possible',
    ],
    [
      'no instance was named, the PO number is equal and no lines are reported',
      { poNumber: 'PO-7', lines: undefined },
      { body: bodyOf({ productNo: undefined, poNumber: 'PO-7' }) },
      'possible',
    ],

    ['the service differs in the last digit', { lines: [['3048573935752720385', 10]] }, {}, 'possible'],
    ['the quantity differs', { lines: [[highAvailabilityId, 11]] }, {}, 'possible'],
    ['the quantity is not reported', { lines: [[highAvailabilityId]] }, {}, 'certain'],
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
      'both lines are reported in another order',
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
      'the quantities of two lines are swapped',
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

    ['its time is in seconds', { createTime: noon / 1000 + 60 }, {}, 'certain'],
    ['its time is not reported', { createTime: undefined }, {}, 'certain'],
    ['no lines are reported', { lines: undefined }, {}, 'possible'],
    ['neither time nor lines are reported', { createTime: undefined, lines: undefined }, {}, 'possible'],
    [
      'only number and ID are reported',
      { createTime: undefined, lines: undefined, productNo: undefined },
      {},
      'possible',
    ],
  ];
  for (const [what, told, recorded, expected] of cases) {
    it(`${expected === 'no' ? 'is ruled out' : `is ${expected}`} if ${what}`, () => {
      assert.equal(match(told, recorded), expected);
    });
  }

  it('is possible if it has a PO number and none was sent', () => {
    assert.equal(match({ poNumber: 'PO-8' }), 'possible');
  });

  it('is possible if its custom reference differs, since the portal may assign its own', () => {
    assert.equal(match({ customReferenceNo: 'R-1' }, withNumber), 'possible');
  });

  it('is not certain if it has a service that was not ordered', () => {
    const lines = [
      [highAvailabilityId, 10],
      ['3048573759449317376', 500],
    ] as const;
    assert.notEqual(match({ lines }), 'certain');
  });

  it('is only possible without details, whatever its number', () => {
    const row =
      '[{"id":"3206252408495661058","orderNo":"YL3206252408495661057","productNo":"3658B4311196K2ID",' +
      '"customReferenceNo":"PO-7"}]';
    const [order] = readOrders(parseExact(row)).rows;
    const head = headOf({ ...withNumber, before: { orderNos: [], total: 0 } });
    assert.ok(order);
    assert.equal(matchOf(entryOf(head, []), { order, detail: undefined }), 'possible');
  });

  it('is never certain, in any combination, without the required evidence', () => {
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

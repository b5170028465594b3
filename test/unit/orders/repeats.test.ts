import assert from 'node:assert/strict';
import { type JournalEntry, entryOf } from '../../../src/orders/entry';
import { type ComparedOrder, repeatsEntry } from '../../../src/orders/repeats';
import {
  day,
  hour,
  minute,
  minutes,
  newPbx,
  order,
  otherPbx,
  placed,
  renewal,
  sameTyped,
} from '../support/comparing';
import { recordingMinutesId } from '../support/portalOrders';
import { headOf } from '../support/entries';
import { highAvailabilityId } from '../support/reference';

describe('compared with an order placed on this machine,', () => {
  const cases: readonly (readonly [
    what: string,
    order: ComparedOrder,
    earlier: JournalEntry,
    age: number,
    repeats: boolean,
  ])[] = [
    ['the same service within a day', order('subscribe'), placed(), day - 1, true],
    ['the same service a day later', order('subscribe'), placed(), day, false],
    ['the same service, by a clock that was set back', order('subscribe'), placed(), -3 * day, true],
    [
      'the same service with another quantity',
      order('subscribe', { lines: [[highAvailabilityId, 99]] }),
      placed(),
      hour,
      true,
    ],
    [
      'the same service with another PO number',
      order('subscribe', { poNumber: 'PO-2' }),
      placed(),
      hour,
      true,
    ],
    ['the same service, typed differently', order('subscribe', sameTyped), placed(), hour, true],
    ['another service', order('subscribe', minutes), placed(), hour, false],
    ['the same service of another PBX', order('subscribe', otherPbx), placed(), hour, false],
    ['the same service for a new PBX', order('subscribe', newPbx), placed(), hour, false],
    ['a service that was renewed today', order('subscribe'), placed(renewal), hour, true],
    ['a trial of it', order('startTrial'), placed(), hour, true],
    ['a switch to it', order('switchPlan'), placed(), hour, true],
    ['a purchase of it by serial number', order('purchase'), placed(), hour, true],

    ['a renewal with an unknown end date', order('renew', renewal), placed(renewal), 30 * day - 1, true],
    [
      'a renewal a month later with an unknown end date',
      order('renew', renewal),
      placed(renewal),
      30 * day,
      false,
    ],
    [
      'a renewal with only one end date known',
      order('renew', renewal, '2027-03-31'),
      placed(renewal),
      30 * day - 1,
      true,
    ],
    [
      'a renewal with the same end date',
      order('renew', renewal, '2027-03-31'),
      placed(renewal, '2027-03-31'),
      300 * day,
      true,
    ],
    [
      'a renewal a moment later, although the end date has moved',
      order('renew', renewal, '2028-03-31'),
      placed(renewal, '2027-03-31'),
      minute,
      true,
    ],
    [
      'a renewal the next day with a later end date',
      order('renew', renewal, '2028-03-31'),
      placed(renewal, '2027-03-31'),
      day,
      false,
    ],
    [
      'a renewal with an earlier end date',
      order('renew', renewal, '2026-03-31'),
      placed(renewal, '2027-03-31'),
      minute,
      true,
    ],
    [
      'a renewal whose end date now has a time of day',
      order('renew', renewal, '2027-03-31 00:00:00'),
      placed(renewal, '2027-03-31'),
      day,
      true,
    ],
    [
      'a renewal with the same end date in milliseconds',
      order('renew', renewal, '1806451200000'),
      placed(renewal, '1806451200'),
      day,
      true,
    ],
    [
      'a renewal with a later end date in milliseconds',
      order('renew', renewal, '1837987200000'),
      placed(renewal, '1806451200000'),
      day,
      false,
    ],
    [
      'a renewal with the same end date in an unknown format',
      order('renew', renewal, '31 Mar 2027'),
      placed(renewal, ' 31 Mar 2027'),
      90 * day,
      true,
    ],
    [
      'a renewal with another end date in an unknown format',
      order('renew', renewal, '31 Mar 2028'),
      placed(renewal, '31 Mar 2027'),
      day,
      false,
    ],
    ...['-', '0', 'null', '2027/03/31', '31.03.2027', '2027-04-01T00:00:00+08:00'].map(
      (now) =>
        [
          `a renewal with the end date written as ${now}`,
          order('renew', renewal, now),
          placed(renewal, '2027-03-31'),
          30 * day - 1,
          true,
        ] as const,
    ),
    [
      'a renewal ten months later with the same end date in another format',
      order('renew', renewal, '2027/03/31'),
      placed(renewal, '2027-03-31'),
      300 * day,
      true,
    ],
    [
      'a renewal a month later whose end date is no longer reported',
      order('renew', renewal, '-'),
      placed(renewal, '2027-03-31'),
      30 * day,
      false,
    ],
    ['a renewal of other services', order('renew', { ...renewal, ...minutes }), placed(renewal), day, true],
    ['a renewal of another PBX', order('renew', { ...renewal, ...otherPbx }), placed(renewal), day, false],
    [
      'a renewal of another product with the same serial number',
      order('renew', { ...renewal, ...minutes, productId: 15 }, '2027-03-31'),
      placed(renewal, '2027-03-31'),
      100 * day,
      false,
    ],
    [
      'a renewal of the same product under the other ID that the guide gives it',
      order('renew', { ...renewal, productId: 21 }, '2027-03-31'),
      placed({ ...renewal, productId: 20 }, '2027-03-31'),
      100 * day,
      true,
    ],
    ['a renewal after a subscription', order('renew', renewal), placed(), minute, false],

    [
      'an equal expansion within 15 minutes',
      order('expand', minutes),
      placed(minutes),
      15 * minute - 1,
      true,
    ],
    [
      'an equal expansion, typed differently',
      order('expand', { ...minutes, ...sameTyped }),
      placed(minutes),
      minute,
      true,
    ],
    ['an equal expansion later', order('expand', minutes), placed(minutes), 15 * minute, false],
    [
      'an expansion by another quantity',
      order('expand', { lines: [[recordingMinutesId, 101]] }),
      placed(minutes),
      minute,
      false,
    ],
    ['an equal new PBX within 15 minutes', order('purchase', newPbx), placed(newPbx), minute, true],
    ['an equal new PBX later', order('purchase', newPbx), placed(newPbx), 15 * minute, false],
    ['another new PBX', order('purchase', { ...newPbx, poNumber: 'PO-2' }), placed(newPbx), minute, false],
  ];
  for (const [what, compared, earlier, age, repeats] of cases) {
    it(`${what} ${repeats ? 'is' : 'is not'} a repeat`, () => {
      assert.equal(repeatsEntry(compared, earlier, age), repeats);
    });
  }

  it('nothing at another portal is a repeat', () => {
    const elsewhere = entryOf(headOf({ baseUrl: 'https://another.example' }), []);
    assert.equal(repeatsEntry(order('subscribe'), elsewhere, 0), false);
  });
});

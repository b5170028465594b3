import assert from 'node:assert/strict';
import { type JournalEntry, entryOf } from '../../../src/orders/entry';
import { type ComparedOrder, repeatsRecord } from '../../../src/orders/repeats';
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
import { headOf } from '../support/records';
import { highAvailabilityId } from '../support/reference';

describe('an order placed on this machine is repeated by', () => {
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
      'the same service in another number',
      order('subscribe', { lines: [[highAvailabilityId, 99]] }),
      placed(),
      hour,
      true,
    ],
    [
      'the same service under another PO number',
      order('subscribe', { poNumber: 'PO-2' }),
      placed(),
      hour,
      true,
    ],
    ['the same service, typed otherwise', order('subscribe', sameTyped), placed(), hour, true],
    ['another service', order('subscribe', minutes), placed(), hour, false],
    ['the same service of another PBX', order('subscribe', otherPbx), placed(), hour, false],
    ['the same service for a new PBX', order('subscribe', newPbx), placed(), hour, false],
    ['a service that was renewed today', order('subscribe'), placed(renewal), hour, true],
    ['a trial of it', order('startTrial'), placed(), hour, true],
    ['a switch to it', order('switchPlan'), placed(), hour, true],
    ['a purchase of it by serial number', order('purchase'), placed(), hour, true],

    ['a renewal, end date unknown', order('renew', renewal), placed(renewal), 30 * day - 1, true],
    ['a renewal a month later, end date unknown', order('renew', renewal), placed(renewal), 30 * day, false],
    [
      'a renewal, end date known to one alone',
      order('renew', renewal, '2027-03-31'),
      placed(renewal),
      30 * day - 1,
      true,
    ],
    [
      'a renewal, end date not moved',
      order('renew', renewal, '2027-03-31'),
      placed(renewal, '2027-03-31'),
      300 * day,
      true,
    ],
    [
      'a renewal a moment later, although the end date has moved by then',
      order('renew', renewal, '2028-03-31'),
      placed(renewal, '2027-03-31'),
      minute,
      true,
    ],
    [
      'a renewal the next day, end date moved',
      order('renew', renewal, '2028-03-31'),
      placed(renewal, '2027-03-31'),
      day,
      false,
    ],
    [
      'a renewal, end date moved back',
      order('renew', renewal, '2026-03-31'),
      placed(renewal, '2027-03-31'),
      minute,
      true,
    ],
    [
      'a renewal, time of day told now',
      order('renew', renewal, '2027-03-31 00:00:00'),
      placed(renewal, '2027-03-31'),
      day,
      true,
    ],
    [
      'a renewal, end date in milliseconds, not moved',
      order('renew', renewal, '1806451200000'),
      placed(renewal, '1806451200'),
      day,
      true,
    ],
    [
      'a renewal, end date in milliseconds, moved',
      order('renew', renewal, '1837987200000'),
      placed(renewal, '1806451200000'),
      day,
      false,
    ],
    [
      'a renewal, end date of an unknown form, same',
      order('renew', renewal, '31 Mar 2027'),
      placed(renewal, ' 31 Mar 2027'),
      90 * day,
      true,
    ],
    [
      'a renewal, end date of an unknown form, changed',
      order('renew', renewal, '31 Mar 2028'),
      placed(renewal, '31 Mar 2027'),
      day,
      false,
    ],
    ...['-', '0', 'null', '2027/03/31', '31.03.2027', '2027-04-01T00:00:00+08:00'].map(
      (now) =>
        [
          `a renewal, end date written as ${now}`,
          order('renew', renewal, now),
          placed(renewal, '2027-03-31'),
          30 * day - 1,
          true,
        ] as const,
    ),
    [
      'a renewal a month later, end date written in another way, not moved',
      order('renew', renewal, '2027/03/31'),
      placed(renewal, '2027-03-31'),
      300 * day,
      true,
    ],
    [
      'a renewal a month later, end date not told any more',
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
      'a renewal of the same product, under the other id that the guide gives it',
      order('renew', { ...renewal, productId: 21 }, '2027-03-31'),
      placed({ ...renewal, productId: 20 }, '2027-03-31'),
      100 * day,
      true,
    ],
    ['a renewal of what was subscribed to', order('renew', renewal), placed(), minute, false],

    ['an equal expansion within minutes', order('expand', minutes), placed(minutes), 15 * minute - 1, true],
    [
      'an equal expansion, typed otherwise',
      order('expand', { ...minutes, ...sameTyped }),
      placed(minutes),
      minute,
      true,
    ],
    ['an equal expansion later', order('expand', minutes), placed(minutes), 15 * minute, false],
    [
      'an expansion by another number',
      order('expand', { lines: [[recordingMinutesId, 101]] }),
      placed(minutes),
      minute,
      false,
    ],
    ['an equal new PBX within minutes', order('purchase', newPbx), placed(newPbx), minute, true],
    ['an equal new PBX later', order('purchase', newPbx), placed(newPbx), 15 * minute, false],
    ['another new PBX', order('purchase', { ...newPbx, poNumber: 'PO-2' }), placed(newPbx), minute, false],
  ];
  for (const [what, compared, earlier, age, repeats] of cases) {
    it(`${what}: ${repeats ? 'yes' : 'no'}`, () => {
      assert.equal(repeatsRecord(compared, earlier, age), repeats);
    });
  }

  it('nothing in another portal', () => {
    const elsewhere = entryOf(headOf({ baseUrl: 'https://another.example' }), []);
    assert.equal(repeatsRecord(order('subscribe'), elsewhere, 0), false);
  });
});

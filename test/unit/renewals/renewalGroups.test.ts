import assert from 'node:assert/strict';
import { calendarDayOf } from '../../../src/portal/writtenDay';
import { type DueDate, type StoredDueDate, withDay } from '../../../src/renewals/dueDate';
import {
  byMonth,
  countDueWithin,
  dueWithin,
  filterDueDates,
  groupRenewals,
} from '../../../src/renewals/renewalGroups';

const today = calendarDayOf(new Date(2026, 10, 28));
const notOrdered = () => undefined;

const dateOf = (expiry: string | undefined, more: Partial<StoredDueDate> = {}): DueDate =>
  withDay({
    productId: 13,
    productNo: `SN${expiry ?? ''}`,
    name: 'Office',
    readAt: 1,
    ...more,
    ...(expiry === undefined ? {} : { expiry }),
  });

const expiries = (dates: readonly DueDate[]) =>
  groupRenewals(dates, { today, orderedFor: notOrdered }).map(({ id, renewals }) => [
    id,
    ...renewals.map(({ date }) => date.expiry),
  ]);

describe('the groups of renewals', () => {
  it('reach from the first to the last day of each period, in the order of the end dates', () => {
    const dates = [
      '2027-02-27',
      '2026-11-27',
      '2026-12-28',
      '2026-11-28',
      '2026-12-05',
      '2027-02-26',
      '2026-12-29',
      '2026-12-06',
    ];
    assert.deepEqual(expiries(dates.map((date) => dateOf(date))), [
      ['ended', '2026-11-27'],
      ['within7', '2026-11-28', '2026-12-05'],
      ['within30', '2026-12-06', '2026-12-28'],
      ['within90', '2026-12-29', '2027-02-26'],
      ['later', '2027-02-27'],
    ]);
  });

  it('take no text for a date that may be another', () => {
    assert.deepEqual(
      expiries([dateOf('05/04/2027'), dateOf('31/12/2026'), dateOf('permanent'), dateOf(undefined)]),
      [
        ['within90', '31/12/2026'],
        ['unknown', undefined, '05/04/2027', 'permanent'],
      ],
    );
  });

  it('leave what is ordered out of the counts, and what has ended out of what is to come', () => {
    const groups = groupRenewals(
      ['2026-11-20', '2026-12-01', '2026-12-02', '2026-12-20', '2027-01-20'].map((date) => dateOf(date)),
      {
        today,
        orderedFor: ({ expiry }) => (expiry === '2026-12-02' ? { at: 0, status: 'pending' } : undefined),
      },
    );
    assert.equal(countDueWithin(groups, 7), 1);
    assert.equal(countDueWithin(groups, 30), 2);
    assert.deepEqual(
      dueWithin(groups, 90).map(({ daysLeft }) => daysLeft),
      [3, 22, 53],
    );
  });

  it('divide into months', () => {
    const [later] = groupRenewals(
      ['2027-12-31', '2027-03-01', '2027-03-31', '2028-12-01'].map((date) => dateOf(date)),
      { today, orderedFor: notOrdered },
    );
    assert.deepEqual(
      byMonth(later?.renewals ?? []).map(({ month, renewals }) => [month, renewals.length]),
      [
        ['2027-03', 2],
        ['2027-12', 1],
        ['2028-12', 1],
      ],
    );
  });
});

describe('the filter of renewals', () => {
  const dates = [
    dateOf('2026-12-01', { name: 'Kraków warehouse', planName: 'Enterprise Plan' }),
    dateOf('2026-12-02', { name: 'Lagos', planName: 'Ultimate Plan', productId: 12 }),
  ];
  const found = (text: string, ...productIds: number[]) =>
    filterDueDates(dates, { text, products: new Map(productIds.map((id) => [id, ''])) }).map(
      ({ name }) => name,
    );

  it('finds words of a name, a serial number or a plan', () => {
    assert.deepEqual(found('krakow'), ['Kraków warehouse']);
    assert.deepEqual(found('plan lagos'), ['Lagos']);
    assert.deepEqual(found(' sn2026-12-02 '), ['Lagos']);
    assert.deepEqual(found('nowhere'), []);
    assert.equal(found('').length, 2);
  });

  it('selects products', () => {
    assert.deepEqual(found('', 12), ['Lagos']);
    assert.deepEqual(found('krakow', 12), []);
  });
});

describe('10,000 renewals', () => {
  it('are grouped and filtered without holding up other work', () => {
    const dates = Array.from({ length: 10_000 }, (_, index) => {
      const day = new Date(Date.UTC(2026, 10, 1 + ((index * 37) % 730))).toISOString().slice(0, 10);
      return dateOf(day, {
        productNo: `SN${index}`,
        name: `PBX ${index % 977}`,
        planName: 'Enterprise Plan',
      });
    });
    const group = () => groupRenewals(dates, { today, orderedFor: notOrdered });
    const filter = () => filterDueDates(dates, { text: 'enterprise pbx 12', products: new Map() });
    assert.equal(group().length, 5);
    assert.ok(filter().length > 100);
    assert.ok(fastest(group) < 50, `${fastest(group)} ms to group`);
    assert.ok(fastest(filter) < 50, `${fastest(filter)} ms to filter`);
  });
});

/** Milliseconds of processor time, which other load of the machine does not add to; the least of several runs. */
function fastest(run: () => unknown): number {
  return Math.min(
    ...Array.from({ length: 5 }, () => {
      const start = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    }),
  );
}

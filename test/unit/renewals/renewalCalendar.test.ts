import assert from 'node:assert/strict';
import { calendarDayOf } from '../../../src/portal/writtenDay';
import { withDay } from '../../../src/renewals/dueDate';
import { productsByCount, renewalCalendar } from '../../../src/renewals/renewalCalendar';
import { groupRenewals } from '../../../src/renewals/renewalGroups';

const today = calendarDayOf(new Date(2026, 10, 28));

function calendarOf(...ends: readonly (readonly [expiry: string, productId: number])[]) {
  const dates = ends.map(([expiry, productId], index) =>
    withDay({ productId, productNo: `SN${index}`, name: '', expiry }),
  );
  const renewals = groupRenewals(dates, { today, orderedFor: () => undefined }).flatMap(
    (group) => group.renewals,
  );
  return renewalCalendar(renewals, today);
}

describe('the bars of the renewal calendar', () => {
  it('are what has ended and every month of two years, by product', () => {
    const { bars, later, unknown } = calendarOf(
      ['2026-11-27', 13],
      ['2025-01-01', 12],
      ['2026-11-28', 13],
      ['2027-03-31', 13],
      ['2027-03-01', 12],
      ['2028-10-31', 13],
      ['2028-11-01', 13],
      ['05/04/2027', 13],
    );
    assert.equal(bars.length, 25);
    assert.equal(bars[1]?.key, '2026-11');
    assert.equal(bars.at(-1)?.key, '2028-10');
    assert.deepEqual(
      bars.filter(({ renewals }) => renewals.length > 0).map(({ key, counts }) => [key, ...counts]),
      [
        ['ended', [12, 1], [13, 1]],
        ['2026-11', [13, 1]],
        ['2027-03', [12, 1], [13, 1]],
        ['2028-10', [13, 1]],
      ],
    );
    assert.deepEqual([later, unknown], [1, 1]);
  });

  it('name the product with the most PBXes first', () => {
    const { bars } = calendarOf(
      ['2026-12-01', 9],
      ['2026-12-02', 13],
      ['2027-01-01', 12],
      ['2027-02-01', 13],
    );
    assert.deepEqual(productsByCount(bars), [13, 9, 12]);
  });
});

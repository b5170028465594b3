import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { calendarDayOf, daysBetween, readCalendarDay } from '../../../src/portal/writtenDay';
import { projectRoot } from '../../rig/paths';

/** What portals may write, and the day that it names. */
const days: readonly (readonly [written: string, day: string])[] = [
  ['2027-03-31', '2027-03-31'],
  [' 2027-03-31 ', '2027-03-31'],
  ['2027-03-31 00:00:00', '2027-03-31'],
  ['2027-03-31 23:59:59', '2027-03-31'],
  ['2027-03-31T00:00:00', '2027-03-31'],
  ['2027-03-31T00:00:00Z', '2027-03-31'],
  ['2027-03-31T23:59:59.999Z', '2027-03-31'],
  ['2027-03-31T00:00:00+08:00', '2027-03-31'],
  ['2027-03-31T23:00:00-08:00', '2027-03-31'],
  ['2027-03-31T00:00:00.000+0800', '2027-03-31'],
  ['2027/03/31', '2027-03-31'],
  ['2027.3.31', '2027-03-31'],
  ['20270331', '2027-03-31'],
  ['31/03/2027', '2027-03-31'],
  ['03/31/2027', '2027-03-31'],
  ['31.03.2027', '2027-03-31'],
  ['31-03-2027 10:00', '2027-03-31'],
  ['05/05/2027', '2027-05-05'],
  ['31 Mar 2027', '2027-03-31'],
  ['March 31, 2027', '2027-03-31'],
  ['29/02/2028', '2028-02-29'],
  ['1806451200', '2027-03-31'],
  ['1806451200000', '2027-03-31'],
  ['1806537599', '2027-03-31'],
  ['1806537599999', '2027-03-31'],
];

/** What has two meanings or none, or is no real date. */
const unreadable = [
  '',
  ' ',
  '-',
  '0',
  'null',
  'never',
  '04/03/2027',
  '3/4/2027',
  '29/02/2027',
  '2027-02-30',
  '2027-13-01',
  '2027-03-31T25:00:00',
  '31/03/27',
  '1970-01-01',
  '9999-12-31',
  '253402214400',
  'in 3 months',
  '2027-03',
  '2027-W13-3',
];

describe('An end date as the portal writes it', () => {
  for (const [written, day] of days) {
    it(`is ${day} for ${JSON.stringify(written)}`, () => {
      assert.equal(readCalendarDay(written), day);
    });
  }

  for (const written of unreadable) {
    it(`is unknown for ${JSON.stringify(written)}`, () => {
      assert.equal(readCalendarDay(written), undefined);
    });
  }

  for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin']) {
    it(`is the same day on a machine in ${zone}`, () => {
      const script = [
        `const { readCalendarDay } = require(${JSON.stringify(join(projectRoot, 'src', 'portal', 'writtenDay.ts'))});`,
        `console.log(JSON.stringify([new Date(0).getTimezoneOffset(), ...${JSON.stringify(days.map(([written]) => written))}.map(readCalendarDay)]));`,
      ].join('\n');
      const output = execFileSync(
        process.execPath,
        ['--require=tsx/cjs', '--input-type=commonjs', '-e', script],
        {
          cwd: projectRoot,
          encoding: 'utf8',
          env: { ...process.env, TZ: zone },
        },
      );
      const [offset, ...read] = JSON.parse(output) as unknown[];
      assert.notEqual(offset, 0, 'the time zone does not apply');
      assert.deepEqual(
        read,
        days.map(([, day]) => day),
      );
    });
  }
});

describe('Calendar days', () => {
  it('are counted across the change to daylight saving time', () => {
    const [march, april] = [readCalendarDay('2027-03-27'), readCalendarDay('2027-04-01')];
    assert.ok(march && april);
    assert.equal(daysBetween(march, april), 5);
    assert.equal(daysBetween(april, march), -5);
    assert.equal(daysBetween(march, march), 0);
  });

  it('follow the time zone of this machine', () => {
    assert.equal(calendarDayOf(new Date(2027, 2, 31, 0, 0, 0)), '2027-03-31');
    assert.equal(calendarDayOf(new Date(2027, 2, 31, 23, 59, 59)), '2027-03-31');
  });
});

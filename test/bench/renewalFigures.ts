import type { Figure } from './bench';
import type { RenewalFigures } from './host/measureRenewals';

/** The rows of the table about due dates, the calendar and bulk orders. */
export function renewalFigures({ dueDates, bulkRun, calendar }: RenewalFigures): Figure[] {
  const reading = dueDates.ours / dueDates.bare;
  const bulkLimit = 1.1 * bulkRun.bare + bulkRun.flushedWrites;
  const ms = (value: number) => value.toFixed(0);
  return [
    {
      what: 'due dates of 10,000 instances from their details, against a bare script; longest hold of the event loop',
      target: '≤ 1.15 ×; ≤ 50 ms',
      measured: `${ms(dueDates.ours)} / ${ms(dueDates.bare)} ms = ${reading.toFixed(2)} ×; ${ms(dueDates.longestHold)} ms (bare: ${ms(dueDates.bareLongestHold)} ms)`,
      met: reading <= 1.15 && dueDates.longestHold <= 50,
    },
    {
      what: 'a bulk order of 50, against a bare script with the same 100 requests; 50 flushed writes in the same folder',
      target: '≤ 1.10 × + those writes',
      measured: `${ms(bulkRun.ours)} / ${ms(bulkRun.bare)} ms = ${(bulkRun.ours / bulkRun.bare).toFixed(2)} ×; writes ${ms(bulkRun.flushedWrites)} ms`,
      met: bulkRun.ours <= bulkLimit,
    },
    {
      what: 'the renewal calendar of 10,000 instances: command → open tab; longest hold of the event loop',
      target: '≤ 300 ms; ≤ 50 ms',
      measured: `${ms(calendar.open)} ms; ${ms(calendar.longestHold)} ms`,
      met: calendar.instances === 10_000 && calendar.open <= 300 && calendar.longestHold <= 50,
    },
  ];
}

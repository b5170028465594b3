import { parseBaseUrl } from '../../../src/portal/baseUrl';
import { type BulkRunFigures, measureBulkRun } from './bulkRun';
import { type CalendarFigures, measureCalendar } from './calendar';
import { type DueDateFigures, measureDueDates } from './dueDates';
import { client, extensionAt } from './newSession';

/** What is measured of renewals and bulk orders inside the extension host. */
export interface RenewalFigures {
  readonly dueDates: DueDateFigures;
  readonly bulkRun: BulkRunFigures;
  readonly calendar: CalendarFigures;
}

/** Entry for the extension host: prints one line that starts with `BENCH`. */
export async function run(): Promise<void> {
  const baseUrl = parseBaseUrl(process.env.PBX_BENCH_PORTAL ?? '');
  const parts = await (await extensionAt(baseUrl)).parts();
  const bulkRun = await measureBulkRun(baseUrl);
  const detailPortal = parseBaseUrl(process.env.PBX_BENCH_DETAILS ?? '');
  const dueDates = await measureDueDates(detailPortal, Number(process.env.PBX_BENCH_INSTANCES));
  await parts.session.signInWithCredentials(baseUrl, client, { keepCredentials: false });
  const figures: RenewalFigures = { dueDates, bulkRun, calendar: await measureCalendar(parts) };
  console.log(`BENCH ${JSON.stringify(figures)}`);
}

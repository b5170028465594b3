import { ConfigurationTarget, extensions, workspace } from 'vscode';
import type { ForTests } from '../../../src/extension';
import { parseBaseUrl } from '../../../src/portal/baseUrl';
import { type BulkRunFigures, measureBulkRun } from './bulkRun';
import { type CalendarFigures, measureCalendar } from './calendar';
import { type DueDateFigures, measureDueDates } from './dueDates';
import { client } from './newSession';

/** What is measured of renewals and bulk orders inside the extension host. */
export interface RenewalFigures {
  readonly dueDates: DueDateFigures;
  readonly bulkRun: BulkRunFigures;
  readonly calendar: CalendarFigures;
}

/** Entry for the extension host: prints one line that starts with `BENCH`. */
export async function run(): Promise<void> {
  const baseUrl = parseBaseUrl(process.env.PBX_BENCH_PORTAL ?? '');
  await workspace.getConfiguration('pbx').update('apiBaseUrl', baseUrl, ConfigurationTarget.Global);
  const extension = extensions.getExtension<ForTests>('pbx-subscriptions.pbx-subscriptions');
  const activated = await extension?.activate();
  if (!activated) {
    throw new Error('the extension is not there');
  }
  const parts = await activated.parts();
  const bulkRun = await measureBulkRun(baseUrl);
  const detailPortal = parseBaseUrl(process.env.PBX_BENCH_DETAILS ?? '');
  const dueDates = await measureDueDates(detailPortal, Number(process.env.PBX_BENCH_INSTANCES));
  await parts.session.signInWithCredentials(baseUrl, client, { keepCredentials: false });
  const figures: RenewalFigures = { dueDates, bulkRun, calendar: await measureCalendar(parts) };
  console.log(`BENCH ${JSON.stringify(figures)}`);
}

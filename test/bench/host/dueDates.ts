import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BaseUrl } from '../../../src/portal/baseUrl';
import { pagesAtOnce } from '../../../src/portal/pagedList';
import { DueDates } from '../../../src/renewals/dueDates';
import { instanceList } from '../../../src/tree/instanceLists';
import { bareReadDetails } from './bareScript';
import { newSession, silent } from './newSession';
import { longestHold, timed } from './timing';

/** Milliseconds. */
export interface DueDateFigures {
  readonly ours: number;
  /** The same requests, as many at a time, with nothing but Node's http. */
  readonly bare: number;
  readonly longestHold: number;
  readonly bareLongestHold: number;
}

/** Reads the end dates of all instances from their details, one request each, and keeps them on disk. */
export async function measureDueDates(baseUrl: BaseUrl, instances: number): Promise<DueDateFigures> {
  const { session, portal } = await newSession(baseUrl);
  const { header } = await session.authorization();
  const folder = mkdtempSync(join(tmpdir(), 'pbx-bench-'));
  const dueDates = new DueDates({ folder, client: portal, log: silent });
  await dueDates.open({ baseUrl, account: 'bench' }, true);
  const sources = [{ productId: 13, list: instanceList(portal, 13) }];
  const { signal } = new AbortController();
  // One turn each: 10,000 requests are many enough, and take one and a half minutes.
  const bare = await held(() => bareReadDetails(baseUrl, header, pagesAtOnce));
  const ours = await held(async () => {
    const { detailsRead } = await dueDates.read(sources, 'all', { signal, report: () => undefined });
    if (detailsRead !== instances) {
      throw new Error(`${detailsRead} details were read instead of ${instances}`);
    }
  });
  dueDates.dispose();
  rmSync(folder, { recursive: true });
  return { ours: ours.time, bare: bare.time, longestHold: ours.hold, bareLongestHold: bare.hold };
}

/** Milliseconds that a task takes, and for which it holds the event loop at most. */
async function held(task: () => Promise<unknown>): Promise<{ time: number; hold: number }> {
  let time = NaN;
  const hold = await longestHold(async () => {
    time = await timed(task);
  });
  return { time, hold };
}

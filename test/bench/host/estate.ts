import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ConfigurationTarget, workspace } from 'vscode';
import type { Composition } from '../../../src/compose/compose';
import type { BaseUrl } from '../../../src/portal/baseUrl';
import type { ClientCredentials } from '../../../src/portal/tokens';
import { timed } from './timing';

/** A great many instances over several products; milliseconds and megabytes. */
export interface EstateFigures {
  readonly instances: number;
  readonly load: number;
  /** The longest of the searches. */
  readonly find: number;
  /** The outermost rows and those of one product. */
  readonly rows: number;
  /** What the host's heap holds more than before, and its whole memory. */
  readonly heap: number;
  readonly resident: number;
}

/** As one types on: what matches much, little and nothing. */
const searches = ['l', 'la', 'lagos', 'lagos head', '36', '3658B4311196K2ID', 'krakow', 'no such thing', ''];

const megabyte = 1_000_000;

export async function measureEstate(
  parts: Composition,
  baseUrl: BaseUrl,
  client: ClientCredentials,
): Promise<EstateFigures> {
  await parts.session.signOut();
  const before = heapUsed();
  await workspace.getConfiguration('pbx').update('apiBaseUrl', baseUrl, ConfigurationTarget.Global);
  await parts.session.signInWithCredentials(baseUrl, client, { keepCredentials: false });
  const { lists, instances } = parts;
  const load = await timed(async () => {
    const failures = await lists.loadAll(new AbortController().signal);
    if (failures.length > 0) {
      throw new Error(`not all instances could be loaded: ${JSON.stringify(failures)}`);
    }
  });
  const count = lists.products.reduce((sum, { list }) => sum + list.rows.length, 0);
  const times: number[] = [];
  for (const text of searches) {
    times.push(await timed(() => Promise.resolve(lists.search(text, 100))));
  }
  const rows = await timed(async () => {
    const [product] = await instances.getChildren();
    await instances.getChildren(product);
  });
  const heap = (heapUsed() - before) / megabyte;
  const resident = process.memoryUsage().rss / megabyte;
  return { instances: count, load, find: Math.max(...times), rows, heap, resident };
}

/** Bytes that are in use once what is not has been collected. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

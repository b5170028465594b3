import { BulkRun } from '../../../src/orders/bulkRun';
import { BulkRunFiles, bulkRunsFolder } from '../../../src/orders/bulkRunFile';
import { RecentOrders } from '../../../src/orders/recentOrders';
import type { OrderBody } from '../../../src/orders/request';
import { ordersPageSize } from '../../../src/orders/snapshot';
import type { BaseUrl } from '../../../src/portal/baseUrl';
import { type BenchOrders, openBenchOrders } from './benchOrders';
import { silent } from './newSession';
import { median, timed } from './timing';

const orderCount = 50;
const turns = 3;

/** Milliseconds, each the median of its turns. */
export interface BulkRunFigures {
  readonly ours: number;
  /** The same snapshots and orders with nothing but Node's http. */
  readonly bare: number;
  /** As many flushed writes as there are orders. */
  readonly flushedWrites: number;
}

/** Places a bulk order, each of its orders for another PBX, with a snapshot of the portal's orders before it. */
export async function measureBulkRun(baseUrl: BaseUrl): Promise<BulkRunFigures> {
  const orders = await openBenchOrders(baseUrl);
  const takeSerials = await pbxesOf(orders, 2 * turns * orderCount);
  const ours: number[] = [];
  const bare: number[] = [];
  const writes: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    // Another PBX for each order: one that repeats another is blocked.
    const bodiesOf = (kind: string) =>
      takeSerials(orderCount).map((productNo) => orders.bodyOf(productNo, `${kind}-${turn}`));
    const bareBodies = bodiesOf('BARE');
    bare.push(
      await timed(async () => {
        for (const body of bareBodies) {
          JSON.parse((await orders.bareOrderList(ordersPageSize)).text);
          JSON.parse((await orders.bareOrder(body)).text);
        }
      }),
    );
    const bodies = bodiesOf('OURS');
    writes.push(
      await timed(async () => {
        for (const body of bodies) {
          await orders.flushedWrite(body);
        }
      }),
    );
    const run = await createRun(orders, bodies);
    ours.push(await timed(() => run.start()));
    const placed = run.states.filter(
      (state) => state.kind === 'entry' && state.entry.current.state === 'placed',
    ).length;
    if (placed !== orderCount) {
      throw new Error(`${placed} orders were placed: ${JSON.stringify([run.phase, run.states[placed]])}`);
    }
    run.dispose();
  }
  orders.close();
  return { ours: median(ours), bare: median(bare), flushedWrites: median(writes) };
}

/** Returns a function that returns the serial numbers of so many PBXes with the same plan, each once. */
async function pbxesOf(
  { portal }: BenchOrders,
  count: number,
): Promise<(count: number) => readonly string[]> {
  const serials: string[] = [];
  for (let pageNo = 1; serials.length < count; pageNo++) {
    const { rows } = await portal.instances(13, { pageNo, pageSize: 100 });
    serials.push(
      ...rows.filter(({ planName }) => planName === 'Enterprise Plan').map(({ productNo }) => productNo),
    );
  }
  return (wanted) => serials.splice(0, wanted);
}

async function createRun(orders: BenchOrders, bodies: readonly OrderBody[]): Promise<BulkRun> {
  const { portal, session, placement, journal, locks, folder } = orders;
  const recent = await new RecentOrders(portal, session).read(() => true, new AbortController().signal);
  return BulkRun.create(
    {
      client: portal,
      placement,
      journal,
      locks,
      files: new BulkRunFiles(bulkRunsFolder(folder), silent),
      log: silent,
      explain: String,
      endedBy: () => undefined,
      rowEnded: () => undefined,
    },
    { baseUrl: orders.baseUrl, account: 'bench', sandbox: false, operation: 'expand' },
    bodies.map((body) => {
      const order = orders.orderOf(body, recent);
      const consent = { named: new Set<string>() };
      return { ...order, prepare: () => Promise.resolve({ kind: 'ready', order, consent }) };
    }),
  );
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from 'vscode';
import { RememberedChoices } from '../../../src/form/rememberedChoices';
import { Journal } from '../../../src/orders/journal';
import { Locks } from '../../../src/orders/lock';
import { OrderPlacement } from '../../../src/orders/place';
import { RecentOrders } from '../../../src/orders/recentOrders';
import { OrderSender } from '../../../src/orders/send';
import { Reconciliation } from '../../../src/orders/reconciliation';
import { parseBaseUrl } from '../../../src/portal/baseUrl';
import { Lookups } from '../../../src/portal/lookups';
import { instanceList } from '../../../src/tree/instanceLists';
import { bareLoadAll, bareRequest } from './bareScript';
import { measureEstate, type EstateFigures } from './estate';
import { filled, measureOperations, measurePrice, type OperationFigures } from './operations';
import { client, extensionAt, newSession, silent } from './newSession';
import { type PlaceOrderFigures, measurePlaceOrder } from './placeOrder';
import { longestHold, median, timed } from './timing';

/** What is measured inside the extension host; milliseconds unless it is a ratio. */
export interface HostFigures {
  /** From the first use of the view to its first rows, in a window that has loaded nothing yet. */
  readonly coldRows: number;
  readonly signInToRows: number;
  readonly formCold: number;
  readonly formWarm: number;
  readonly formWarmRequests: number;
  /** Milliseconds from the command to the filled form, for each operation. */
  readonly operations: OperationFigures;
  /** Milliseconds from a change that the host is told to the price. */
  readonly price: number;
  readonly estate: EstateFigures;
  readonly placeOrder: PlaceOrderFigures;
  readonly loadAll: {
    readonly ours: number;
    readonly bare: number;
    readonly longestHold: number;
    readonly bareLongestHold: number;
  };
}

const productNo = '3658B4311196K2ID';

/** Entry for the extension host: prints one line that starts with `BENCH`. */
export async function run(): Promise<void> {
  const baseUrl = parseBaseUrl(process.env.PBX_BENCH_PORTAL ?? '');
  const activated = await extensionAt(baseUrl);
  const begun = performance.now();
  const parts = await activated.parts();
  const codeLoading = performance.now() - begun;
  const signIn = () => parts.session.signInWithCredentials(baseUrl, client, { keepCredentials: false });

  const signInToRows: number[] = [];
  for (let count = 0; count < 7; count++) {
    await parts.session.signOut();
    await signIn();
    signInToRows.push(
      await timed(async () => {
        const [product] = await parts.instances.getChildren();
        await parts.instances.getChildren(product);
      }),
    );
    // The lists of the other products come behind; they must not be counted in the next turn.
    await parts.lists.whenLoaded();
  }

  const openForm = async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    return timed(async () => {
      await commands.executeCommand('pbx.subscribeHighAvailability', productNo);
      await filled(parts.forms.orders.formOf({ operation: 'subscribe', productId: 13, productNo }));
    });
  };
  const formCold: number[] = [];
  const formWarm: number[] = [];
  let formWarmRequests = 0;
  for (let count = 0; count < 7; count++) {
    parts.instances.refresh();
    formCold.push(await openForm());
    await requestsAt(baseUrl, 300);
    const before = await requestsAt(baseUrl, 0);
    formWarm.push(await openForm());
    formWarmRequests = Math.max(formWarmRequests, (await requestsAt(baseUrl, 0)) - before);
  }
  await commands.executeCommand('workbench.action.closeAllEditors');

  const figures: HostFigures = {
    coldRows: codeLoading + (signInToRows[0] ?? NaN),
    signInToRows: median(signInToRows),
    formCold: median(formCold),
    formWarm: median(formWarm),
    formWarmRequests,
    operations: await measureOperations(parts),
    price: await price(baseUrl),
    placeOrder: await measurePlaceOrder(baseUrl),
    loadAll: await loadAll(baseUrl),
    estate: await measureEstate(parts, parseBaseUrl(process.env.PBX_BENCH_ESTATE ?? ''), client),
  };
  console.log(`BENCH ${JSON.stringify(figures)}`);
}

async function price(baseUrl: ReturnType<typeof parseBaseUrl>): Promise<number> {
  const { session, portal } = await newSession(baseUrl);
  const folder = mkdtempSync(join(tmpdir(), 'pbx-bench-'));
  const journal = new Journal(folder, silent);
  const locks = new Locks(join(folder, 'locks'));
  const reconciliation = new Reconciliation({ client: portal, session, journal, locks, log: silent });
  try {
    return await measurePrice({
      ...{ client: portal, session, journal, reconciliation, explain: String },
      ...{ orderReviewed: () => undefined, orderEnded: () => undefined },
      remembered: new RememberedChoices({ get: () => undefined, update: () => Promise.resolve() }),
      ...{ recentOrders: new RecentOrders(portal, session), serialNumbers: () => [] },
      lookups: new Lookups(portal),
      placement: new OrderPlacement({
        ...{ sender: new OrderSender(portal, session), journal, locks, log: silent },
      }),
    });
  } finally {
    reconciliation.dispose();
    rmSync(folder, { recursive: true });
  }
}

async function loadAll(baseUrl: ReturnType<typeof parseBaseUrl>): Promise<HostFigures['loadAll']> {
  const { session, portal } = await newSession(baseUrl);
  const { header } = await session.authorization();
  const ours: number[] = [];
  const bare: number[] = [];
  const holds: number[] = [];
  const bareHolds: number[] = [];
  for (let count = 0; count < 5; count++) {
    bareHolds.push(
      await longestHold(async () => {
        bare.push(await timed(() => bareLoadAll(baseUrl, header, 6)));
      }),
    );
    const list = instanceList(portal, 13);
    holds.push(
      await longestHold(async () => {
        ours.push(await timed(() => list.loadAll(new AbortController().signal)));
      }),
    );
    if (list.rows.length !== 10_000) {
      throw new Error(`${list.rows.length} rows instead of 10000`);
    }
  }
  return {
    ours: median(ours),
    bare: median(bare),
    longestHold: Math.max(...holds),
    bareLongestHold: Math.max(...bareHolds),
  };
}

/** Requests that the portal has had; asked after `milliseconds`, when what the form asks for later is through. */
async function requestsAt(baseUrl: string, milliseconds: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return Number((await bareRequest(`${baseUrl}/requests`, {})).text);
}

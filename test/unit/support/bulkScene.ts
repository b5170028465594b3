import assert from 'node:assert/strict';
import { BulkRun, type BulkRunDeps, type PreparedRow, type RowToPlace } from '../../../src/orders/bulkRun';
import { BulkRunFiles, bulkRunsFolder } from '../../../src/orders/bulkRunFile';
import { RecentOrders } from '../../../src/orders/recentOrders';
import type { OrderToPlace } from '../../../src/orders/orderToPlace';
import { type Intercept, type TestPortal, startPortal } from '../../portal/testPortal';
import { Caller, askToken, credentials } from '../../portal/caller';
import { type OrderParts, onSave, orderParts, ordersFolder, removeFolder, review } from './placing';
import { type Parts, signedIn } from './portal';
import { count, savePath } from './requests';

/** Instances of the test portal with the Enterprise Plan. */
export const serials = ['3658B4311196K2ID', '3612C2063653JAK2', '3614E2079491WRDC'] as const;
const recordingMinutes = { serviceId: '3048573759449317376', quantity: '100' } as const;

/** A window with a portal, in which bulk orders are run. */
export class BulkScene {
  /** Why no further order may be sent. */
  endedBy: string | undefined;

  private constructor(
    readonly portal: TestPortal,
    readonly parts: Parts,
    readonly folder: string,
    readonly orders: OrderParts,
  ) {}

  static async open(): Promise<BulkScene> {
    const portal = await startPortal();
    const parts = await signedIn(portal);
    const folder = ordersFolder();
    return new BulkScene(portal, parts, folder, orderParts(parts, folder));
  }

  async close(): Promise<void> {
    this.orders.dispose();
    removeFolder(this.folder);
    await this.portal.close();
  }

  files(): BulkRunFiles {
    return new BulkRunFiles(bulkRunsFolder(this.folder), this.parts.log);
  }

  deps(): BulkRunDeps {
    const { client, log } = this.parts;
    const { placement, journal, locks } = this.orders;
    return {
      ...{ client, placement, journal, locks, log },
      files: this.files(),
      explain: (error) => (error instanceof Error ? error.name : String(error)),
      endedBy: () => this.endedBy,
      rowEnded: () => undefined,
    };
  }

  about() {
    return { baseUrl: this.parts.baseUrl, account: 'ada', sandbox: false, operation: 'subscribe' } as const;
  }

  /** Reviews recording minutes for a PBX. */
  readonly reviewed = async (productNo: string): Promise<OrderToPlace> => {
    const { client, session } = this.parts;
    const { signal } = new AbortController();
    const recent = await new RecentOrders(client, session).read(() => true, signal);
    const values = { ...recordingMinutes, productNo, poNumber: 'PO-118' };
    return review(this.parts, { values, journal: this.orders.journal, recent });
  };

  rowOf(order: OrderToPlace, prepare?: (mustAsk: boolean) => Promise<PreparedRow>): RowToPlace {
    const { body, instanceName, serviceName } = order;
    const consent = { named: new Set<string>() };
    return {
      ...{ body, instanceName, serviceName },
      prepare: prepare ?? (() => Promise.resolve({ kind: 'ready', order, consent })),
    };
  }

  async runOf(rows?: readonly RowToPlace[]): Promise<BulkRun> {
    const all = rows ?? (await Promise.all(serials.map(this.reviewed))).map((order) => this.rowOf(order));
    return BulkRun.create(this.deps(), this.about(), all);
  }

  /** Places orders without the extension, as a colleague does. */
  async orderElsewhere(bodies: readonly string[]): Promise<void> {
    const { token } = await askToken(this.portal, credentials(this.portal));
    const caller = new Caller(this.portal, token);
    for (const body of bodies) {
      assert.equal((await caller.post(savePath, body)).status, 200);
    }
  }

  /** Answers the order for this PBX in another way. */
  answer(productNo: string, answered: Intercept): void {
    onSave(this.portal, (request, process, response) =>
      request.body.includes(productNo) ? answered(request, process, response) : process(),
    );
  }

  sent(): number {
    return count(this.portal.requests, savePath);
  }
}

/** The state of each row in a word. */
export function kinds(run: BulkRun): string[] {
  return run.states.map((state) => (state.kind === 'entry' ? state.entry.current.state : state.kind));
}

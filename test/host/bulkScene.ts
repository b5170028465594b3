import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from 'vscode';
import type { Composition } from '../../src/compose/compose';
import type { BulkOrder } from '../../src/form/bulk/bulkOrder';
import type { BulkState } from '../../src/form/bulk/contract';
import { eventually } from '../rig/eventually';
import type { ReceivedRequest, TestPortal, TestPortalOptions } from '../portal/testPortal';
import { Gate } from '../unit/support/gate';
import { askedWhile } from './elsewhere';
import { signedIn } from './extension';
import { ordersFolder, removeEntries } from './logFiles';

/** Instances of the test portal with the Enterprise Plan. */
export const serials = ['3658B4311196K2ID', '3612C2063653JAK2', '3614E2079491WRDC'] as const;
export const instances = serials.map((productNo) => ({ productNo, productId: 13 }));
export const recordingMinutes = '3048573759449317376';
export const contact = '3197218168379846218';

/** The extension with a portal, in which bulk orders are opened. */
export class BulkScene {
  private constructor(
    readonly parts: Composition,
    readonly portal: TestPortal,
  ) {}

  static async open(options: TestPortalOptions = {}): Promise<BulkScene> {
    const { parts, portal } = await signedIn(options);
    return new BulkScene(parts, portal);
  }

  async close(): Promise<void> {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await this.parts.session.signOut();
    await this.portal.close();
    rmSync(join(ordersFolder(this.parts), 'bulk-orders'), { recursive: true, force: true });
    await removeEntries(this.parts);
  }

  /** Opens a bulk order with a command; its rows are still loading. */
  async begin(command: string, argument: unknown): Promise<BulkOrder> {
    await commands.executeCommand(command, argument);
    return this.newest;
  }

  /** Opens a bulk order with a command, and waits until all of its rows are loaded. */
  async loaded(command: string, argument: unknown): Promise<BulkOrder> {
    const bulk = await this.begin(command, argument);
    await until(bulk, ({ isReading }) => !isReading);
    return bulk;
  }

  /** The bulk order that was opened last. */
  get newest(): BulkOrder {
    const model = this.parts.bulk.models.at(-1);
    assert.ok(model && 'about' in model);
    return model;
  }

  /** Keeps the replies to these requests back until `open` is called. `reached`: resolves at the first of them. */
  holdBack(isHeld: (request: ReceivedRequest) => boolean): { reached: Promise<void>; open: () => void } {
    const [gate, reached] = [new Gate(), new Gate()];
    this.portal.intercept = async (request, process) => {
      if (isHeld(request)) {
        reached.open();
        await gate.opened;
      }
      return process();
    };
    return { reached: reached.opened, open: () => gate.open() };
  }

  /** Presses the button that places what is under review, and answers the dialog. */
  place(bulk: BulkOrder, answer: string | undefined) {
    return askedWhile(answer, () => bulk.place(bulk.state.reviewId));
  }
}

/** Says that the PBXes whose services the portal does not report have none. */
export function sayNoServices(bulk: BulkOrder): void {
  bulk.state.rows.forEach(({ fields }, index) => {
    if (fields.some(({ name }) => name === 'noServices')) {
      bulk.enter(index, 'noServices', 'true');
    }
  });
}

/** Waits for a state of a bulk order. */
export async function until(bulk: BulkOrder, isTrue: (state: BulkState) => boolean): Promise<void> {
  await eventually('the bulk order', () => Promise.resolve(isTrue(bulk.state) ? true : undefined));
}

/** Chooses common values, and waits until every row has its price again. */
export async function choose(bulk: BulkOrder, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    bulk.setCommon(name, value);
  }
  await until(bulk, ({ isReading, rows }) => !isReading && rows.every(({ price }) => price !== '…'));
}

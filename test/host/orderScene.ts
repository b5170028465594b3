import assert from 'node:assert/strict';
import { window } from 'vscode';
import type { JournalEntry, EntryChange } from '../../src/orders/entry';
import type { Composition } from '../../src/compose/compose';
import type { TestPortal, TestPortalOptions } from '../portal/testPortal';
import type { PortalOrderRow } from '../../src/tree/rows/portalOrderRow';
import type { Row } from '../../src/tree/rows/row';
import { askToken, Caller, credentials } from '../portal/caller';
import { minutesBody } from '../unit/support/portalOrders';
import { asRead } from '../unit/support/asRead';
import { headOf } from '../unit/support/entries';
import { savePath } from './enemyScene';
import { shown, signedIn, theExtension } from './extension';
import { removeEntries } from './logFiles';

/** A test portal with orders, and the extension signed in to it. */
export class OrderScene {
  private constructor(
    readonly parts: Composition,
    readonly portal: TestPortal,
  ) {}

  static async open(options: TestPortalOptions = {}): Promise<OrderScene> {
    const { parts, portal } = await signedIn(options);
    // Other tests may have left entries.
    await removeEntries(parts);
    return new OrderScene(parts, portal);
  }

  async close(): Promise<void> {
    await this.parts.session.signOut();
    await this.portal.close();
    await removeEntries(this.parts);
  }

  /** Places orders at the portal without the extension, one after the other, each for so many minutes. */
  async giveOrders(...quantities: readonly number[]): Promise<void> {
    const { token } = await askToken(this.portal, credentials(this.portal));
    const caller = new Caller(this.portal, token);
    for (const quantity of quantities) {
      await caller.post(savePath, minutesBody(quantity, `PO-${quantity}`));
    }
    // The view may be visible, and may have loaded what existed in between.
    await this.parts.orders.refresh();
  }

  /** Places another order at the portal, with a status other than `succeed`. */
  async giveOrder(fault: 'orderPending' | 'orderFailed', quantity: number): Promise<void> {
    await this.portal.faults.set(fault, { path: savePath, times: 1 });
    await this.giveOrders(quantity);
  }

  /** Adds the journal entry of an order that was placed, or tried, from here. */
  async entry(
    change: EntryChange | undefined,
    head: Parameters<typeof headOf>[0] = {},
  ): Promise<JournalEntry> {
    const { journal } = this.parts.orderServices;
    const { baseUrl } = this.portal;
    const { id } = await journal.add(headOf({ baseUrl, ...head }));
    if (change) {
      await journal.note(id, change);
    }
    const entry = journal.find(id);
    assert.ok(entry);
    return entry;
  }

  /** What the Orders view shows once the portal has answered. */
  async rows(): Promise<{
    /** The number of orders, and the sandbox, beside the title of the view. */
    readonly description: string;
    readonly all: string[];
    readonly entries: string[];
    readonly portal: string[];
    /** The numbers of the portal’s orders among the rows. */
    readonly orderNos: string[];
  }> {
    const rows = await this.loadedRows();
    const { ordersTree } = await theExtension();
    return {
      description: ordersTree.description ?? '',
      all: rows.map(shown),
      entries: rows.filter(isOfJournal).map(shown),
      portal: rows.filter((row) => !isOfJournal(row)).map(shown),
      orderNos: rows.flatMap((row) => (isOfPortal(row) ? [String(row.order.orderNo)] : [])),
    };
  }

  /** The rows of the Orders view once the portal has answered. */
  async loadedRows(): Promise<Row[]> {
    const { orders } = this.parts;
    // The first call makes the view ask the portal.
    await orders.getChildren();
    await orders.whenLoaded();
    return orders.getChildren();
  }
}

/** Returns whether a row is an order in the portal's list. The extension's classes are not those of this bundle. */
export function isOfPortal(row: Row): row is PortalOrderRow {
  return 'order' in row;
}

/** Whether a row is that of a journal entry, or of a file in its place. */
export function isOfJournal(row: Row): boolean {
  return !isOfPortal(row) && /^(entry|unreadable|quarantined) /.test(row.id);
}

/** The notifications during an action, each with its kind; they stay unanswered. */
export async function toldWhile(action: () => Promise<unknown>): Promise<string[]> {
  const { showInformationMessage, showWarningMessage, showErrorMessage } = window;
  const told: string[] = [];
  const note = (kind: string) => (message: string) => {
    told.push(asRead(`${kind}: ${message}`));
    return Promise.resolve(undefined);
  };
  Object.assign(window, {
    showInformationMessage: note('information'),
    showWarningMessage: note('warning'),
    showErrorMessage: note('error'),
  });
  try {
    await action();
  } finally {
    Object.assign(window, { showInformationMessage, showWarningMessage, showErrorMessage });
  }
  return told;
}

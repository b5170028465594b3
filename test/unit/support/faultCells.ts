import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from '../../../src/orders/journal';
import type { Outcome } from '../../../src/orders/outcome';
import type { PlacementResult } from '../../../src/orders/place';
import type { OrderToPlace } from '../../../src/orders/orderToPlace';
import type { JournalEntry } from '../../../src/orders/entry';
import { orderBody, priceBody } from '../../../src/orders/request';
import { type OrderSnapshot, takeSnapshot } from '../../../src/orders/snapshot';
import { OtherAccountError } from '../../../src/orders/reconciliation';
import { PortalError } from '../../../src/portal/errors';
import { SignInNeededError } from '../../../src/portal/sessionTokens';
import { idFrom } from '../../../src/portal/values';
import { faults } from '../../portal/faults';
import type { PlacedOrder, ReceivedRequest } from '../../portal/testPortal';
import { pricingIds } from '../sandbox/orderTexts';
import { type Fault, FaultyPortal, unanswered } from './faultyPortal';
import { type OrderParts, outcomeOf, orderParts, ordersFolder, removeFolder, review } from './placing';
import { detailPath } from './portalOrders';
import { referenceOrder, subscribeOrder } from './reference';
import { pagePath, savePath, tokenPath } from './requests';

/** What the fault comes over; everything else goes well, but for a save that is said to be lost. */
export const steps = [
  /** The order list at the review. */
  'list',
  /** The same; then the reply to the order is lost, though the portal has it. */
  'list, save lost',
  /** The price at the review. */
  'price',
  /** The renewal at Place Order of a token that is good for a little longer. */
  'token due',
  /** The renewal at Place Order of a token that has ended. */
  'token over',
  /** The order itself. */
  'save',
  /** The renewal after the order was answered with 401, before processing. */
  'renewal after 401',
  /** The order list, looked through for an order whose reply was lost. */
  'list after',
  /** The details of an order that may be the one whose reply was lost. */
  'detail',
] as const;
export type Step = (typeof steps)[number];

export interface Cell {
  readonly fault: Fault;
  readonly step: Step;
  readonly poNumber: string;
}

/** What there is at one moment: at the portal, and on the disk for a window that has just been opened. */
export interface Moment {
  readonly when: string;
  readonly orders: readonly PlacedOrder[];
  readonly posts: readonly ReceivedRequest[];
  readonly entries: readonly JournalEntry[];
}

/** What came of a cell. */
export interface CellRun {
  readonly cell: Cell;
  /** Whether a request met the fault. */
  readonly met: boolean;
  readonly reviewed: OrderToPlace;
  readonly ended: Omit<PlacementResult, 'outcome'> & { readonly outcome: Outcome };
  /** The first one is right after the order, the last one after it was looked for twice without any fault. */
  readonly moments: readonly Moment[];
  /** What became of pressing Place Order again, in turn. */
  readonly repeats: readonly PlacementResult[];
  /** Every text that a person is told or that is written down. */
  readonly told: readonly string[];
  readonly secrets: readonly string[];
}

const otherPoNumber = 'PO-OTHER';

/** Reviews and places the tutorial's order with the fault at its step, and settles it in fair weather. */
export async function run(cell: Cell): Promise<CellRun> {
  const [shortest, ...longer] = [0.3, 3, 20] as const;
  let ran = await runWith(cell, shortest);
  // On a busy machine, a request may end before it has met the fault, and then shows nothing of it.
  for (const impatient of longer) {
    if (ran.met || !unanswered.includes(cell.fault)) {
      break;
    }
    ran = await runWith(cell, impatient);
  }
  return ran;
}

/** @param impatient See FaultyPortal.start. */
async function runWith(cell: Cell, impatient: number): Promise<CellRun> {
  const portal = await FaultyPortal.start(cell.fault, impatient);
  const orders = orderParts(portal.parts, ordersFolder());
  try {
    return await new CellWindow(cell, portal, orders).run();
  } finally {
    orders.dispose();
    removeFolder(orders.folder);
    await portal.close();
  }
}

/** The window of one cell, and what was seen there. */
class CellWindow {
  private readonly moments: Moment[] = [];
  private readonly repeats: PlacementResult[] = [];
  private readonly told: string[] = [];

  constructor(
    private readonly cell: Cell,
    private readonly portal: FaultyPortal,
    private readonly orders: OrderParts,
  ) {}

  async run(): Promise<CellRun> {
    const { cell, portal, orders } = this;
    const reviewed = await this.review();
    const ended = await this.place(reviewed);
    await this.see('the order');
    await this.repeat(reviewed, ended);
    if (cell.step === 'list after' || cell.step === 'detail') {
      const path = cell.step === 'detail' ? detailPath : pagePath;
      await portal.under(path, () => this.orTell(orders.reconciliation.check()));
      await this.see('a look under the fault');
    }
    if (portal.parts.session.state.kind !== 'signedIn') {
      await portal.signIn();
    }
    if (cell.fault !== 'nameNotResolved' && faults[cell.fault].processed === 'later') {
      await orders.reconciliation.check();
      await this.see('a look before it was processed');
    }
    portal.processLate();
    for (const look of ['a look', 'another look']) {
      await orders.reconciliation.check();
      await this.see(look);
    }
    await this.repeat(reviewed, ended);
    await this.see('all');
    this.told.push(portal.parts.log.text, ...filesIn(orders.folder));
    const { moments, repeats, told } = this;
    return { cell, met: portal.met, reviewed, ended, moments, repeats, told, secrets: portal.secrets };
  }

  /** As the form does; asks for the price, on which nothing depends, only if the fault comes over that. */
  private async review(): Promise<OrderToPlace> {
    const { cell, portal } = this;
    const { client } = portal.parts;
    const reviewed = await review(portal.parts, { values: { poNumber: cell.poNumber }, snapshot: false });
    const list = (): Promise<OrderSnapshot | undefined> => this.orTell(takeSnapshot(client));
    const before = await (cell.step.startsWith('list') && cell.step !== 'list after'
      ? portal.under(pagePath, list)
      : list());
    if (cell.step === 'price') {
      const pricingId = idFrom(pricingIds.highAvailability);
      assert.ok(pricingId);
      const body = priceBody(referenceOrder, () => pricingId, undefined) ?? '';
      await portal.under('/pricing/', () => this.orTell(client.calculatePrice(body)));
    }
    return { ...reviewed, before };
  }

  private async place(reviewed: OrderToPlace): Promise<CellRun['ended']> {
    const { portal, orders } = this;
    const place = () => orders.placement.place(reviewed);
    const ended = await this.inWeather(place);
    const outcome = outcomeOf(ended);
    if (outcome.kind !== 'placed') {
      this.told.push(outcome.error.message, outcome.error.sentence());
    }
    assert.ok(portal.parts.session.state.kind !== 'signedOut');
    return { ...ended, outcome };
  }

  private inWeather<T>(place: () => Promise<T>): Promise<T> {
    const { cell, portal } = this;
    switch (cell.step) {
      case 'list':
      case 'price':
        return place();
      case 'token due':
        portal.clock.advance(1799);
        return portal.under(tokenPath, place);
      case 'token over':
        portal.clock.advance(1801);
        return portal.under(tokenPath, place);
      case 'save':
        return portal.under(savePath, place);
      case 'renewal after 401':
        return portal.underAfterUnauthorized(tokenPath, place);
      case 'list, save lost':
      case 'list after':
      case 'detail':
        return portal.losingReplies(place);
    }
  }

  /** Presses Place Order again: of an order of unknown outcome, with another PO number and without one as well. */
  private async repeat(reviewed: OrderToPlace, { outcome, entryId }: PlacementResult): Promise<void> {
    if (!mayBeRepeated(outcome)) {
      return;
    }
    const current = entryId && this.orders.journal.find(entryId)?.current.state;
    const others = current === 'unknown' ? ['', this.cell.poNumber, otherPoNumber] : [];
    const bodies = others.map((poNumber) => orderBody(subscribeOrder({ poNumber })));
    for (const body of new Set([reviewed.body, ...bodies])) {
      this.repeats.push(await this.orders.placement.place({ ...reviewed, body }));
    }
  }

  private async see(when: string): Promise<void> {
    const { orders, posts, parts } = this.portal;
    const journal = new Journal(this.orders.folder, parts.log);
    await journal.load();
    const { entries, quarantined } = journal;
    journal.dispose();
    assert.deepEqual(quarantined, []);
    this.moments.push({ when: `after ${when}`, orders, posts, entries });
  }

  /** What fails as calls to a portal do is told, and things go on. */
  private async orTell<T>(call: Promise<T>): Promise<T | undefined> {
    try {
      return await call;
    } catch (error) {
      const isTold =
        error instanceof PortalError ||
        error instanceof SignInNeededError ||
        error instanceof OtherAccountError;
      if (!isTold) {
        throw error;
      }
      this.told.push(error.message, error.sentence());
      return undefined;
    }
  }
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), 'latin1')}`);
}

/** Whether an order that ended like this may be bought a second time: what failed in the portal was not bought. */
export function mayBeRepeated(outcome: PlacementResult['outcome']): boolean {
  return (
    outcome.kind === 'unknown' || (outcome.kind === 'placed' && outcome.receipt.orderStatus !== 'failed')
  );
}

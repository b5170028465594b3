import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from '../../../src/orders/journal';
import { type JournalEntry, isOpen } from '../../../src/orders/entry';
import { parseBaseUrl } from '../../../src/portal/baseUrl';
import { ShapedPortal } from '../../portal/shapedPortal';
import { CollectedLog } from '../support/collectedLog';
import { Clock } from '../support/clock';
import { headOf } from '../support/entries';
import { failingReads } from './failingReads';
import { type History, type Step, orderOf } from './history';
import { Ledger } from './ledger';
import { Network } from './network';
import { Pressing } from './pressing';
import { Window } from './window';
import { BulkPressing } from './bulkPressing';

const baseUrl = parseBaseUrl('https://portal.test');

/** The entry that cannot be read for a while. */
const newerId = '6f9619ff-8b86-4011-b42d-00c04fc964ff';

/** Tells a history with the real parts, and holds them after each step to what they promise. */
export class Telling {
  /** The portal's clock; this machine's is as far from it as it was set. */
  private readonly clock = new Clock();
  private ahead = 0;
  private readonly late: (() => void)[] = [];
  private readonly portal: ShapedPortal;
  private readonly observer: Journal;
  private readonly windows: (Window | undefined)[] = [undefined, undefined, undefined];
  private readonly pressing: Pressing;
  private readonly bulk: BulkPressing;
  private readonly ledger = new Ledger();

  constructor(
    private readonly history: History,
    private readonly folder: string,
  ) {
    this.observer = new Journal(folder, new CollectedLog(), this.now);
    this.portal = new ShapedPortal({ instances: 2, shape: history.shape, now: this.clock.now });
    const scene = {
      ...{ ledger: this.ledger, baseUrl, folder, now: this.now, portalNow: this.clock.now },
      window: (index: number) => this.window(index),
      entries: () => this.entries(),
      restart: (index: number) => this.restart(index),
    };
    this.pressing = new Pressing(scene);
    this.bulk = new BulkPressing(scene, this.pressing, (step) => this.take(step));
  }

  async tell(): Promise<void> {
    try {
      for (const step of this.history.steps) {
        await this.take(step);
        this.clock.advance(1);
        await this.check();
      }
      await this.end();
    } finally {
      failingReads.clear(this.folder);
      for (const window of this.windows) {
        window?.close();
      }
    }
  }

  /** This machine's clock. */
  private readonly now = (): number => this.clock.now() + this.ahead;

  private async open(): Promise<Window> {
    const { sort } = this.history;
    const network = new Network(this.portal, this.late, sort, this.clock.now);
    return Window.open(network, this.portal, { baseUrl, folder: this.folder, now: this.now });
  }

  private async window(index: number): Promise<Window> {
    return (this.windows[index] ??= await this.open());
  }

  private async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'review':
        await this.pressing.review(step.window, step.order);
        break;
      case 'place':
        await this.pressing.place(step);
        break;
      case 'placeBoth':
      case 'stall':
        await this.pressing.placeTogether(step);
        break;
      case 'bulk':
        await this.bulk.run(step);
        await this.bulk.check();
        break;
      case 'bulkBoth':
        await this.bulk.runBoth(step.orders, step.others);
        break;
      case 'settle': {
        const window = await this.window(step.window);
        window.network.others = [...step.others].filter((weather) => !weather.startsWith('crash'));
        const unsettled = window.reconciliation.openEntries.map(({ id }) => id);
        const ids =
          step.only === undefined || unsettled.length === 0
            ? undefined
            : unsettled.slice(step.only % unsettled.length, (step.only % unsettled.length) + 1);
        await window.reconciliation.check(ids).catch(() => undefined);
        window.network.others = [];
        break;
      }
      case 'tokensEnd':
        if (step.refresh) {
          this.portal.revokeTokens();
        } else {
          this.portal.expireTokens();
        }
        break;
      case 'signIn':
        await (await this.window(step.window)).signIn(baseUrl, this.portal);
        break;
      case 'restart':
        this.restart(step.window);
        break;
      case 'wait':
        this.clock.advance(step.minutes * 60);
        break;
      case 'setClock':
        this.ahead += step.minutes * 60_000;
        break;
      case 'prune':
        await (await this.window(step.window)).journal.prune({ count: 0, days: 1 }, await this.bulk.kept());
        this.pressing.forget();
        break;
      case 'unreadable':
        await this.unreadable(step.why);
        break;
      case 'processLate':
        this.processLate();
        break;
      case 'orderElsewhere':
        await this.orderElsewhere(step.order);
        break;
      case 'tearLastLine':
        this.tearLastLine();
        break;
      case 'dismiss':
        await this.dismiss();
        break;
    }
  }

  private restart(index: number): void {
    this.windows[index]?.close();
    this.windows[index] = undefined;
    this.pressing.leave(index);
  }

  private processLate(): void {
    for (const process of this.late.splice(0)) {
      process();
    }
  }

  /** Somebody else orders the same in the portal itself, under a PO number of their own. */
  private async orderElsewhere(order: number): Promise<void> {
    const elsewhere = await this.open();
    const { baseUrl: ofPortal, header } = await elsewhere.session.authorization();
    const authorization = { baseUrl: ofPortal, header, signInId: '' };
    const { body } = orderOf(order, 'PO-ELSEWHERE');
    const before = this.portal.orders.length;
    await elsewhere.client.saveOrder(authorization, body).catch(() => undefined);
    elsewhere.close();
    for (const { orderNo } of this.portal.orders.slice(before)) {
      this.pressing.elsewhere.push({ orderNo, body, at: this.clock.now() });
    }
  }

  /** A window was ended while it wrote a line to a record that has more to come: one of which nobody has said the last word. */
  private tearLastLine(): void {
    const [name] = this.entryFiles().filter((one) => !this.ledger.settled.includes(one));
    if (name !== undefined) {
      appendFileSync(join(this.folder, name), '\n{"state":"placed","at":1,"orderNo":"YL');
    }
  }

  private async unreadable(why: Extract<Step, { do: 'unreadable' }>['why']): Promise<void> {
    const newer = join(this.folder, `${newerId}.jsonl`);
    this.pressing.isUnreadable = why !== 'over';
    failingReads.clear(this.folder);
    rmSync(newer, { force: true });
    if (why === 'newerVersion') {
      writeFileSync(newer, '{"format":"pbx-subscriptions order","version":2}\n');
    } else if (why === 'EIO') {
      const head = headOf({ id: newerId, baseUrl, body: orderOf(3).body, createdAt: this.now() });
      // Another window is writing it: nobody knows yet what it is of.
      writeFileSync(newer, `${JSON.stringify(head)}\n{"state":"notSent","at":1,"reason":"not sent"}\n`);
      failingReads.add(newer);
    }
    await Promise.resolve();
  }

  private entryFiles(): string[] {
    return readdirSync(this.folder).filter((name) => name.endsWith('.jsonl') && !name.startsWith(newerId));
  }

  /** The user knows of an order that it was not placed, and says so. */
  private async dismiss(): Promise<void> {
    const { journal } = await this.window(0);
    await journal.load();
    const entry = journal.entries.find((one) => isOpen(one) && this.ledger.wasNotPlaced(one.id));
    if (entry) {
      this.ledger.dismiss(entry.id);
      await journal.note(entry.id, { state: 'dismissed', at: this.now() });
    }
  }

  /** The records as a window beside the others reads them. */
  private async entries(): Promise<readonly JournalEntry[]> {
    await this.observer.load();
    return this.observer.entries.filter(({ id }) => id !== newerId);
  }

  /** The records as a window that is opened now reads them. */
  private async entriesAnew(): Promise<readonly JournalEntry[]> {
    const journal = new Journal(this.folder, new CollectedLog(), this.now);
    await journal.load();
    assert.deepEqual(journal.quarantined, []);
    return journal.entries;
  }

  private async check(): Promise<void> {
    this.ledger.check(await this.entries(), this.portal.orders);
  }

  /** The weather clears; the portal processes what it still had; one window looks again, twice. */
  private async end(): Promise<void> {
    await this.unreadable('over');
    this.processLate();
    const window = await this.window(0);
    await window.signIn(baseUrl, this.portal);
    await window.reconciliation.check();
    await window.reconciliation.check();
    const entries = await this.entriesAnew();
    assert.deepEqual(await this.entries(), entries);
    await this.bulk.check();
    this.ledger.check(entries, this.portal.orders);
    this.ledger.checkEnd(
      entries,
      this.history.steps.some((step) => step.do === 'setClock'),
    );
  }
}

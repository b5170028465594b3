import assert from 'node:assert/strict';
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from '../../../src/orders/journal';
import type { Ended, HeldBack, OrderToPlace } from '../../../src/orders/place';
import type { OrderRecord } from '../../../src/orders/record';
import { isUnsettled } from '../../../src/orders/record';
import { shareSubject } from '../../../src/orders/subject';
import { parseBaseUrl } from '../../../src/portal/baseUrl';
import { ShapedPortal } from '../../portal/shapedPortal';
import { CollectedLog } from '../support/collectedLog';
import { Clock } from '../support/clock';
import type { History, Step } from './history';
import { bodyOf } from './history';
import { Ledger } from './ledger';
import type { Weather } from './network';
import { Network } from './network';
import { Window } from './window';

const baseUrl = parseBaseUrl('https://portal.test');

/** Tells a history with the real parts, and holds them after each step to what they promise. */
export class Telling {
  private readonly clock = new Clock();
  private readonly late: (() => void)[] = [];
  private readonly portal: ShapedPortal;
  private readonly observer: Journal;
  private readonly windows: (Window | undefined)[] = [undefined, undefined];
  private readonly reviewed: (OrderToPlace | undefined)[] = [undefined, undefined];
  private readonly ledger = new Ledger();

  constructor(
    private readonly history: History,
    private readonly folder: string,
  ) {
    this.observer = new Journal(folder, new CollectedLog(), this.clock.now);
    this.portal = new ShapedPortal({ instances: 2, shape: history.shape, now: this.clock.now });
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
      for (const window of this.windows) {
        window?.close();
      }
    }
  }

  private async open(): Promise<Window> {
    const network = new Network(this.portal, this.late, this.history.heedsSort);
    return Window.open(network, this.portal, { baseUrl, folder: this.folder, now: this.clock.now });
  }

  private async window(index: number): Promise<Window> {
    return (this.windows[index] ??= await this.open());
  }

  private async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'review':
        this.reviewed[step.window] = await (
          await this.window(step.window)
        ).review({
          body: bodyOf(step.order),
          baseUrl,
        });
        break;
      case 'place':
        await this.place(step);
        break;
      case 'placeBoth':
        await this.placeBoth(step.order, step.saves);
        break;
      case 'settle': {
        const window = await this.window(step.window);
        window.network.others = [...step.others].filter((weather) => !weather.startsWith('crash'));
        const unsettled = window.settling.unsettled.map(({ id }) => id);
        const ids =
          step.only === undefined || unsettled.length === 0
            ? undefined
            : unsettled.slice(step.only % unsettled.length, (step.only % unsettled.length) + 1);
        await window.settling.check(ids).catch(() => undefined);
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

  private async place(step: Extract<Step, { do: 'place' }>): Promise<void> {
    const order = this.reviewed[step.window];
    if (!order) {
      return;
    }
    this.reviewed[step.window] = undefined;
    const first = await this.press(step.window, order, step.saves, step.others);
    if (first?.kind === 'heldBack' && step.consent && !first.beingPlaced) {
      await this.press(step.window, order, step.saves, step.others, first);
    }
  }

  private async press(
    index: number,
    order: OrderToPlace,
    saves: readonly Weather[],
    others: readonly Weather[],
    despite?: HeldBack,
  ): Promise<Ended | HeldBack | undefined> {
    const window = await this.window(index);
    const before = await this.records();
    const known = new Set(before.map(({ id }) => id));
    const blocking = before.filter(
      (record) =>
        shareSubject(record, order) &&
        (isUnsettled(record) ||
          (record.current.state === 'placed' && record.createdAt >= order.reviewedAt)) &&
        despite?.records.some(({ id }) => id === record.id) !== true,
    );
    const consent = this.ledger.newConsent();
    window.network.consent = consent;
    window.network.saves = [...saves];
    window.network.others = [...others];
    const result = await window.place(order, despite);
    window.network.consent = undefined;
    window.network.saves = [];
    window.network.others = [];
    const added = (await this.records()).filter(({ id }) => !known.has(id));
    assert.ok(added.length <= 1, 'one press makes one record');
    for (const { id, body } of added) {
      this.ledger.assign(id, consent);
      assert.equal(body, order.body);
    }
    if (result === undefined) {
      window.leaveDeadLocks();
      this.restart(index);
    }
    if (blocking.length > 0) {
      assert.equal(result?.kind, 'heldBack', 'an order that may be a repetition is held back');
    }
    this.ledger.checkResult(result, consent, added[0]);
    return result;
  }

  private async placeBoth(order: number, saves: readonly Weather[]): Promise<void> {
    const known = new Set((await this.records()).map(({ id }) => id));
    const both = await Promise.all(
      [0, 1].map(async (index) => {
        const window = await this.window(index);
        const consent = this.ledger.newConsent();
        const reviewed = await window.review({ body: bodyOf(order), baseUrl });
        window.network.consent = consent;
        window.network.saves = saves.filter((weather) => !weather.startsWith('crash'));
        return { window, consent, reviewed };
      }),
    );
    const results = await Promise.all(
      both.map(async ({ window, reviewed }) => (reviewed ? window.place(reviewed) : undefined)),
    );
    for (const { window } of both) {
      window.network.consent = undefined;
      window.network.saves = [];
    }
    const sent = both.filter(({ consent }) => consent.posts > 0);
    const added = (await this.records()).filter(({ id }) => !known.has(id));
    let mayBeOrders = 0;
    for (const [index, { consent }] of both.entries()) {
      const result = results[index];
      if (result?.kind === 'ended') {
        const record = added.find(({ id }) => id === result.recordId);
        if (record) {
          this.ledger.assign(record.id, consent);
        }
        this.ledger.checkResult(result, consent, record);
        mayBeOrders += ['placed', 'unknown'].includes(result.outcome.kind) ? 1 : 0;
      }
    }
    // Only after an end that is surely no order may the other one be sent as well.
    assert.ok(mayBeOrders <= 1, 'two windows that press at once send one order');
    assert.ok(sent.flatMap(({ consent }) => consent.orders).length <= 1, 'and the portal gets one');
  }

  private restart(index: number): void {
    this.windows[index]?.close();
    this.windows[index] = undefined;
    this.reviewed[index] = undefined;
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
    await elsewhere.client.saveOrder(authorization, bodyOf(order, 'PO-ELSEWHERE')).catch(() => undefined);
    elsewhere.close();
  }

  /** A window was ended while it wrote a line to a record. */
  private tearLastLine(): void {
    const [name] = this.recordFiles();
    if (name !== undefined) {
      appendFileSync(join(this.folder, name), '\n{"state":"placed","at":1,"orderNo":"YL');
    }
  }

  private recordFiles(): string[] {
    return readdirSync(this.folder).filter((name) => name.endsWith('.jsonl'));
  }

  /** The user knows of an order that it was not placed, and says so. */
  private async dismiss(): Promise<void> {
    const { journal } = await this.window(0);
    await journal.load();
    const record = journal.records.find((one) => isUnsettled(one) && this.ledger.wasNotPlaced(one.id));
    if (record) {
      this.ledger.dismiss(record.id);
      await journal.note(record.id, { state: 'dismissed', at: this.clock.now() });
    }
  }

  /** The records as a window beside the others reads them. */
  private async records(): Promise<readonly OrderRecord[]> {
    await this.observer.load();
    return this.observer.records;
  }

  /** The records as a window that is opened now reads them. */
  private async recordsAnew(): Promise<readonly OrderRecord[]> {
    const journal = new Journal(this.folder, new CollectedLog(), this.clock.now);
    await journal.load();
    assert.deepEqual(journal.setAside, []);
    return journal.records;
  }

  private async check(): Promise<void> {
    this.ledger.check(await this.records(), this.portal.orders);
  }

  /** The weather clears; the portal processes what it still had; one window looks again, twice. */
  private async end(): Promise<void> {
    this.processLate();
    const window = await this.window(0);
    await window.signIn(baseUrl, this.portal);
    await window.settling.check();
    await window.settling.check();
    const records = await this.recordsAnew();
    assert.deepEqual(await this.records(), records);
    this.ledger.check(records, this.portal.orders);
    this.ledger.checkEnd(records);
  }
}

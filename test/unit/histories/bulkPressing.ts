import assert from 'node:assert/strict';
import { BulkRun, type RowToPlace } from '../../../src/orders/bulkRun';
import { BulkRunFiles, bulkRunsFolder } from '../../../src/orders/bulkRunFile';
import { stateOfRow } from '../../../src/orders/bulkRunRows';
import { Journal } from '../../../src/orders/journal';
import type { PlacementResult } from '../../../src/orders/place';
import type { BaseUrl } from '../../../src/portal/baseUrl';
import { CollectedLog } from '../support/collectedLog';
import { type Row, calm, isTrue, placedIds, prepareRow } from './bulkRows';
import { type BulkOfHistories, type Step, orderOf } from './history';
import type { Ledger } from './ledger';
import type { Pressing } from './pressing';
import { isSameThing, mustBlockElsewhere } from './repetition';
import type { Window } from './window';

/** A run that was begun, in whatever window. */
interface Begun {
  readonly run: BulkRun;
  readonly rows: readonly Row[];
}

/** The user's bulk orders, and what must come of them. */
export class BulkPressing {
  private readonly begun: Begun[] = [];
  /** Orders that were sent although the model knew that they repeat another. */
  private sentRepetitions = 0;

  constructor(
    private readonly scene: {
      readonly ledger: Ledger;
      readonly baseUrl: BaseUrl;
      readonly folder: string;
      readonly now: () => number;
      /** The portal's clock. */
      readonly portalNow: () => number;
      readonly window: (index: number) => Promise<Window>;
      readonly restart: (index: number) => void;
    },
    private readonly pressing: Pressing,
    private readonly take: (step: Step) => Promise<void>,
  ) {}

  /** Runs a bulk order to its end, or until the window's process ends. */
  async run(step: Extract<Step, { do: 'bulk' }>): Promise<void> {
    const window = await this.scene.window(step.window);
    const rows = await this.reviewed(window, step.orders, step.ticksDuplicates);
    if (rows.length === 0) {
      return;
    }
    const ended: PlacementResult[] = [];
    const run = await this.create(window, rows, ended, step);
    window.network.saves = [...step.saves];
    window.network.others = [...step.rest];
    const crashed = new Promise<'crashed'>((resolve) => {
      window.network.onCrash = () => resolve('crashed');
    });
    const answers = [...step.answers];
    let going: Promise<void> = run.start();
    let isOver = (await Promise.race([going, crashed])) === 'crashed';
    while (!isOver && run.phase.name === 'paused') {
      const answer = answers.shift();
      switch (answer) {
        case 'settle':
          going = window.reconciliation
            .check()
            .catch(() => undefined)
            .then(() => run.continue());
          break;
        case 'signIn':
          window.network.others = [];
          await this.take({ do: 'signIn', window: step.window });
          going = run.continue();
          break;
        case 'continue':
        case 'passRefused':
          going = run.continue(answer === 'passRefused');
          break;
        case 'crash':
          going = new Promise(() => undefined);
          window.network.onCrash();
          break;
        case undefined:
          going = run.stop();
          break;
      }
      isOver = (await Promise.race([going, crashed])) === 'crashed';
    }
    calm(window);
    await this.assign({ run, rows });
    if (isOver) {
      window.leaveDeadLocks();
      this.scene.restart(step.window);
    } else {
      assert.equal(run.phase.name, 'ended', 'a run that was not interrupted ends');
      await this.checkResults(rows, ended);
      assert.ok(
        run.states.every((state, index) => isTrue(state, rows[index]?.consent, this.pressing.isUnreadable)),
        'what a live run says of its rows is true',
      );
    }
  }

  /** Two windows place bulk orders at once. */
  async runBoth(orders: readonly number[], others: readonly number[]): Promise<void> {
    const both: (Begun & { readonly going: () => Promise<void> })[] = [];
    for (const [index, wanted] of [orders, others].entries()) {
      const window = await this.scene.window(index);
      const rows = await this.reviewed(window, wanted, false);
      if (rows.length > 0) {
        const run = await this.create(window, rows, []);
        const going = async () => {
          await run.start();
          while (run.phase.name === 'paused') {
            await run.continue();
          }
        };
        both.push({ run, rows, going });
      }
    }
    await Promise.all(both.map(({ going }) => going()));
    for (const index of [0, 1]) {
      calm(await this.scene.window(index));
    }
    for (const one of both) {
      await this.assign(one);
    }
    const all = both.flatMap(({ rows }) => rows);
    for (const { reviewed } of all) {
      const same = all.filter((other) => isSameThing(other.reviewed.order.body, reviewed.order.body));
      const made = same.flatMap(({ consent }) => consent.orders);
      assert.ok(made.length <= 1, 'two windows with overlapping bulk orders place each order once');
    }
  }

  /** Ids of the runs that are on disk. */
  async kept(): Promise<ReadonlySet<string>> {
    return new Set((await this.files.all()).map(({ head }) => head.id));
  }

  /** What a window that is opened now reads of all runs is true. */
  async check(): Promise<void> {
    if (this.begun.length === 0) {
      return;
    }
    const journal = new Journal(this.scene.folder, new CollectedLog(), this.scene.now);
    await journal.load();
    const kept = new Map((await this.files.all()).map((one) => [one.head.id, one]));
    for (const { run, rows } of this.begun) {
      const onDisk = kept.get(run.head.id);
      assert.ok(onDisk, 'a run is on disk before its first order');
      assert.equal(onDisk.head.rows.length, rows.length);
      for (const [index, row] of onDisk.head.rows.entries()) {
        const state = stateOfRow(row, undefined, journal);
        assert.ok(
          isTrue(state, rows[index]?.consent, this.pressing.isUnreadable),
          `row ${index} is ${state.kind}`,
        );
      }
    }
  }

  private get files(): BulkRunFiles {
    return new BulkRunFiles(bulkRunsFolder(this.scene.folder), new CollectedLog());
  }

  /** Reviews the rows, as the table does: once for all, with those left out that may repeat an order and are not ticked. */
  private async reviewed(window: Window, orders: readonly number[], ticks: boolean): Promise<Row[]> {
    const { ledger, baseUrl } = this.scene;
    const placed = placedIds(await this.pressing.remember());
    const rows: Row[] = [];
    for (const order of orders) {
      const reviewed = await window.review({ ...orderOf(order), baseUrl });
      const despite = reviewed && (await window.placement.blockedBy(reviewed.order));
      if (reviewed && (ticks || !despite)) {
        const elsewhere = this.pressing.elsewhere.length;
        rows.push({ reviewed, placed, despite, elsewhere, consent: ledger.newConsent() });
      }
    }
    return rows;
  }

  private async create(
    window: Window,
    rows: readonly Row[],
    ended: PlacementResult[],
    { meanwhile = [] }: Partial<Pick<BulkOfHistories, 'meanwhile'>> = {},
  ): Promise<BulkRun> {
    const { baseUrl, now } = this.scene;
    const { client, placement, journal, locks, session } = window;
    const signInId = rows[0]?.reviewed.order.signInId;
    const pending = [...meanwhile];
    const run: BulkRun = await BulkRun.create(
      {
        ...{ client, placement, journal, locks, now },
        files: this.files,
        log: new CollectedLog(),
        explain: String,
        endedBy: () =>
          session.state.kind === 'signedIn' && session.state.signInId === signInId
            ? undefined
            : 'another session',
        rowEnded: (_row, result) => ended.push(result),
      },
      { baseUrl, account: 'ada', sandbox: false, operation: 'expand' },
      rows.map((row, index): RowToPlace => ({
        body: row.reviewed.order.body,
        instanceName: '',
        serviceName: '',
        prepare: async (mustAsk) => {
          window.network.consent = undefined;
          const due = pending.findIndex((one) => one.row === index);
          const [happens] = due < 0 ? [] : pending.splice(due, 1);
          if (happens) {
            await this.happen(happens.what, window, run);
          }
          const prepared = await prepareRow(window, row, mustAsk, this.scene.now);
          const { network } = window;
          const isRepetition =
            this.pressing.isUnreadable ||
            this.pressing.mustBeBlockedHere(row.reviewed.order, row.placed, row.despite) ||
            this.isOrderedElsewhere(row);
          network.consent = row.consent;
          network.onSave = () => {
            this.sentRepetitions += isRepetition ? 1 : 0;
          };
          return prepared;
        },
      })),
    );
    return run;
  }

  private async happen(
    what: BulkOfHistories['meanwhile'][number]['what'],
    window: Window,
    run: BulkRun,
  ): Promise<void> {
    switch (what.kind) {
      case 'otherWindow': {
        // A window beyond those that place bulk orders.
        await this.take({ do: 'review', window: 2, order: what.order });
        await this.take({ do: 'place', window: 2, saves: [], others: [], consent: false });
        break;
      }
      case 'elsewhere':
        await this.take({ do: 'orderElsewhere', order: what.order });
        break;
      case 'stop':
        void run.stop();
        break;
      case 'signIn':
        window.network.others = [];
        await window.signIn(this.scene.baseUrl, window.portal);
        break;
      case 'tokensEnd':
        await this.take({ do: 'tokensEnd', refresh: false });
        break;
      case 'wait':
        await this.take({ do: 'wait', minutes: what.minutes });
        break;
    }
  }

  /** Whether somebody has ordered the same in the portal since the review. */
  private isOrderedElsewhere({ reviewed: { order }, elsewhere }: Row): boolean {
    return (
      order.known.recent.isComplete &&
      this.pressing.elsewhere
        .slice(elsewhere)
        .some((other) => mustBlockElsewhere(order, other, this.scene.portalNow()))
    );
  }

  /** The entries of the run are those of its rows. */
  private async assign(begun: Begun): Promise<void> {
    assert.equal(this.sentRepetitions, 0, 'an order that may be a repetition is blocked');
    this.begun.push(begun);
    const { run, rows } = begun;
    for (const { id, bulkOrder, body } of await this.pressing.remember()) {
      if (bulkOrder?.run === run.head.id) {
        const row = rows[bulkOrder.row];
        assert.ok(row && run.head.rows[bulkOrder.row]?.entryId === id);
        assert.equal(body, row.reviewed.order.body);
        this.scene.ledger.assign(id, row.consent);
      }
    }
  }

  private async checkResults(rows: readonly Row[], ended: readonly PlacementResult[]): Promise<void> {
    const entries = new Map((await this.pressing.remember()).map((entry) => [entry.id, entry]));
    for (const result of ended) {
      const entry = result.entryId === undefined ? undefined : entries.get(result.entryId);
      const row = entry?.bulkOrder && rows[entry.bulkOrder.row];
      // One that was settled at a pause is what the journal says by now.
      if (row && entry.current.state === result.outcome.kind) {
        this.scene.ledger.checkResult(result, row.consent, entry);
      }
    }
  }
}

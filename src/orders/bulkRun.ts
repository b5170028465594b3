import * as l10n from '@vscode/l10n';
import { UnexpectedError } from '../portal/explained';
import { Emitter, Owner } from '../portal/emitter';
import type { PortalClient } from '../portal/client';
import type { PageOfOrders } from '../portal/portalOrders';
import type { TraceLog } from '../portal/traceLog';
import { type BulkRunFiles, type RunHead, newRunId, runSubject } from './bulkRunFile';
import { type RowNote, type RowState, isGood, noteOf, stateOfRow } from './bulkRunRows';
import type { Consent } from './duplicates';
import { newEntryId } from './entry';
import type { Journal } from './journal';
import type { HeldLock, Locks } from './lock';
import { OrdersMeanwhile } from './ordersMeanwhile';
import type { OrderToPlace } from './orderToPlace';
import { RunWriteError, LockLostError } from './outcome';
import type { OrderPlacement, PlacementResult } from './place';
import { ordersPageSize, snapshotOf } from './snapshot';

/** A row as its turn comes. */
export type PreparedRow =
  | { readonly kind: 'ready'; readonly order: OrderToPlace; readonly consent: Consent }
  /** What its review showed has changed; one sentence for each difference. */
  | { readonly kind: 'changed'; readonly changes: readonly string[] }
  /** The portal did not return what has to be known before an order is sent. */
  | { readonly kind: 'failed'; readonly reason: string };

/** An order that the user has reviewed and agreed to place. */
export interface RowToPlace extends Pick<OrderToPlace, 'body' | 'instanceName' | 'serviceName'> {
  /**
   * Returns the order at its turn. Asks the portal again if what was reviewed is too old.
   *
   * @param mustAsk Whether to ask in any case, because the portal lists an order that may be for the same PBX.
   */
  readonly prepare: (mustAsk: boolean) => Promise<PreparedRow>;
}

/** Why a run is paused; the row's state says the rest. `notChecked`: the row can still be placed. */
export type PauseReason = 'refused' | 'notPlaced' | 'changed' | 'notChecked';

export type RunPhase =
  | { readonly name: 'running'; readonly row: number }
  | { readonly name: 'paused'; readonly row: number; readonly reason: PauseReason }
  /** `all`: every row had its turn. `stopped`: by the user. Otherwise a sentence that says what ended it. */
  | { readonly name: 'ended'; readonly by: 'all' | 'stopped' | { readonly sentence: string } };

export interface BulkRunDeps {
  readonly client: Pick<PortalClient, 'orders'>;
  readonly placement: Pick<OrderPlacement, 'place'>;
  readonly journal: Journal;
  readonly locks: Locks;
  readonly files: BulkRunFiles;
  readonly log: TraceLog;
  readonly now?: () => number;
  /** Turns a failed request into a sentence for the user. */
  readonly explain: (error: unknown) => string;
  /** Returns why no further order may be sent: the session, the portal or a setting is no longer what was reviewed. */
  readonly endedBy: () => string | undefined;
  /** Called after each order. `row`: counted from 0. */
  readonly rowEnded: (row: number, ended: PlacementResult) => void;
}

/**
 * Places the orders of a bulk order one after the other. Each is an order of its own: with a snapshot of the portal's
 * orders before it, a journal entry and an outcome. Each row has one turn at most; a run that was interrupted is never
 * resumed.
 */
export class BulkRun extends Owner {
  private readonly notes = new Map<number, RowNote>();
  private readonly changed = this.own(new Emitter<undefined>());
  private current: RunPhase = { name: 'running', row: 0 };
  private next = 0;
  private lock: HeldLock | undefined;
  private isStopping = false;
  private pauseCount = 0;
  private passesRefused = false;
  private going: Promise<void> = Promise.resolve();
  private readonly meanwhile = new OrdersMeanwhile();

  readonly onDidChange = this.changed.event;

  private constructor(
    private readonly deps: BulkRunDeps,
    readonly head: RunHead,
    private readonly rows: readonly RowToPlace[],
  ) {
    super();
  }

  /**
   * Writes the run to the disk; nothing is sent before `start` is called.
   *
   * @param about `id`: that of the run; by default a new one, and also if a run with this id is on the disk already, as
   *   when two windows have restored the same page.
   * @throws RunWriteError when it cannot be written. Nothing was sent, and nothing will be.
   */
  static async create(
    deps: BulkRunDeps,
    about: Pick<RunHead, 'baseUrl' | 'account' | 'sandbox' | 'operation'> & Partial<Pick<RunHead, 'id'>>,
    rows: readonly RowToPlace[],
  ): Promise<BulkRun> {
    const { baseUrl, account, sandbox, operation } = about;
    const isFree = about.id !== undefined && !(await isTaken(deps.files, about.id));
    const id = isFree ? about.id : newRunId();
    const head: RunHead = {
      format: 'pbx-subscriptions bulk order',
      version: 1,
      id,
      createdAt: (deps.now ?? Date.now)(),
      baseUrl,
      account,
      sandbox,
      operation,
      rows: rows.map(({ body, instanceName, serviceName }) => ({
        entryId: newEntryId(),
        instanceName,
        serviceName,
        body,
      })),
    };
    const run = new BulkRun(deps, head, rows);
    await run.open();
    return run;
  }

  get phase(): RunPhase {
    return this.current;
  }

  /** Whether Stop was pressed and takes effect after the order under way. */
  get stops(): boolean {
    return this.isStopping;
  }

  /** How often the run has paused: tells one pause from the next. */
  get pauses(): number {
    return this.pauseCount;
  }

  /** The state of each row, as the journal was last read. */
  get states(): readonly RowState[] {
    return this.head.rows.map((row, index) => stateOfRow(row, this.notes.get(index), this.deps.journal));
  }

  /** Places the orders until the run pauses or ends; never rejects. */
  start(): Promise<void> {
    return this.goOn();
  }

  /**
   * Goes on after a pause, with the next row, or with the same one if it could not be checked.
   *
   * @param passRefused Whether the run no longer pauses at orders that the portal refuses.
   */
  async continue(passRefused = false): Promise<void> {
    if (this.current.name === 'paused') {
      this.passesRefused ||= passRefused;
      await this.goOn();
    }
  }

  /** Ends the run after the order under way, or at once if it is paused. Resolves when it has ended. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.changed.fire(undefined);
    if (this.current.name === 'paused') {
      await this.goOn();
    }
    await this.going;
  }

  private async open(): Promise<void> {
    const { journal, locks, files } = this.deps;
    try {
      // Both are written to the journal's folder, which must not be created if it is gone.
      await journal.check();
      // Before the file is there, so that no window takes a run that is about to start for an interrupted one.
      this.lock = await locks.acquire([runSubject(this.head.id)]);
      if (!this.lock) {
        throw new Error(l10n.t('another window is already placing it'));
      }
      await files.write(this.head);
    } catch (error) {
      await this.lock?.release().catch(() => undefined);
      throw new RunWriteError(error);
    }
  }

  private goOn(): Promise<void> {
    this.enter({ name: 'running', row: this.next });
    this.going = this.going.then(() => this.placeRows());
    return this.going;
  }

  private async placeRows(): Promise<void> {
    while (this.next < this.rows.length) {
      if (this.isStopping) {
        return this.end('stopped');
      }
      const sentence = this.whyOver();
      if (sentence !== undefined) {
        return this.end({ sentence });
      }
      const index = this.next;
      this.enter({ name: 'running', row: index });
      const reason = await this.placeRow(index).catch((error: unknown): PauseReason => {
        this.deps.log.error(`The row ${index} of a bulk order: ${String(error)}`);
        this.next = index + 1;
        if (this.notes.get(index)?.kind !== 'recorded') {
          this.note(index, { kind: 'notSent', reason: new UnexpectedError('order', error).sentence() });
        }
        return 'notPlaced';
      });
      if (reason === 'over') {
        continue;
      }
      const mayGoOn = reason === undefined || (reason === 'refused' && this.passesRefused);
      // After the last row there is nothing to go on to, unless that row can still be placed.
      if (!mayGoOn && (this.next < this.rows.length || reason === 'notChecked')) {
        this.pauseCount++;
        this.enter({ name: 'paused', row: index, reason });
        return;
      }
    }
    return this.end('all');
  }

  /**
   * Gives a row its turn.
   *
   * @returns Why the run has to pause; undefined if it goes on. `over`: nothing was sent, because the run ends first.
   */
  private async placeRow(index: number): Promise<PauseReason | 'over' | undefined> {
    const [row, kept] = [this.rows[index], this.head.rows[index]];
    if (!row || !kept) {
      throw new Error('no such row');
    }
    const prepared = await this.prepare(row);
    switch (prepared.kind) {
      case 'failed':
        this.note(index, { kind: 'notSent', reason: prepared.reason });
        return 'notChecked';
      case 'changed':
        this.next = index + 1;
        this.note(index, prepared);
        return 'changed';
      case 'ready':
        break;
    }
    // Asking the portal may have taken a while.
    if (this.isStopping || this.whyOver() !== undefined) {
      this.note(index, undefined);
      return 'over';
    }
    const { order, consent } = prepared;
    if (order.body !== kept.body) {
      throw new Error('the order is not the one that was reviewed');
    }
    this.next = index + 1;
    this.note(index, { kind: 'placing' });
    const { entryId } = kept;
    const ended = await this.deps.placement
      .place({ ...order, row: { entryId, run: this.head.id, row: index } }, consent)
      .catch((error: unknown): PlacementResult => ({
        outcome: { kind: 'unknown', error: new UnexpectedError('order', error), reply: undefined },
        entryId: entryId,
      }));
    this.note(index, noteOf(ended));
    this.deps.rowEnded(index, ended);
    if (isGood(ended.outcome)) {
      return undefined;
    }
    return ended.outcome.kind === 'refused' ? 'refused' : 'notPlaced';
  }

  /** Returns the order with a snapshot of the portal's orders right before it, so that it can be reconciled on its own. */
  private async prepare(row: RowToPlace): Promise<PreparedRow> {
    const first = await row.prepare(false);
    if (first.kind !== 'ready') {
      return first;
    }
    let page: PageOfOrders;
    try {
      page = await this.deps.client.orders({ pageNo: 1, pageSize: ordersPageSize });
    } catch (error) {
      return { kind: 'failed', reason: this.deps.explain(error) };
    }
    this.meanwhile.note(page);
    if (!this.meanwhile.concern(first.order, this.deps.journal)) {
      return { ...first, order: { ...first.order, before: snapshotOf(page) } };
    }
    return row.prepare(true);
  }

  /** Returns why no further order may be sent; undefined if it may. */
  private whyOver(): string | undefined {
    try {
      return this.lock?.stands() === false ? new LockLostError().sentence() : this.deps.endedBy();
    } catch (error) {
      this.deps.log.warn(`The lock of a bulk order cannot be examined: ${String(error)}`);
      return new LockLostError().sentence();
    }
  }

  private async end(by: Extract<RunPhase, { name: 'ended' }>['by']): Promise<void> {
    const { files, log, now = Date.now } = this.deps;
    await files.noteEnd(this.head.id, now());
    await this.lock
      ?.release()
      .catch((error: unknown) => log.warn(`A lock was not released: ${String(error)}`));
    this.enter({ name: 'ended', by });
  }

  private note(index: number, note: RowNote | undefined): void {
    if (note) {
      this.notes.set(index, note);
    } else {
      this.notes.delete(index);
    }
    this.changed.fire(undefined);
  }

  private enter(phase: RunPhase): void {
    this.current = phase;
    this.changed.fire(undefined);
  }
}

/** @throws RunWriteError when that cannot be found out. */
function isTaken(files: BulkRunFiles, id: string): Promise<boolean> {
  return files.has(id).catch((error: unknown) => {
    throw new RunWriteError(error);
  });
}

import type { BaseUrl } from '../portal/baseUrl';
import type { TraceLog } from '../portal/traceLog';
import type { Journal } from './journal';
import type { HeldLock, Locks } from './lock';
import type { Outcome } from './outcome';
import { RecordError } from './outcome';
import type { OrderRecord, RecordChange, RecordHead, RecordId } from './record';
import { isUnsettled, newRecordId } from './record';
import type { OrderSender, OrderToSend } from './send';
import { shareSubject, subjectsOf } from './subject';

/** An order as it was reviewed. */
export interface OrderToPlace extends OrderToSend {
  readonly baseUrl: BaseUrl;
  readonly sandbox: boolean;
  readonly instanceName: string;
  readonly serviceName: string;
  /** When the review began; milliseconds since 1970. */
  readonly reviewedAt: number;
}

/** Nothing was sent, because the same may have been ordered already. */
export interface HeldBack {
  readonly kind: 'heldBack';
  /** Whether such an order is being placed at this moment, in this window or another. */
  readonly beingPlaced: boolean;
  /** The orders that this one may repeat: not settled yet, or placed since the review began. */
  readonly records: readonly OrderRecord[];
}

/** An order that was sent, or surely not sent. */
export interface Ended {
  readonly kind: 'ended';
  readonly outcome: Outcome;
  /** Undefined when it came to nothing before it was recorded. */
  readonly recordId: RecordId | undefined;
}

/** Places orders: one at a time for each instance and service, written down before it is sent. */
export class OrderPlacement {
  constructor(
    private readonly parts: {
      readonly sender: OrderSender;
      readonly journal: Journal;
      readonly locks: Locks;
      readonly log: TraceLog;
      readonly now?: () => number;
    },
  ) {}

  /**
   * Places the order, once, unless the same may have been ordered already.
   *
   * @param despite The records that the user was shown and has agreed to repeat.
   */
  async place(order: OrderToPlace, despite: ReadonlySet<RecordId> = new Set()): Promise<Ended | HeldBack> {
    let lock: HeldLock | undefined;
    let records: OrderRecord[];
    try {
      lock = await this.parts.locks.acquire(subjectsOf(order));
      await this.parts.journal.load();
      records = this.repeatedBy(order).filter(({ id }) => !despite.has(id));
    } catch (error) {
      await this.release(lock);
      return {
        kind: 'ended',
        outcome: { kind: 'notSent', error: new RecordError(error) },
        recordId: undefined,
      };
    }
    try {
      return lock && records.length === 0
        ? await this.send(order)
        : { kind: 'heldBack', beingPlaced: !lock, records };
    } finally {
      await this.release(lock);
    }
  }

  /** What would hold this order back now; undefined when nothing would. */
  async heldBackBy(order: OrderToPlace): Promise<HeldBack | undefined> {
    const beingPlaced = await this.parts.locks.isHeld(subjectsOf(order));
    const records = this.repeatedBy(order);
    return beingPlaced || records.length > 0 ? { kind: 'heldBack', beingPlaced, records } : undefined;
  }

  private repeatedBy({ baseUrl, body, reviewedAt }: OrderToPlace): OrderRecord[] {
    return this.parts.journal.records
      .filter(
        (record) =>
          isUnsettled(record) || (record.current.state === 'placed' && record.createdAt >= reviewedAt),
      )
      .filter((record) => shareSubject(record, { baseUrl, body }));
  }

  private async send(order: OrderToPlace): Promise<Ended> {
    const { sender, journal } = this.parts;
    let recordId: RecordId | undefined;
    const outcome = await sender.send(order, async ({ account }) => {
      try {
        recordId = (await journal.record(headOf(order, account, this.now()))).id;
      } catch (error) {
        throw new RecordError(error);
      }
    });
    if (recordId !== undefined) {
      await this.note(recordId, outcome);
    }
    return { kind: 'ended', outcome, recordId };
  }

  /** A disk that does not take the outcome leaves the record unsettled, and the portal's list still settles it. */
  private async note(id: RecordId, outcome: Outcome): Promise<void> {
    try {
      await this.parts.journal.note(id, changeOf(outcome, this.now()));
    } catch (error) {
      this.parts.log.error(`The outcome of the order ${id} was not written down: ${String(error)}`);
    }
  }

  /** A lock that stays behind ends with this process, and says nothing of the order. */
  private async release(lock: HeldLock | undefined): Promise<void> {
    try {
      await lock?.release();
    } catch (error) {
      this.parts.log.warn(`A lock was not released: ${String(error)}`);
    }
  }

  private now(): number {
    return (this.parts.now ?? Date.now)();
  }
}

function headOf(order: OrderToPlace, account: string, now: number): RecordHead {
  const { baseUrl, sandbox, instanceName, serviceName, body, before } = order;
  return {
    ...{ format: 'pbx-subscriptions order', version: 1, id: newRecordId(), createdAt: now },
    ...{ baseUrl, account, sandbox, instanceName, serviceName, body },
    ...(before === undefined ? {} : { before }),
  };
}

function changeOf(outcome: Outcome, at: number): RecordChange {
  switch (outcome.kind) {
    case 'placed': {
      const { orderNo, orderStatus, transactionNo } = outcome.receipt;
      const { requestId, reply } = outcome;
      return {
        ...{ state: 'placed', at, orderNo, by: 'reply', requestId, reply },
        ...(orderStatus === undefined ? {} : { orderStatus }),
        ...(transactionNo === undefined ? {} : { transactionNo }),
      };
    }
    case 'refused':
    case 'notSent':
    case 'unknown':
      return {
        state: outcome.kind,
        at,
        reason: outcome.error.sentence(),
        ...(outcome.reply === undefined ? {} : { reply: outcome.reply }),
      };
  }
}

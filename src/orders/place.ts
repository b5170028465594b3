import { UnexpectedError, explained } from '../portal/explained';
import { setTimeout as wait } from 'node:timers/promises';
import type { Authorization } from '../portal/session';
import type { TraceLog } from '../portal/traceLog';
import { type Consent, type Duplicates, type KnownOrders, areNone, covers, duplicatesOf } from './duplicates';
import type { Journal } from './journal';
import type { HeldLock, LockHolder, Locks } from './lock';
import { claimedNumbers } from './look';
import { type HeldNumbers, comparableOrderNo } from './orderNumbers';
import {
  type Outcome,
  OldReviewError,
  OtherFolderError,
  RecordError,
  UnreadableEntriesError,
} from './outcome';
import {
  type OrderRecord,
  type RecordChange,
  type RecordHead,
  type RecordId,
  isUnsettled,
  newRecordId,
} from './record';
import type { ComparedOrder } from './repeats';
import { type OrderSender } from './send';
import type { OrderSnapshot } from './snapshot';
import { shareSubject, subjectsOf } from './subject';
import type { PortalText } from '../portal/values';

/** An order as it was reviewed. */
export interface OrderToPlace extends ComparedOrder {
  /** The sign-in in which it was reviewed; another one sends nothing. */
  readonly signInId: string;
  /** The portal's orders as they were before; undefined when they could not be read. */
  readonly before: OrderSnapshot | undefined;
  /** The other orders that the review knew of. */
  readonly known: KnownOrders;
  readonly sandbox: boolean;
  readonly instanceName: PortalText;
  readonly serviceName: PortalText;
  /** Whether what the review showed is still the state of now, as far as time tells; asked right before sending. */
  readonly isCurrent: () => boolean;
  /** What the entry keeps of the review, beside the order itself. */
  readonly shown: Pick<RecordHead, 'price' | 'period'>;
}

/** Nothing was sent, because the same may have been ordered already. */
export interface Blocked extends Duplicates {
  readonly kind: 'blocked';
  /** Whether such an order is being placed at this moment, in this window or another. */
  readonly beingPlaced: boolean;
  /** The lock that is in the way, where nobody can see from here whether its owner is still at work. */
  readonly lock?: LockHolder | undefined;
}

/** How an attempt to place an order ended. */
export interface Ended {
  readonly outcome: Outcome | Blocked;
  /** Undefined when it came to nothing before it was recorded. */
  readonly recordId: RecordId | undefined;
}

/** Milliseconds in which a lock is released after its order's end was noted, on a busy machine too. */
const releasedWithin = 1000;

const noConsent: Consent = { named: new Set() };

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
   * @param consent To the orders that the user was shown and has agreed to repeat.
   */
  async place(order: OrderToPlace, consent: Consent = noConsent): Promise<Ended> {
    let lock: HeldLock | undefined;
    try {
      // A token may have to be renewed first. That takes its time, in which a lock would not be looked after.
      const authorization = await this.authorize(order, consent);
      if (authorization.kind === 'blocked') {
        return { outcome: authorization, recordId: undefined };
      }
      lock = await this.acquire(subjectsOf(order));
      return lock
        ? await this.placeAlone(order, { authorization, lock, consent })
        : { outcome: await this.beingPlaced(order), recordId: undefined };
    } catch (error) {
      return { outcome: { kind: 'notSent', error: explained(error, 'order') }, recordId: undefined };
    } finally {
      await this.release(lock);
    }
  }

  /** What would block this order now; undefined when nothing would. Goes by the journal as it was read last. */
  async blockedBy(order: OrderToPlace): Promise<Blocked | undefined> {
    const holder = await this.holderOf(order);
    const duplicates = this.duplicatesOf(order);
    return holder || !areNone(duplicates)
      ? { kind: 'blocked', beingPlaced: holder !== undefined, lock: unseen(holder), ...duplicates }
      : undefined;
  }

  /** An owner that has noted how its order ended releases the lock a moment later, and nothing tells of that. */
  private async holderOf(order: OrderToPlace): Promise<LockHolder | undefined> {
    const { journal, locks } = this.parts;
    const until = performance.now() + releasedWithin;
    for (;;) {
      const holder = await locks.holderOf(subjectsOf(order));
      const isOpen = journal.records.some((record) => isUnsettled(record) && shareSubject(record, order));
      if (!holder || isOpen || performance.now() > until) {
        return holder;
      }
      await wait(20);
    }
  }

  /** @throws RecordError or UnreadableEntriesError before anything is sent. */
  private async placeAlone(
    order: OrderToPlace,
    { authorization, lock, consent }: { authorization: Authorization; lock: HeldLock; consent: Consent },
  ): Promise<Ended> {
    const blocked = await this.readDuplicates(order, consent);
    if (blocked) {
      return { outcome: blocked, recordId: undefined };
    }
    const record = await this.record(order, authorization.account);
    const { id: recordId } = record;
    const rival = () => this.rivalOf(recordId, order, { lock, consent });
    let isInTheWay: Blocked | undefined;
    try {
      isInTheWay = await rival();
      if (!isInTheWay && !order.isCurrent()) {
        throw new OldReviewError();
      }
    } catch (error) {
      await this.parts.journal.withdraw(recordId, explained(error, 'order').sentence());
      throw error;
    }
    if (isInTheWay) {
      await this.parts.journal.withdraw(recordId, 'another order of the same came in between');
      return { outcome: isInTheWay, recordId };
    }
    const numbers: HeldLock[] = [];
    const outcome = await this.parts.sender
      .send(order, authorization, {
        record,
        mayLeave: order.isCurrent,
        mayGoAgain: async () => !(await rival()) && order.isCurrent(),
        isClaimed: async (orderNo) => {
          const claim = await this.claim(order, orderNo);
          numbers.push(...(claim.lock ? [claim.lock] : []));
          return claim.isOfAnother || this.claimedByOthers(recordId, order).has(orderNo);
        },
      })
      // From here on nothing but an outcome tells that an order was not sent.
      .catch((error: unknown): Outcome => ({
        ...{ kind: 'unknown', error: new UnexpectedError('order', error), reply: undefined },
      }));
    await this.note(recordId, outcome);
    await Promise.all(numbers.map((lock) => this.release(lock)));
    return { outcome, recordId };
  }

  /**
   * Reads the journal again, with a lock on the number that a reply has told: of two windows that are told one number, the
   * second judges it after the first has noted it. Where the disk does not allow that, what is known has to do.
   */
  private async claim(
    { baseUrl }: OrderToPlace,
    orderNo: string,
  ): Promise<{ readonly isOfAnother: boolean; readonly lock?: HeldLock | undefined }> {
    let lock: HeldLock | undefined;
    try {
      lock = await this.acquire([[baseUrl, 'order', comparableOrderNo(orderNo)].join(' ')]);
      await this.parts.journal.load();
      return { isOfAnother: lock === undefined, lock };
    } catch (error) {
      this.parts.log.warn(`The journal was not read before a reply was judged: ${String(error)}`);
      return { isOfAnother: false, lock };
    }
  }

  /**
   * Whether, with the own entry on the disk, another order of the same has come in between: its owner either sees this
   * entry and stops, or has written its own before, which is seen here. An owner that was stopped for so long that it
   * lost its lock, or whose entry somebody has settled meanwhile, has been taken for dead.
   */
  private async rivalOf(
    own: RecordId,
    order: OrderToPlace,
    { lock, consent }: { lock: HeldLock; consent: Consent },
  ): Promise<Blocked | undefined> {
    const [stands] = await Promise.all([lock.stands(), this.load()]);
    const duplicates = this.duplicatesOf(order, own);
    if (!covers(consent, duplicates)) {
      return { kind: 'blocked', beingPlaced: false, ...duplicates };
    }
    const isOwnOpen = this.parts.journal.find(own)?.current.state === 'recorded';
    return isOwnOpen && stands ? undefined : { kind: 'blocked', beingPlaced: true, ...duplicates };
  }

  /** An entry that was taken for dead may have been found in the portal's list: its own number is no other's. */
  private claimedByOthers(own: RecordId, { baseUrl }: OrderToPlace): HeldNumbers {
    return claimedNumbers({ records: this.parts.journal.records.filter(({ id }) => id !== own) }, baseUrl);
  }

  private async readDuplicates(order: OrderToPlace, consent: Consent): Promise<Blocked | undefined> {
    await this.load();
    const duplicates = this.duplicatesOf(order);
    return covers(consent, duplicates) ? undefined : { kind: 'blocked', beingPlaced: false, ...duplicates };
  }

  /** Whoever has the lock may have an entry already. */
  private async beingPlaced(order: OrderToPlace): Promise<Blocked> {
    await this.load();
    const holder = await this.parts.locks.holderOf(subjectsOf(order));
    return { kind: 'blocked', beingPlaced: true, lock: unseen(holder), ...this.duplicatesOf(order) };
  }

  private duplicatesOf(order: OrderToPlace, own?: RecordId): Duplicates {
    const records = this.parts.journal.records.filter(({ id }) => id !== own);
    return duplicatesOf(order, order.known, { records }, this.now());
  }

  /** Who cannot be sent for is told so only where nothing else stands in the way: signing in would not help. */
  private async authorize(
    order: OrderToPlace,
    consent: Consent,
  ): Promise<Blocked | (Authorization & { readonly kind: 'authorized' })> {
    try {
      return { kind: 'authorized', ...(await this.parts.sender.authorize(order.signInId)) };
    } catch (error) {
      const blocked = await this.readDuplicates(order, consent);
      if (blocked) {
        return blocked;
      }
      throw error;
    }
  }

  private async acquire(subjects: readonly string[]): Promise<HeldLock | undefined> {
    try {
      // The locks are in the folder of the journal: where that is gone, none is made.
      await this.parts.journal.check();
      return await this.parts.locks.acquire(subjects);
    } catch (error) {
      throw recordError(error);
    }
  }

  /** @throws RecordError, OtherFolderError, UnreadableEntriesError: what cannot be read may be the very order that is about to be sent. */
  private async load(): Promise<void> {
    const { journal } = this.parts;
    try {
      await journal.load();
    } catch (error) {
      throw recordError(error);
    }
    const [first] = journal.unreadable;
    if (first) {
      throw new UnreadableEntriesError(first.file, first.damage);
    }
  }

  private async record(order: OrderToPlace, account: string): Promise<OrderRecord> {
    try {
      return await this.parts.journal.record(headOf(order, account, this.now()));
    } catch (error) {
      throw recordError(error);
    }
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

function recordError(error: unknown): RecordError | OtherFolderError {
  return error instanceof OtherFolderError ? error : new RecordError(error);
}

function unseen(holder: LockHolder | undefined): LockHolder | undefined {
  return holder?.isHere === false ? holder : undefined;
}

function headOf(order: OrderToPlace, account: string, now: number): RecordHead {
  const { baseUrl, sandbox, instanceName, serviceName, body, before, shown, endDate } = order;
  return {
    ...{ format: 'pbx-subscriptions order', version: 1, id: newRecordId(), createdAt: now },
    ...{ baseUrl, account, sandbox, instanceName, serviceName, body, ...shown },
    ...(before === undefined ? {} : { before }),
    ...(endDate === undefined ? {} : { endDate }),
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

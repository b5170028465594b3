import { setTimeout as wait } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { type ExplainedError } from '../portal/errors';
import { UnexpectedError, explained } from '../portal/explained';
import type { Authorization } from '../portal/session';
import type { TraceLog } from '../portal/traceLog';
import { type Consent, type Duplicates, isEmpty, covers, duplicatesOf } from './duplicates';
import type { Journal } from './journal';
import type { HeldLock, LockHolder, Locks } from './lock';
import { OrderNumberClaims } from './orderNumberClaims';
import { type OrderToPlace, changeOf, headOf } from './orderToPlace';
import {
  type Outcome,
  OutdatedReviewError,
  OtherFolderError,
  LockLostError,
  RowPlacedError,
  JournalWriteError,
  UnreadableEntriesError,
} from './outcome';
import { type JournalEntry, type EntryId, isOpen } from './entry';
import { type OrderSender } from './send';
import { shareSubject, subjectsOf } from './subject';

/** The order was blocked as a possible duplicate; nothing was sent. */
export interface Blocked extends Duplicates {
  readonly kind: 'blocked';
  /** Whether an order for the same thing is being placed at this moment, in this window or another. */
  readonly beingPlaced: boolean;
  /** The lock that blocks the order, if its owner's process cannot be seen from here. */
  readonly lock?: LockHolder | undefined;
}

/** How an attempt to place an order ended. */
export interface PlacementResult {
  readonly outcome: Outcome | Blocked;
  /** Undefined if the attempt ended before a journal entry was written. */
  readonly entryId: EntryId | undefined;
}

/** Milliseconds that even a busy machine may take to release a lock after writing the outcome of its order. */
const releasedWithin = 1000;

const noConsent: Consent = { named: new Set() };

/** Places orders: one at a time per instance and service, each written to the journal before it is sent. */
export class OrderPlacement {
  constructor(
    private readonly deps: {
      readonly sender: OrderSender;
      readonly journal: Journal;
      readonly locks: Locks;
      readonly log: TraceLog;
      readonly now?: () => number;
    },
  ) {}

  /**
   * Places the order once, unless it is a possible duplicate.
   *
   * @param consent The possible duplicates that the user was shown and has agreed to repeat.
   */
  async place(order: OrderToPlace, consent: Consent = noConsent): Promise<PlacementResult> {
    let lock: HeldLock | undefined;
    try {
      // Before the lock is taken, because a token may have to be renewed: the lock could go stale in the meantime.
      const authorization = await this.authorize(order, consent);
      if (authorization.kind === 'blocked') {
        return { outcome: authorization, entryId: undefined };
      }
      lock = await this.acquire(subjectsOf(order));
      return lock
        ? await this.placeLocked(order, { authorization, lock, consent })
        : { outcome: await this.beingPlaced(order), entryId: undefined };
    } catch (error) {
      return { outcome: { kind: 'notSent', error: explained(error, 'order') }, entryId: undefined };
    } finally {
      await this.release(lock);
    }
  }

  /** Returns what would block this order now, according to the journal as last read; undefined if nothing would. */
  async blockedBy(order: OrderToPlace): Promise<Blocked | undefined> {
    const holder = await this.holderOf(order);
    const duplicates = this.duplicatesOf(order);
    return holder || !isEmpty(duplicates)
      ? { kind: 'blocked', beingPlaced: holder !== undefined, lock: unseen(holder), ...duplicates }
      : undefined;
  }

  /**
   * Returns the owner of a lock that this order needs. An owner that has written the outcome of its order releases the
   * lock a moment later, but nobody is notified of that, so this polls for it.
   */
  private async holderOf(order: OrderToPlace): Promise<LockHolder | undefined> {
    const { journal, locks } = this.deps;
    const until = performance.now() + releasedWithin;
    for (;;) {
      const holder = await locks.holderOf(subjectsOf(order));
      const hasOpen = journal.entries.some((entry) => isOpen(entry) && shareSubject(entry, order));
      if (!holder || hasOpen || performance.now() > until) {
        return holder;
      }
      await wait(20);
    }
  }

  /**
   * Places the order while holding its lock.
   *
   * @throws JournalWriteError, OtherFolderError, UnreadableEntriesError, RowPlacedError before anything is sent.
   */
  private async placeLocked(
    order: OrderToPlace,
    { authorization, lock, consent }: { authorization: Authorization; lock: HeldLock; consent: Consent },
  ): Promise<PlacementResult> {
    const blocked = await this.readDuplicates(order, consent);
    if (blocked) {
      return { outcome: blocked, entryId: undefined };
    }
    if (order.row && this.deps.journal.find(order.row.entryId)) {
      throw new RowPlacedError();
    }
    const entry = await this.entry(order, authorization.account);
    const { id: entryId } = entry;
    const rival = () => this.rivalOf(entryId, order, { lock, consent });
    let blockedByRival: Blocked | undefined;
    try {
      blockedByRival = await rival();
      if (!blockedByRival && !order.isCurrent()) {
        throw new OutdatedReviewError();
      }
    } catch (error) {
      await this.deps.journal.withdraw(entryId, explained(error, 'order').sentence());
      throw error;
    }
    if (blockedByRival) {
      const reason = l10n.t('Another order for the same thing may have been placed in the meantime.');
      await this.deps.journal.withdraw(entryId, reason);
      return { outcome: blockedByRival, entryId };
    }
    const claims = new OrderNumberClaims(this.deps, {
      id: entryId,
      baseUrl: order.baseUrl,
      isBeingPlaced: true,
    });
    const outcome = await this.deps.sender
      .send(order, authorization, {
        entry,
        reasonNotToSend: () => this.reasonNotToSend(entryId, order, lock),
        mayResend: async () => !(await rival()) && order.isCurrent(),
        claim: (orderNo) => claims.claim(orderNo),
      })
      // From here on the order may have been sent, so an exception means that the outcome is unknown.
      .catch((error: unknown): Outcome => ({
        kind: 'unknown',
        error: new UnexpectedError('order', error),
        reply: undefined,
      }));
    await this.note(entryId, outcome);
    await claims.release();
    return { outcome, entryId };
  }

  /**
   * Returns why the order must not leave this machine even though its connection is open; undefined if it may. Opening
   * the connection may have taken so long that the review is outdated, or that another window considers this process
   * dead. That window takes over the lock, and its user may settle the entry and place the order there.
   */
  private reasonNotToSend(own: EntryId, order: OrderToPlace, lock: HeldLock): ExplainedError | undefined {
    if (!order.isCurrent()) {
      return new OutdatedReviewError();
    }
    try {
      return lock.stands() && this.deps.journal.isUnchanged(own) ? undefined : new LockLostError();
    } catch (error) {
      this.deps.log.warn(`The entry or the lock of the order ${own} cannot be examined: ${String(error)}`);
      return new LockLostError();
    }
  }

  /**
   * Returns what blocks the order once its own entry is on disk: another order for the same thing that was recorded
   * meanwhile. The owner of that order either sees this entry and stops, or wrote its own entry earlier, so that it is
   * seen here. The order is also blocked if another window considers this process dead: this process was suspended for
   * so long that it lost its lock, or its entry has been closed in the meantime.
   */
  private async rivalOf(
    own: EntryId,
    order: OrderToPlace,
    { lock, consent }: { lock: HeldLock; consent: Consent },
  ): Promise<Blocked | undefined> {
    await this.load();
    const duplicates = this.duplicatesOf(order, own);
    if (!covers(consent, duplicates)) {
      return { kind: 'blocked', beingPlaced: false, ...duplicates };
    }
    const isOwnOpen = this.deps.journal.find(own)?.current.state === 'recorded';
    return isOwnOpen && lock.stands() ? undefined : { kind: 'blocked', beingPlaced: true, ...duplicates };
  }

  private async readDuplicates(order: OrderToPlace, consent: Consent): Promise<Blocked | undefined> {
    await this.load();
    const duplicates = this.duplicatesOf(order);
    return covers(consent, duplicates) ? undefined : { kind: 'blocked', beingPlaced: false, ...duplicates };
  }

  /**
   * Returns the block by an order that holds the lock. Reloads the journal first, because the owner of the lock may
   * already have written an entry.
   */
  private async beingPlaced(order: OrderToPlace): Promise<Blocked> {
    await this.load();
    const holder = await this.deps.locks.holderOf(subjectsOf(order));
    return { kind: 'blocked', beingPlaced: true, lock: unseen(holder), ...this.duplicatesOf(order) };
  }

  private duplicatesOf(order: OrderToPlace, own?: EntryId): Duplicates {
    const entries = this.deps.journal.entries.filter(({ id }) => id !== own);
    return duplicatesOf(order, order.known, { entries }, this.now());
  }

  /**
   * Gets the authorization for the order. A possible duplicate takes precedence over a failure to get it, because
   * signing in would not help.
   */
  private async authorize(
    order: OrderToPlace,
    consent: Consent,
  ): Promise<Blocked | (Authorization & { readonly kind: 'authorized' })> {
    try {
      return { kind: 'authorized', ...(await this.deps.sender.authorize(order)) };
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
      const { locks, journal } = this.deps;
      // The folder of the locks is in the journal's and must not be created if that is gone.
      return await locks.acquire(subjects, () => journal.check());
    } catch (error) {
      throw journalError(error);
    }
  }

  /**
   * Reloads the journal.
   *
   * @throws JournalWriteError, OtherFolderError, UnreadableEntriesError: an entry that cannot be read may be the very
   *   order that is about to be sent.
   */
  private async load(): Promise<void> {
    const { journal } = this.deps;
    try {
      await journal.load();
    } catch (error) {
      throw journalError(error);
    }
    const [first] = journal.unreadable;
    if (first) {
      throw new UnreadableEntriesError(first.file, first.damage);
    }
  }

  private async entry(order: OrderToPlace, account: string): Promise<JournalEntry> {
    try {
      return await this.deps.journal.add(headOf(order, account, this.now()));
    } catch (error) {
      throw journalError(error);
    }
  }

  /**
   * Writes the outcome to the journal entry. If that fails, the entry stays open until the next load of the journal
   * writes it, or until it is reconciled with the portal's order list.
   */
  private async note(id: EntryId, outcome: Outcome): Promise<void> {
    try {
      await this.deps.journal.noteOutcome(id, changeOf(outcome, this.now()));
    } catch (error) {
      this.deps.log.error(`The outcome of the order ${id} was not written to the journal: ${String(error)}`);
    }
  }

  /** Releases a lock. A failure does not affect the order: the lock ends with this process. */
  private async release(lock: HeldLock | undefined): Promise<void> {
    try {
      await lock?.release();
    } catch (error) {
      this.deps.log.warn(`A lock was not released: ${String(error)}`);
    }
  }

  private now(): number {
    return (this.deps.now ?? Date.now)();
  }
}

function journalError(error: unknown): JournalWriteError | OtherFolderError {
  return error instanceof OtherFolderError ? error : new JournalWriteError(error);
}

/** Returns the owner of a lock only if its process cannot be seen from here. */
function unseen(holder: LockHolder | undefined): LockHolder | undefined {
  return holder?.isHere === false ? holder : undefined;
}

import { ExplainedError } from '../portal/errors';
import { Owner, type Disposable, Emitter } from '../portal/emitter';
import * as l10n from '@vscode/l10n';
import type { PortalClient } from '../portal/client';
import type { PortalOrder } from '../portal/portalOrders';
import type { Session } from '../portal/session';
import type { TraceLog } from '../portal/traceLog';
import type { Journal } from './journal';
import { notBeingPlaced, type Locks } from './lock';
import { OrderNumberClaims } from './orderNumberClaims';
import {
  type ReconcileResult,
  correctedByJournal,
  journaledOrderNos,
  reconcileEntries,
  type ReconcileOptions,
} from './reconcile';
import { type JournalEntry, type EntryId, isOpen } from './entry';

/** The order cannot be reconciled: the list of another account says nothing about it. */
export class OtherAccountError extends ExplainedError {
  constructor() {
    super('the order was placed with another account');
  }

  sentence(): string {
    return l10n.t(
      'This order was placed with another account. Sign in to its portal with that account, then check again.',
    );
  }
}

/** The longest delay of the timer, in milliseconds; after that, the next due time is calculated again. */
const longestWait = 900_000;

/** Reconciles orders of unknown outcome with the portal's order list. */
export class Reconciliation extends Owner {
  private readonly checking = new Set<EntryId>();
  private readonly backOff = new CheckIntervals();
  private readonly changed = this.own(new Emitter<undefined>());
  private readonly found = this.own(new Emitter<JournalEntry>());
  private readonly disposing = new AbortController();
  private last: Promise<unknown> = Promise.resolve();
  private watchers = 0;
  private timer: NodeJS.Timeout | undefined;

  /** Fires when a check begins or ends. */
  readonly onDidChange = this.changed.event;

  /** Fires for each order of unknown outcome that was found in the portal, once that is noted. */
  readonly onDidFind = this.found.event;

  constructor(
    private readonly deps: {
      readonly client: PortalClient;
      readonly session: Session;
      readonly journal: Journal;
      readonly locks: Locks;
      readonly log: TraceLog;
      readonly now?: () => number;
    },
  ) {
    super();
    this.own(deps.journal.onDidChange(() => this.schedule()));
    this.own(deps.session.onDidChange(() => this.schedule()));
  }

  isChecking(id: EntryId): boolean {
    return this.checking.has(id);
  }

  /** The open entries of the portal that is signed in to. */
  get openEntries(): JournalEntry[] {
    const { state } = this.deps.session;
    return state.kind === 'signedIn'
      ? this.deps.journal.entries.filter((entry) => isOpen(entry) && entry.baseUrl === state.baseUrl)
      : [];
  }

  /**
   * Reconciles these entries, or all open ones, with the portal's order list and notes the results. Skips orders that
   * are being placed at this moment.
   *
   * @throws PortalError, SignInNeededError; OtherAccountError if the list may belong to another account.
   */
  async check(ids?: readonly EntryId[], options: ReconcileOptions = {}): Promise<void> {
    const turn = this.last;
    const checked = turn.then(() => this.checkNow(ids, options));
    this.last = checked.catch(() => undefined);
    // A cancelled check does not wait for the one before it.
    await Promise.race([turn, cancelled(options.signal)]);
    await checked.finally(() => this.schedule());
  }

  /** Checks repeatedly, at increasing intervals, until the returned object is disposed. */
  watch(): Disposable {
    this.watchers++;
    this.schedule();
    let ended = false;
    return {
      dispose: () => {
        if (!ended) {
          ended = true;
          this.watchers--;
          this.schedule();
        }
      },
    };
  }

  override dispose(): void {
    super.dispose();
    this.watchers = 0;
    this.schedule();
    this.disposing.abort();
  }

  private async checkNow(ids: readonly EntryId[] | undefined, options: ReconcileOptions): Promise<void> {
    await this.deps.journal.load();
    const wanted = this.entriesToCheck(ids);
    const entries = await notBeingPlaced(wanted, this.deps.locks);
    for (const entry of wanted) {
      this.backOff.note(entry, entries.includes(entry), this.now());
    }
    if (entries.length === 0) {
      return;
    }
    for (const { id } of entries) {
      this.checking.add(id);
    }
    this.changed.fire(undefined);
    try {
      await this.reconcile(entries, options);
    } finally {
      for (const { id } of entries) {
        this.checking.delete(id);
      }
      this.changed.fire(undefined);
    }
  }

  /**
   * Returns the entries to check. An entry that was asked for is included whichever portal it belongs to, so that the
   * user gets an answer.
   */
  private entriesToCheck(ids: readonly EntryId[] | undefined): JournalEntry[] {
    return ids === undefined
      ? this.openEntries
      : this.deps.journal.entries.filter((entry) => ids.includes(entry.id) && isOpen(entry));
  }

  private async reconcile(entries: readonly JournalEntry[], options: ReconcileOptions): Promise<void> {
    const { client, session, journal } = this.deps;
    const { account, baseUrl, signInId } = await session.authorization();
    const isOfThisAccount = (entry: JournalEntry) =>
      entry.baseUrl === baseUrl && !areDifferentClients(entry.account, account);
    const ofThisAccount = entries.filter(isOfThisAccount);
    if (ofThisAccount.length === 0) {
      throw new OtherAccountError();
    }
    // An order in the portal may belong to any of these entries, even to one that is not being checked.
    const rivals = journal.entries.filter((entry) => isOpen(entry) && isOfThisAccount(entry));
    const signal = options.signal
      ? AbortSignal.any([options.signal, this.disposing.signal])
      : this.disposing.signal;
    const look = await reconcileEntries(client, rivals, journaledOrderNos(journal, baseUrl), {
      ...options,
      signal,
    });
    if ((await session.authorization()).signInId !== signInId) {
      throw new OtherAccountError();
    }
    await journal.load();
    const rivalIds = new Set(rivals.map(({ id }) => id));
    const since = journal.entries.filter(({ id }) => !rivalIds.has(id));
    let isSure = ofThisAccount.length === entries.length;
    for (const entry of ofThisAccount) {
      const result = look.found.get(entry.id) ?? { kind: 'incomplete' };
      const found = correctedByJournal(result, entry, journaledOrderNos(journal, baseUrl), since);
      // A PBX belongs to one partner; an order without a serial number may also have been placed by another account.
      const isProof = found.kind === 'one' && entry.ordered.productNo !== undefined;
      // Any other result counts only if the list belongs to the account that placed the order.
      const counts = isProof || entry.account === account || look.isSameAccount(entry);
      isSure &&= counts;
      if (counts) {
        await this.note(entry, found);
      }
    }
    if (!isSure) {
      throw new OtherAccountError();
    }
  }

  private async note({ id, baseUrl }: JournalEntry, found: ReconcileResult): Promise<void> {
    const { journal } = this.deps;
    if (journal.find(id)?.current.state === 'placed') {
      // The reply arrived in the meantime.
      return;
    }
    const at = this.now();
    switch (found.kind) {
      case 'one':
        await this.notePlaced({ id, baseUrl }, found.order);
        break;
      case 'several':
        await journal.note(id, { state: 'looked', at, possible: found.orders.map(({ orderNo }) => orderNo) });
        break;
      case 'none':
        await journal.note(id, { state: 'looked', at, possible: [] });
        break;
      case 'incomplete':
        break;
    }
  }

  /** Notes that an order was found, unless its number turns out to belong to another entry, or to be claimed for one. */
  private async notePlaced(
    { id, baseUrl }: Pick<JournalEntry, 'id' | 'baseUrl'>,
    { orderNo, orderStatus }: PortalOrder,
  ): Promise<void> {
    const { journal } = this.deps;
    const claims = new OrderNumberClaims(this.deps, { id, baseUrl });
    try {
      if ((await claims.claim(orderNo)) !== 'free' || journal.find(id)?.current.state === 'placed') {
        return;
      }
      await journal.note(id, { state: 'placed', at: this.now(), orderNo, orderStatus, by: 'orderList' });
    } finally {
      await claims.release();
    }
    const entry = journal.find(id);
    if (entry) {
      this.found.fire(entry);
    }
  }

  private schedule(): void {
    clearTimeout(this.timer);
    const due = this.openEntries.map((entry) => this.backOff.dueAt(entry, this.now()));
    if (this.watchers > 0 && due.length > 0) {
      const earliest = due.reduce((least, time) => Math.min(least, time));
      const milliseconds = Math.min(longestWait, Math.max(0, earliest - this.now()));
      this.timer = setTimeout(() => void this.checkDue(), milliseconds);
      this.timer.unref();
    }
  }

  private async checkDue(): Promise<void> {
    const due = this.openEntries.filter((entry) => this.backOff.dueAt(entry, this.now()) <= this.now());
    try {
      await this.check(due.map(({ id }) => id));
    } catch (error) {
      this.deps.log.warn(`Looking for orders of unknown outcome: ${String(error)}`);
    }
  }

  private now(): number {
    return (this.deps.now ?? Date.now)();
  }
}

/** Returns a promise that rejects when the signal is aborted. */
function cancelled(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('cancelled')), { once: true });
  });
}

/** Whether these are two different client IDs and so perhaps two accounts. The account of a pasted token is unknown. */
function areDifferentClients(one: string, other: string): boolean {
  return one !== other && one.startsWith('client ') && other.startsWith('client ');
}

/** Seconds between two checks of an order. */
const seconds = [3, 10, 20, 30, 60, 120, 300, 600, 900] as const;

/** Decides when to check an order again: at increasing intervals, even if the checks fail. */
export class CheckIntervals {
  private readonly attempts = new Map<EntryId, { readonly times: number; readonly at: number }>();

  /**
   * Notes an attempt to check an order.
   *
   * @param looked False for an order that is being placed: it was skipped, and the interval does not increase.
   * @param now Milliseconds since 1970.
   */
  note({ id }: JournalEntry, looked: boolean, now: number): void {
    const times = (this.attempts.get(id)?.times ?? 0) + (looked ? 1 : 0);
    this.attempts.set(id, { times, at: now });
  }

  /** Returns when an order is to be checked next, in milliseconds since 1970. */
  dueAt({ id, looks, current }: JournalEntry, now: number): number {
    // A time in the future, from a clock that was ahead, is ignored. Limiting it to now would not help: it would move
    // along with now, and no check would ever be due.
    const isPast = ({ at }: { readonly at: number }) => at <= now;
    const noted = this.attempts.get(id);
    const attempt = noted ?? { times: 0, at: 0 };
    const lastNoted = looks.findLast(isPast) ?? [current].find(isPast);
    const since = Math.max(lastNoted?.at ?? 0, isPast(attempt) ? attempt.at : 0);
    // An order that is being placed was skipped, not checked: without a delay it would be skipped again at once.
    const checks = Math.max(attempt.times, looks.length, noted === undefined ? 0 : 1);
    const delay = seconds[Math.min(checks, seconds.length) - 1] ?? 0;
    return since + delay * 1000;
  }
}

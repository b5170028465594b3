import * as l10n from '@vscode/l10n';
import type { PortalClient } from '../portal/client';
import { type Disposable, Emitter } from '../portal/emitter';
import type { Session } from '../portal/session';
import type { TraceLog } from '../portal/traceLog';
import type { Journal } from './journal';
import { notBeingPlaced, type Locks } from './lock';
import { type Found, afterLook, claimedNumbers, lookFor, type LookOptions } from './look';
import { type OrderRecord, type RecordId, isUnsettled } from './record';

/** The portal's list of another account says nothing of an order. */
export class OtherAccountError extends Error {
  override readonly name = 'OtherAccountError';

  constructor() {
    super('the order was placed with another account');
  }

  sentence(): string {
    return l10n.t(
      'This order was placed with another sign-in. Sign in to the portal and the account that placed it, then check again.',
    );
  }
}

/** Milliseconds; what is due later is counted anew by then. */
const longestWait = 900_000;

/** Finds out what became of orders whose outcome is unknown, by comparing the portal's order list. */
export class Settling implements Disposable {
  private readonly checking = new Set<RecordId>();
  private readonly backOff = new BackOff();
  private readonly changed = new Emitter<undefined>();
  private readonly found = new Emitter<OrderRecord>();
  private readonly ending = new AbortController();
  private last: Promise<unknown> = Promise.resolve();
  private readonly listening: readonly Disposable[];
  private watching = 0;
  private timer: NodeJS.Timeout | undefined;

  /** Told when a check begins or ends. */
  readonly onDidChange = this.changed.event;

  /** Told of each order of unknown outcome that was found in the portal, once it is noted. */
  readonly onDidFind = this.found.event;

  constructor(
    private readonly parts: {
      readonly client: PortalClient;
      readonly session: Session;
      readonly journal: Journal;
      readonly locks: Locks;
      readonly log: TraceLog;
      readonly now?: () => number;
    },
  ) {
    this.listening = [
      parts.journal.onDidChange(() => this.schedule()),
      parts.session.onDidChange(() => this.schedule()),
    ];
  }

  isChecking(id: RecordId): boolean {
    return this.checking.has(id);
  }

  /** Records of the portal that is signed in to, whose outcome is open. */
  get unsettled(): OrderRecord[] {
    const { state } = this.parts.session;
    return state.kind === 'signedIn'
      ? this.parts.journal.records.filter((record) => isUnsettled(record) && record.baseUrl === state.baseUrl)
      : [];
  }

  /**
   * Looks for the orders of these records, or of all unsettled ones, in the portal's list, and notes what it
   * finds. Orders that are being placed at this moment are left alone.
   *
   * @throws PortalError, SignInNeededError; OtherAccountError where the list may be another account's.
   */
  async check(ids?: readonly RecordId[], options: LookOptions = {}): Promise<void> {
    const turn = this.last;
    const checked = turn.then(() => this.checkNow(ids, options));
    this.last = checked.catch(() => undefined);
    // One that is called off does not wait for the look before it.
    await Promise.race([turn, calledOff(options.signal)]);
    await checked.finally(() => this.schedule());
  }

  /** Checks again and again, less and less often, until what is returned is disposed of. */
  watch(): Disposable {
    this.watching++;
    this.schedule();
    let ended = false;
    return {
      dispose: () => {
        if (!ended) {
          ended = true;
          this.watching--;
          this.schedule();
        }
      },
    };
  }

  dispose(): void {
    for (const listening of this.listening) {
      listening.dispose();
    }
    this.watching = 0;
    this.schedule();
    this.ending.abort();
    this.changed.dispose();
    this.found.dispose();
  }

  private async checkNow(ids: readonly RecordId[] | undefined, options: LookOptions): Promise<void> {
    await this.parts.journal.load();
    const wanted = this.wanted(ids);
    const records = await notBeingPlaced(wanted, this.parts.locks);
    for (const record of wanted) {
      this.backOff.note(record, records.includes(record), this.now());
    }
    if (records.length === 0) {
      return;
    }
    for (const { id } of records) {
      this.checking.add(id);
    }
    this.changed.fire(undefined);
    try {
      await this.lookAndNote(records, options);
    } finally {
      for (const { id } of records) {
        this.checking.delete(id);
      }
      this.changed.fire(undefined);
    }
  }

  /** What the user asks about is not passed over in silence, whichever portal it is of. */
  private wanted(ids: readonly RecordId[] | undefined): OrderRecord[] {
    return ids === undefined
      ? this.unsettled
      : this.parts.journal.records.filter((record) => ids.includes(record.id) && isUnsettled(record));
  }

  private async lookAndNote(records: readonly OrderRecord[], options: LookOptions): Promise<void> {
    const { client, session, journal } = this.parts;
    const { account, baseUrl, signInId } = await session.authorization();
    const isOfThis = (record: OrderRecord) =>
      record.baseUrl === baseUrl && !areDifferentClients(record.account, account);
    const ofThis = records.filter(isOfThis);
    if (ofThis.length === 0) {
      throw new OtherAccountError();
    }
    // An order in the portal may be of any of these, also of one that nobody asked about.
    const rivals = journal.records.filter((record) => isUnsettled(record) && isOfThis(record));
    const signal = options.signal
      ? AbortSignal.any([options.signal, this.ending.signal])
      : this.ending.signal;
    const look = await lookFor(client, rivals, claimedNumbers(journal, baseUrl), { ...options, signal });
    if ((await session.authorization()).signInId !== signInId) {
      throw new OtherAccountError();
    }
    await journal.load();
    const known = new Set(rivals.map(({ id }) => id));
    const since = journal.records.filter(({ id }) => !known.has(id));
    let isSure = ofThis.length === records.length;
    for (const record of ofThis) {
      const told = look.found.get(record.id) ?? { kind: 'incomplete' };
      const found = afterLook(told, record, claimedNumbers(journal, baseUrl), since);
      // A PBX belongs to one partner; without its serial number another account may have ordered just the same.
      const isProof = found.kind === 'one' && record.ordered.productNo !== undefined;
      // What else another account's list tells, or does not, says nothing of this one's orders.
      const isSaid = isProof || record.account === account || look.isSameAccount(record);
      isSure &&= isSaid;
      if (isSaid) {
        await this.note(record, found);
      }
    }
    if (!isSure) {
      throw new OtherAccountError();
    }
  }

  private async note({ id }: OrderRecord, found: Found): Promise<void> {
    const { journal } = this.parts;
    if (journal.find(id)?.current.state === 'placed') {
      // The reply came meanwhile.
      return;
    }
    const at = this.now();
    switch (found.kind) {
      case 'one': {
        const { orderNo, orderStatus } = found.order;
        await journal.note(id, { state: 'placed', at, orderNo, orderStatus, by: 'orderList' });
        const record = journal.find(id);
        if (record) {
          this.found.fire(record);
        }
        break;
      }
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

  private schedule(): void {
    clearTimeout(this.timer);
    const due = this.unsettled.map((record) => this.backOff.dueAt(record, this.now()));
    if (this.watching > 0 && due.length > 0) {
      const milliseconds = Math.min(longestWait, Math.max(0, Math.min(...due) - this.now()));
      this.timer = setTimeout(() => void this.checkDue(), milliseconds);
      this.timer.unref();
    }
  }

  private async checkDue(): Promise<void> {
    const due = this.unsettled.filter((record) => this.backOff.dueAt(record, this.now()) <= this.now());
    try {
      await this.check(due.map(({ id }) => id));
    } catch (error) {
      this.parts.log.warn(`Looking for orders of unknown outcome: ${String(error)}`);
    }
  }

  private now(): number {
    return (this.parts.now ?? Date.now)();
  }
}

/** Rejects when the signal is aborted. */
function calledOff(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('called off')), { once: true });
  });
}

/** Two client IDs are two accounts, or may be; what a pasted token belongs to nobody can tell. */
function areDifferentClients(one: string, other: string): boolean {
  return one !== other && one.startsWith('client ') && other.startsWith('client ');
}

/** Seconds from one look for an order to the next. */
const seconds = [3, 10, 20, 30, 60, 120, 300, 600, 900] as const;

/** When to look for an order again: less and less often, also when looking fails. */
export class BackOff {
  private readonly tried = new Map<RecordId, { readonly times: number; readonly at: number }>();

  /**
   * @param looked False for an order that is being placed: it is not looked for, but asked about again a little later.
   * @param now Milliseconds since 1970.
   */
  note({ id }: OrderRecord, looked: boolean, now: number): void {
    const times = (this.tried.get(id)?.times ?? 0) + (looked ? 1 : 0);
    this.tried.set(id, { times, at: now });
  }

  /** Milliseconds since 1970. */
  dueAt({ id, looks, current }: OrderRecord, now: number): number {
    // What a clock noted that was ahead says nothing: limited to now, it would move on with it, and no look would be due.
    const isPast = ({ at }: { readonly at: number }) => at <= now;
    const tried = this.tried.get(id) ?? { times: 0, at: 0 };
    const looked = looks.findLast(isPast) ?? [current].find(isPast);
    const since = Math.max(looked?.at ?? 0, isPast(tried) ? tried.at : 0);
    const delay = seconds[Math.min(Math.max(tried.times, looks.length), seconds.length) - 1] ?? 0;
    return since + delay * 1000;
  }
}

import type { BaseUrl } from '../portal/baseUrl';
import type { TraceLog } from '../portal/traceLog';
import type { PortalText } from '../portal/values';
import type { EntryId } from './entry';
import type { Journal } from './journal';
import { type HeldLock, type Locks, UnlistedLockError } from './lock';
import { comparableOrderNo } from './orderNumbers';
import { journaledOrderNos } from './reconcile';

/**
 * To whom an order number belongs: to no other entry, to another entry, or that is being decided elsewhere at this
 * moment. `unclear`: whether it is being decided elsewhere cannot be read.
 */
export type Claim = 'free' | 'ofAnother' | 'contended' | 'unclear';

/**
 * Claims order numbers for one journal entry, so that no number is noted for two orders. Every claim holds a lock until
 * `release`, which is called once the outcome is noted: if two windows get the same number, one of them cannot take the
 * lock, or takes it after the other has noted the number.
 */
export class OrderNumberClaims {
  private readonly held: HeldLock[] = [];

  constructor(
    private readonly deps: { readonly journal: Journal; readonly locks: Locks; readonly log: TraceLog },
    private readonly owner: {
      readonly id: EntryId;
      readonly baseUrl: BaseUrl;
      /** Whether its order is being placed here: its outcome is written whatever its entry says by now. */
      readonly isBeingPlaced?: boolean;
    },
  ) {}

  /**
   * Locks an order number and reads the journal again, including the owner's entry unless its order is being placed here.
   * If the disk does not allow this, what is already known decides.
   * Never rejects.
   */
  async claim(orderNo: PortalText): Promise<Claim> {
    const { journal, locks, log } = this.deps;
    try {
      const subject = [this.owner.baseUrl, 'order', comparableOrderNo(orderNo)].join(' ');
      // The folder of the locks is in the journal's and must not be created if that is gone.
      const lock = await locks.acquire([subject], () => journal.check());
      if (lock === undefined) {
        return 'contended';
      }
      this.held.push(lock);
      await journal.load(this.owner.isBeingPlaced === true ? this.owner.id : undefined);
    } catch (error) {
      log.warn(`The journal was not read before the order number was claimed: ${String(error)}`);
      if (error instanceof UnlistedLockError) {
        return 'unclear';
      }
    }
    return this.isOfAnother(orderNo) ? 'ofAnother' : 'free';
  }

  /** Releases the locks of all claims. Never rejects: a lock that remains ends with this process. */
  async release(): Promise<void> {
    await Promise.all(
      this.held.splice(0).map((lock) =>
        lock.release().catch((error: unknown) => {
          this.deps.log.warn(`The lock of an order number was not released: ${String(error)}`);
        }),
      ),
    );
  }

  /**
   * Whether another entry has this number. That excludes only this order's own entry, which may already have been
   * reconciled with it if its process was taken for dead.
   */
  private isOfAnother(orderNo: PortalText): boolean {
    const { id, baseUrl } = this.owner;
    const others = this.deps.journal.entries.filter((entry) => entry.id !== id);
    return journaledOrderNos({ entries: others }, baseUrl).has(orderNo);
  }
}

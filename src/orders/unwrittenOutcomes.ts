import { type EntryChange, type EntryId, type JournalEntry, isOpen } from './entry';
import { comparableOrderNo } from './orderNumbers';

/** What unwritten outcomes need from the journal. */
export interface OutcomeWriter {
  /** The entries of all orders. */
  readonly entries: () => readonly JournalEntry[];
  /** Whether the entry of an order is there but cannot be read at the moment. */
  readonly isUnread: (id: EntryId) => boolean;
  /** Adds a change to an entry. @throws NodeJS.ErrnoException when it cannot be written. */
  readonly append: (id: EntryId, change: EntryChange) => Promise<void>;
}

/** Outcomes that this window could not write to the journal yet, as on a full disk. */
export class UnwrittenOutcomes {
  private readonly changes = new Map<EntryId, EntryChange>();

  constructor(private readonly journal: OutcomeWriter) {}

  get size(): number {
    return this.changes.size;
  }

  add(id: EntryId, change: EntryChange): void {
    this.changes.set(id, change);
  }

  /** Writes those that are still needed. One that cannot be written stays for the next time. Never rejects. */
  async write(): Promise<void> {
    for (const [id, change] of this.changes) {
      if (this.journal.isUnread(id)) {
        continue;
      }
      if (this.isStillNeeded(id, change)) {
        try {
          await this.journal.append(id, change);
        } catch {
          continue;
        }
      }
      this.changes.delete(id);
    }
  }

  /**
   * Whether an outcome is still to be written. The portal's reply overrides what the user or the portal's list has
   * decided in the meantime; any other outcome does not. An order number that another entry has got by now is nobody's
   * proof: the entry stays open.
   */
  private isStillNeeded(id: EntryId, change: EntryChange): boolean {
    const entries = this.journal.entries();
    const entry = entries.find((one) => one.id === id);
    if (entry === undefined || change.state === 'unknown') {
      // An entry is as open with this outcome as without it, and would get it again and again.
      return entry?.current.state === 'recorded';
    }
    if (change.state !== 'placed') {
      return isOpen(entry);
    }
    const number = comparableOrderNo(change.orderNo);
    const isOfAnother = entries.some(
      ({ id: other, baseUrl, current }) =>
        other !== id &&
        baseUrl === entry.baseUrl &&
        current.state === 'placed' &&
        comparableOrderNo(current.orderNo) === number,
    );
    return !isOfAnother && !(entry.current.state === 'placed' && entry.current.by === 'reply');
  }
}

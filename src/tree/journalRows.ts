import { basename } from 'node:path';
import { l10n, type TreeView } from 'vscode';
import { notBeingPlaced, type Locks } from '../orders/lock';
import type { Journal } from '../orders/journal';
import { type JournalEntry, isOpen } from '../orders/entry';
import { entryFileName } from '../orders/entryFile';
import type { Reconciliation } from '../orders/reconciliation';
import type { Session } from '../portal/session';
import type { TraceLog } from '../portal/traceLog';
import { type FilterableOrder, type OrderFilter, filterableFromEntry, applyFilter } from './orderFilter';
import type { PortalOrderList } from './portalOrderList';
import type { Instance } from '../portal/instances';
import type { PortalText } from '../portal/values';
import { JournalEntryRow, QuarantinedRow, UnreadableEntryRow } from './rows/journalEntryRow';
import type { Row } from './rows/row';
import type { QuarantinedFile } from '../orders/quarantine';
import type { SessionState } from '../portal/sessionTokens';

interface JournalRowsDeps {
  readonly journal: Journal;
  readonly reconciliation: Reconciliation;
  readonly locks: Locks;
  readonly list: PortalOrderList;
  readonly session: Session;
  readonly log: TraceLog;
  /** Returns the loaded instance with this serial number. */
  readonly instance: (productNo: PortalText) => Pick<Instance, 'name'> | undefined;
}

/** The rows of the Orders view for the journal entries of this machine. */
export interface JournalRowsShown {
  /** The unreadable entries that block placing orders, which no filter hides; then the orders of unknown outcome. */
  readonly open: readonly Row[];
  /** The entries with a known outcome, newest first. */
  readonly closed: readonly JournalEntryRow[];
  /** Quarantined files. */
  readonly quarantined: readonly Row[];
}

/** Makes the rows for the journal entries of this machine, and shows the view's badge. */
export class JournalRows {
  /** The entries that the latest `showBadge` call counts; an earlier call that ends later is discarded. */
  private counted: readonly JournalEntry[] = [];

  constructor(
    private readonly deps: JournalRowsDeps,
    private readonly view: Pick<TreeView<Row>, 'badge'>,
  ) {}

  /** Returns the journal entries of this session, without those whose order is a row of the portal's list. */
  entries(): JournalEntry[] {
    const { journal, session, list } = this.deps;
    return journalEntriesFor(journal, session.state).filter(
      ({ current }) => current.state !== 'placed' || list.find(current.orderNo) === undefined,
    );
  }

  /** Returns the rows that the filter shows. */
  async rows(filter: OrderFilter | undefined): Promise<JournalRowsShown> {
    const { reconciliation, journal, instance } = this.deps;
    const recorded = this.entries().filter(({ current }) => current.state === 'recorded');
    const ended = new Set(await this.notBeingPlaced(recorded));
    const rows = this.shown(filter).map((entry) => {
      const isPlacing = recorded.includes(entry) && !ended.has(entry);
      const activity = isPlacing ? 'placing' : reconciliation.isChecking(entry.id) ? 'checking' : 'none';
      const { productNo } = entry.ordered;
      return new JournalEntryRow(
        entry,
        activity,
        productNo === undefined ? undefined : instance(productNo)?.name,
      );
    });
    return {
      open: [
        ...journal.unreadable.map((entry) => new UnreadableEntryRow(entry)),
        ...rows.filter(({ entry }) => isOpen(entry)),
      ],
      closed: rows.filter(({ entry }) => !isOpen(entry)),
      quarantined: nonBlockingQuarantined(journal).map((aside) => new QuarantinedRow(aside)),
    };
  }

  /**
   * Shows a badge with the number of orders of unknown outcome, except those being placed right now, plus the
   * unreadable entries, which may be such orders.
   */
  async showBadge(): Promise<void> {
    const { journal, session } = this.deps;
    const counted = journalEntriesFor(journal, session.state).filter(isOpen);
    this.counted = counted;
    const open = await this.notBeingPlaced(counted);
    if (this.counted !== counted) {
      return;
    }
    const unread = this.deps.journal.unreadable.map(({ file }) => basename(file));
    // An entry that was loaded before it became unreadable is in both lists; count it once.
    const { size: value } = new Set([...open.map(({ id }) => entryFileName(id)), ...unread]);
    const tooltip =
      unread.length === 0
        ? l10n.t('Orders of unknown outcome: {0}', value)
        : l10n.t('Orders of unknown outcome, and entries that cannot be read: {0}', value);
    this.view.badge = value === 0 ? undefined : { value, tooltip };
  }

  /** Returns what a filter needs to know about an entry. The portal's list may have a later status than the entry. */
  filterable(entry: JournalEntry): FilterableOrder {
    const { current } = entry;
    const listed = current.state === 'placed' ? this.deps.list.find(current.orderNo) : undefined;
    return filterableFromEntry(entry, listed?.orderStatus);
  }

  private shown(filter: OrderFilter | undefined): JournalEntry[] {
    const entries = this.entries();
    if (!filter) {
      return entries;
    }
    return entries.filter((entry) => applyFilter(filter, this.filterable(entry)) === 'shown');
  }

  /** Returns the orders that no window is placing right now; all of them if the locks cannot be read. */
  private async notBeingPlaced(entries: readonly JournalEntry[]): Promise<readonly JournalEntry[]> {
    try {
      return await notBeingPlaced(entries, this.deps.locks);
    } catch (error) {
      this.deps.log.warn(`The locks of orders cannot be read: ${String(error)}`);
      return entries;
    }
  }
}

/**
 * Returns the journal entries to show in this session, those of unknown outcome first, then the newest first. A sandbox
 * session sees only its own entries. Other sessions see no sandbox entries, because a sandbox ends with its window.
 */
export function journalEntriesFor(journal: Journal, session: SessionState): JournalEntry[] {
  const sandboxUrl = session.kind === 'signedIn' && session.kept === 'sandbox' ? session.baseUrl : undefined;
  const entries = journal.entries.filter(({ sandbox, baseUrl }) =>
    sandboxUrl === undefined ? !sandbox : sandbox && baseUrl === sandboxUrl,
  );
  return [...entries.filter(isOpen), ...entries.filter((entry) => !isOpen(entry))];
}

/** Returns the quarantined files that do not block placing orders; those that do are among the unreadable entries. */
export function nonBlockingQuarantined(journal: Journal): QuarantinedFile[] {
  const unreadable = new Set(journal.unreadable.map(({ file }) => file));
  return journal.quarantined.filter(({ file }) => !unreadable.has(file));
}

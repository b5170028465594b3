import { basename } from 'node:path';
import { l10n, type TreeView } from 'vscode';
import { notBeingPlaced, type Locks } from '../orders/lock';
import type { Journal } from '../orders/journal';
import { type OrderRecord, isUnsettled } from '../orders/record';
import { recordName } from '../orders/recordFile';
import type { Settling } from '../orders/settling';
import type { Session } from '../portal/session';
import type { TraceLog } from '../portal/traceLog';
import { type Filterable, type OrderFilter, filterableRecord, judge } from './orderFilter';
import type { PortalOrderList } from './portalOrderList';
import { OrderGroupRow } from './rows/portalOrderRow';
import { RecordRow, SetAsideRow, UnreadableRow } from './rows/recordRow';
import type { Row } from './rows/row';
import type { SetAside } from '../orders/damagedFiles';
import type { SessionState } from '../portal/sessionTokens';

interface RecordGroupParts {
  readonly journal: Journal;
  readonly settling: Settling;
  readonly locks: Locks;
  readonly list: PortalOrderList;
  readonly session: Session;
  readonly log: TraceLog;
}

/** This machine's records in the Orders view, and the number at its icon. */
export class RecordGroup {
  /** What the badge was asked to count last. */
  private counted: readonly OrderRecord[] = [];

  constructor(
    private readonly parts: RecordGroupParts,
    private readonly view: Pick<TreeView<Row>, 'badge'>,
  ) {}

  /** The records of this session. */
  records(): OrderRecord[] {
    return recordsOf(this.parts.journal, this.parts.session.state);
  }

  /** The row of the group; undefined when there is nothing in it. */
  row(filter: OrderFilter | undefined): OrderGroupRow | undefined {
    const { length } = this.records();
    const { setAside, unreadable } = this.parts.journal;
    if (length + setAside.length + unreadable.length === 0) {
      return undefined;
    }
    const shown = this.shown(filter).length;
    return new OrderGroupRow(
      'records',
      l10n.t('This machine'),
      filter ? l10n.t('{0} of {1}', shown, length) : String(length),
      l10n.t('Orders that were placed, or tried, with VS Code on this machine'),
    );
  }

  /**
   * Entries that cannot be read and keep orders from being placed, which no filter hides; then the records that the filter
   * shows, those of unknown outcome first; then the files that are quarantined.
   */
  async rows(group: OrderGroupRow, filter: OrderFilter | undefined): Promise<Row[]> {
    const { settling, journal } = this.parts;
    const records = this.shown(filter);
    const recorded = records.filter(({ current }) => current.state === 'recorded');
    const ended = new Set(await this.notBeingPlaced(recorded));
    const rows = records.map((record) => {
      const isPlacing = recorded.includes(record) && !ended.has(record);
      const activity = isPlacing ? 'placing' : settling.isChecking(record.id) ? 'checking' : 'none';
      return new RecordRow(group, record, activity);
    });
    return [
      ...journal.unreadable.map((entry) => new UnreadableRow(group, entry)),
      ...rows,
      ...quarantined(journal).map((aside) => new SetAsideRow(group, aside)),
    ];
  }

  /**
   * Counts the orders of unknown outcome, without one that is just being placed, and the entries that cannot be read: they
   * may be such orders.
   */
  async showBadge(): Promise<void> {
    const unsettled = this.records().filter(isUnsettled);
    this.counted = unsettled;
    const open = await this.notBeingPlaced(unsettled);
    if (this.counted !== unsettled) {
      return;
    }
    const unread = this.parts.journal.unreadable.map(({ file }) => basename(file));
    // One that was known before it could not be read is counted once.
    const { size: value } = new Set([...open.map(({ id }) => recordName(id)), ...unread]);
    const tooltip =
      unread.length === 0
        ? l10n.t('Orders of unknown outcome: {0}', value)
        : l10n.t('Orders of unknown outcome, and entries that cannot be read: {0}', value);
    this.view.badge = value === 0 ? undefined : { value, tooltip };
  }

  /** What is known of a record; the portal's list may know a later status than the record. */
  filterable(record: OrderRecord): Filterable {
    const { current } = record;
    const listed = current.state === 'placed' ? this.parts.list.find(current.orderNo) : undefined;
    return filterableRecord(record, listed?.orderStatus);
  }

  private shown(filter: OrderFilter | undefined): OrderRecord[] {
    const records = this.records();
    if (!filter) {
      return records;
    }
    return records.filter((record) => judge(filter, this.filterable(record)) === 'shown');
  }

  /** Where the disk does not tell who is at work, nobody is taken to be. */
  private async notBeingPlaced(records: readonly OrderRecord[]): Promise<readonly OrderRecord[]> {
    try {
      return await notBeingPlaced(records, this.parts.locks);
    } catch (error) {
      this.parts.log.warn(`The locks of orders cannot be read: ${String(error)}`);
      return records;
    }
  }
}

/**
 * The records that are of use in this session, those of unknown outcome first, then the newest: in the sandbox
 * its own alone, elsewhere none of any sandbox, since these portals end with their windows.
 */
export function recordsOf(journal: Journal, session: SessionState): OrderRecord[] {
  const ofSandbox = session.kind === 'signedIn' && session.kept === 'sandbox' ? session.baseUrl : undefined;
  const records = journal.records.filter(({ sandbox, baseUrl }) =>
    ofSandbox === undefined ? !sandbox : sandbox && baseUrl === ofSandbox,
  );
  return [...records.filter(isUnsettled), ...records.filter((record) => !isUnsettled(record))];
}

/** Files that are quarantined and keep no order from being placed; those that do are among the unreadable entries. */
export function quarantined(journal: Journal): SetAside[] {
  const unreadable = new Set(journal.unreadable.map(({ file }) => file));
  return journal.setAside.filter(({ file }) => !unreadable.has(file));
}

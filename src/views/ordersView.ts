import type { EventEmitter, TreeView } from 'vscode';
import { l10n, window } from 'vscode';
import { explain } from '../explain';
import { notBeingPlaced } from '../orders/beingPlaced';
import type { Journal } from '../orders/journal';
import type { Locks } from '../orders/lock';
import type { OrderRecord } from '../orders/record';
import { isUnsettled } from '../orders/record';
import type { Settling } from '../orders/settling';
import { ordersPageSize } from '../orders/snapshot';
import type { Disposable } from '../portal/emitter';
import { UnauthorizedError } from '../portal/errors';
import type { Session } from '../portal/session';
import { SignInNeededError } from '../portal/session';
import type { TraceLog } from '../portal/traceLog';
import { timeText } from '../recordTexts';
import type { PortalOrderList } from './portalOrderList';
import { recordsOf } from './records';
import { LoadMoreRow } from './rows/loadMoreRow';
import { MessageRow } from './rows/messageRow';
import { OrderGroupRow } from './rows/orderGroupRow';
import { PortalOrderRow } from './rows/portalOrderRow';
import { RecordRow } from './rows/recordRow';
import type { Row } from './rows/row';
import { SetAsideRow } from './rows/setAsideRow';

export const ordersViewId = 'pbx.orders';

/** What the Orders view shows: this machine's records, and the portal's orders. */
export class OrdersView implements Disposable {
  private stale = false;
  private failure: unknown;
  /** What the badge was asked to count last. */
  private counted: readonly OrderRecord[] = [];
  private watching: Disposable | undefined;
  private readonly listening: readonly Disposable[];

  constructor(
    private readonly parts: {
      readonly journal: Journal;
      readonly settling: Settling;
      readonly locks: Locks;
      readonly list: PortalOrderList;
      readonly session: Session;
      readonly log: TraceLog;
    },
    private readonly view: TreeView<Row>,
    private readonly changed: EventEmitter<Row | undefined>,
  ) {
    this.listening = [
      view.onDidChangeVisibility(() => this.watchWhileVisible()),
      parts.journal.onDidChange(() => this.recordsChanged()),
      parts.settling.onDidChange(() => this.recordsChanged()),
    ];
    this.watchWhileVisible();
    void this.showBadge();
  }

  /** The rows below `row`, or the outermost ones. Never rejects: a failure is a row. */
  async getChildren(row?: Row): Promise<Row[]> {
    if (row === undefined) {
      return this.outermost();
    }
    if (!(row instanceof OrderGroupRow)) {
      return [];
    }
    return row.group === 'records' ? this.recordRows(row) : this.portalRows(row);
  }

  /** Reads records and portal anew; until the portal answers, and if it does not, the old rows stay. */
  async refresh(): Promise<void> {
    this.stale = true;
    await this.parts.journal
      .load()
      .catch((error: unknown) =>
        this.parts.log.error(`The records of orders cannot be read: ${String(error)}`),
      );
    this.changed.fire(undefined);
  }

  /** Shows the next page of the portal's orders. */
  async loadMore(): Promise<void> {
    try {
      await this.withProgress(() => this.parts.list.loadNext());
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
    }
    this.changed.fire(undefined);
  }

  /** The session is another one: no order of the old one may be seen any more. */
  sessionChanged(): void {
    if (this.parts.session.state.kind !== 'ended') {
      this.parts.list.clear();
      this.failure = undefined;
    }
    this.recordsChanged();
  }

  dispose(): void {
    this.watching?.dispose();
    for (const listening of this.listening) {
      listening.dispose();
    }
  }

  private recordsChanged(): void {
    void this.showBadge();
    this.changed.fire(undefined);
  }

  /** Orders of unknown outcome are looked for while somebody looks here. */
  private watchWhileVisible(): void {
    if (this.view.visible) {
      this.watching ??= this.parts.settling.watch();
    } else {
      this.watching?.dispose();
      this.watching = undefined;
    }
  }

  /** Counts the orders of unknown outcome; one that is just being placed is none. */
  private async showBadge(): Promise<void> {
    const unsettled = this.records().filter(isUnsettled);
    this.counted = unsettled;
    const { length: value } = await this.notBeingPlaced(unsettled);
    if (this.counted !== unsettled) {
      return;
    }
    this.view.badge =
      value === 0 ? undefined : { value, tooltip: l10n.t('Orders of unknown outcome: {0}', value) };
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

  private records(): OrderRecord[] {
    return recordsOf(this.parts.journal, this.parts.session.state);
  }

  private outermost(): Row[] {
    const { session, journal, list } = this.parts;
    const records = this.records();
    const isSandbox = session.state.kind === 'signedIn' && session.state.kept === 'sandbox';
    this.view.description = isSandbox ? l10n.t('Sandbox') : '';
    const rows: Row[] = [];
    if (records.length + journal.setAside.length > 0) {
      rows.push(
        new OrderGroupRow(
          'records',
          l10n.t('This machine'),
          String(records.length),
          l10n.t('Orders that were placed, or tried, with VS Code on this machine'),
        ),
      );
    }
    if (session.state.kind !== 'signedOut') {
      rows.push(
        new OrderGroupRow(
          'portal',
          l10n.t('Portal'),
          list.total === undefined ? '' : String(list.total),
          l10n.t('All orders that the portal lists for this account'),
        ),
      );
    }
    return rows;
  }

  private async recordRows(group: OrderGroupRow): Promise<Row[]> {
    const { settling, journal } = this.parts;
    const records = this.records();
    const recorded = records.filter(({ current }) => current.state === 'recorded');
    const ended = new Set(await this.notBeingPlaced(recorded));
    const rows = records.map((record) => {
      const isPlacing = recorded.includes(record) && !ended.has(record);
      const activity = isPlacing ? 'placing' : settling.isChecking(record.id) ? 'checking' : 'none';
      return new RecordRow(group, record, activity);
    });
    return [...rows, ...journal.setAside.map((aside) => new SetAsideRow(group, aside))];
  }

  private async portalRows(group: OrderGroupRow): Promise<Row[]> {
    const { session, list, log, journal } = this.parts;
    const { state } = session;
    try {
      if (state.kind === 'signedIn') {
        if (this.stale || list.loadedAt === undefined) {
          await this.withProgress(() => (this.stale ? list.refresh() : list.loadFirst()));
          this.failure = undefined;
        }
      }
    } catch (error) {
      this.failure = error;
      log.warn(`Orders: ${String(error)}`);
    }
    this.stale = false;
    if (session.state !== state) {
      return [];
    }
    const byNumber = new Map(
      journal.records.flatMap((record) =>
        record.current.state === 'placed' ? [[record.current.orderNo, record] as const] : [],
      ),
    );
    const rows: Row[] = [
      ...this.problemRows(group),
      ...list.rows.map((order) => new PortalOrderRow(group, order, byNumber.get(order.orderNo))),
    ];
    if (list.hasMore && list.rows.length > 0) {
      const left = list.total === undefined ? ordersPageSize : list.total - list.rows.length;
      rows.push(
        new LoadMoreRow(group, 'pbx.loadMoreOrders', {
          count: Math.min(ordersPageSize, left),
          shown: list.rows.length,
          total: list.total,
        }),
      );
    }
    return rows.length > 0
      ? rows
      : [MessageRow.empty(group, l10n.t('The portal lists no orders for this account.'))];
  }

  private problemRows(group: OrderGroupRow): Row[] {
    const { session, list } = this.parts;
    const { failure } = this;
    if (
      session.state.kind === 'ended' ||
      failure instanceof SignInNeededError ||
      failure instanceof UnauthorizedError
    ) {
      return [MessageRow.signInNeeded(group, l10n.t('The session has ended.'))];
    }
    if (failure === undefined) {
      return [];
    }
    const sentence =
      list.loadedAt === undefined
        ? explain(failure)
        : l10n.t('{0} Shown as of {1}.', explain(failure), timeText(list.loadedAt));
    return [MessageRow.failure(group, sentence, 'pbx.refreshOrders')];
  }

  private async withProgress<T>(task: () => Promise<T>): Promise<T> {
    return window.withProgress({ location: { viewId: ordersViewId } }, task);
  }
}

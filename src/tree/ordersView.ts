import { Owner, type Disposable } from '../portal/emitter';
import { l10n, type EventEmitter, type TreeView, window } from 'vscode';
import {
  type NotPlacedState,
  type OrderFilter,
  type FilterChoices,
  filterChoices,
  isFiltering,
} from './orderFilter';
import { plainText } from '../text/plainText';
import type { Journal } from '../orders/journal';
import type { Locks } from '../orders/lock';
import type { Reconciliation } from '../orders/reconciliation';
import type { Session } from '../portal/session';
import { isSandbox } from '../portal/sessionTokens';
import type { TraceLog } from '../portal/traceLog';
import { setContextKey, ordersViewId } from './contextKeys';
import { type PortalGroupDeps, PortalGroup } from './portalGroup';
import type { PortalOrderList } from './portalOrderList';
import { JournalGroup } from './journalGroup';
import { OrderGroupRow } from './rows/portalOrderRow';
import type { Row } from './rows/row';

interface OrdersViewDeps extends Omit<PortalGroupDeps, 'withProgress' | 'answered'> {
  readonly journal: Journal;
  readonly settling: Reconciliation;
  readonly locks: Locks;
  readonly list: PortalOrderList;
  readonly session: Session;
  readonly log: TraceLog;
}

/** The contents of the Orders view: the journal entries of this machine, and the portal's orders. */
export class OrdersView extends Owner {
  private readonly portal: PortalGroup;
  private readonly records: JournalGroup;
  private current: OrderFilter | undefined;
  private watching: Disposable | undefined;

  constructor(
    private readonly deps: OrdersViewDeps,
    private readonly view: TreeView<Row>,
    private readonly changed: EventEmitter<Row | undefined>,
  ) {
    super();
    this.portal = new PortalGroup({
      ...deps,
      withProgress: (task) => this.withProgress(task),
      answered: () => this.changed.fire(undefined),
    });
    this.records = new JournalGroup(deps, view);
    this.own(view.onDidChangeVisibility(() => this.watchWhileVisible()));
    this.own(deps.journal.onDidChange(() => this.recordsChanged()));
    this.own(deps.settling.onDidChange(() => this.recordsChanged()));
    this.watchWhileVisible();
    void this.records.showBadge();
  }

  /**
   * Returns the rows below `row`, or the top-level rows. Never rejects: a failure becomes a row. Never waits for the
   * portal: the journal entries of this machine have to be visible while it is slow or does not reply at all.
   */
  async getChildren(row?: Row): Promise<Row[]> {
    if (row === undefined) {
      return this.topLevelRows();
    }
    if (!(row instanceof OrderGroupRow)) {
      return [];
    }
    if (row.group === 'records') {
      return this.records.rows(row, this.current);
    }
    this.portal.open();
    return this.portal.rows(row, this.current);
  }

  /** Resolves when no request for orders is pending. */
  whenLoaded(): Promise<void> {
    return this.portal.whenLoaded();
  }

  /**
   * Reads the journal and the portal's orders again. The old rows stay until the portal replies, or if the request
   * fails.
   */
  async refresh(): Promise<void> {
    this.portal.refresh();
    await this.deps.journal
      .load()
      .catch((error: unknown) =>
        this.deps.log.error(`The records of orders cannot be read: ${String(error)}`),
      );
    this.changed.fire(undefined);
  }

  /** Shows the next page of the portal's orders. */
  async loadMore(): Promise<void> {
    await this.portal.loadMore();
    this.changed.fire(undefined);
  }

  /**
   * Loads all of the portal's orders.
   *
   * @param onPages Called after each page with the number of loaded orders, and the total if the portal reports one.
   * @throws PageError, SignInNeededError, or the signal's abort reason; orders loaded before are shown.
   */
  async loadAll(
    signal: AbortSignal,
    onPages: (loaded: number, total: number | undefined) => void,
  ): Promise<void> {
    const { list } = this.deps;
    try {
      await list.loadAll(signal, () => onPages(list.rows.length, list.total));
    } finally {
      this.changed.fire(undefined);
    }
  }

  /** The current filter; undefined if the view shows everything. */
  get filter(): OrderFilter | undefined {
    return this.current;
  }

  /** Filters the loaded orders. Undefined, or a filter without criteria, shows everything. */
  async show(filter: OrderFilter | undefined): Promise<void> {
    this.current = filter && isFiltering(filter) ? filter : undefined;
    this.updateHeader();
    this.changed.fire(undefined);
    await setContextKey('pbx.ordersFiltered', this.current !== undefined);
  }

  /** Returns the values that occur in the loaded orders and that a filter can select. */
  choices(): FilterChoices {
    const records = this.records.records().filter(({ current }) => {
      return current.state !== 'placed' || !this.deps.list.find(current.orderNo);
    });
    return filterChoices([
      ...this.portal.filterables().map(({ filterable }) => filterable),
      ...records.map((record) => this.records.filterable(record)),
    ]);
  }

  /**
   * Drops the portal's orders and the filter of the old session, unless that session has only ended. The filter must
   * not hide orders of the new session.
   */
  sessionChanged(): void {
    if (this.deps.session.state.kind !== 'ended') {
      this.portal.clear();
      void this.show(undefined);
    }
    this.recordsChanged();
  }

  override dispose(): void {
    this.watching?.dispose();
    super.dispose();
  }

  private recordsChanged(): void {
    void this.records.showBadge();
    this.changed.fire(undefined);
  }

  /** Reconciles orders of unknown outcome while the view is visible. */
  private watchWhileVisible(): void {
    if (this.view.visible) {
      this.watching ??= this.deps.settling.watch();
    } else {
      this.watching?.dispose();
      this.watching = undefined;
    }
  }

  private topLevelRows(): Row[] {
    this.updateHeader();
    return [this.records.row(this.current), this.portal.row(this.current)].filter((row) => row !== undefined);
  }

  /** Shows the sandbox and the filter in the view's description and message. */
  private updateHeader(): void {
    this.view.description = isSandbox(this.deps.session.state) ? l10n.t('Sandbox') : '';
    this.view.message = this.current ? filterText(this.current) : '';
  }

  private async withProgress(task: () => Promise<void>): Promise<void> {
    await window.withProgress({ location: { viewId: ordersViewId } }, task);
  }
}

/** Describes a filter for the user: its criteria, separated by commas. */
export function filterText({ statuses, endings, products, text }: OrderFilter): string {
  const sought = text.trim();
  const criteria = [
    ...[...statuses].map(plainText),
    ...[...endings].map(notPlacedStateText),
    ...[...products.values()].map(plainText),
    ...(sought === '' ? [] : [`"${plainText(sought)}"`]),
  ];
  return l10n.t('Filter: {0}', criteria.join(', '));
}

/** Returns the text for the final state of an order that was not placed. */
export function notPlacedStateText(ending: NotPlacedState): string {
  switch (ending) {
    case 'refused':
      return l10n.t('refused');
    case 'notSent':
      return l10n.t('not sent');
    case 'dismissed':
      return l10n.t('settled as not placed');
  }
}

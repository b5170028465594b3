import { Owner, type Disposable } from '../portal/emitter';
import { l10n, type EventEmitter, type TreeView, window } from 'vscode';
import {
  type NotPlacedState,
  type OrderFilter,
  type Period,
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
import { type PortalRowsDeps, PortalRows } from './portalRows';
import type { PortalText } from '../portal/values';
import type { PortalOrderList } from './portalOrderList';
import { JournalRows } from './journalRows';
import { countText } from '../text/counts';
import { orderKindText } from '../text/orderTexts';
import { JournalEntryRow } from './rows/journalEntryRow';
import type { PortalOrderRow } from './rows/portalOrderRow';
import { MessageRow, type Row } from './rows/row';

interface OrdersViewDeps extends Omit<PortalRowsDeps, 'withProgress' | 'answered'> {
  readonly journal: Journal;
  readonly reconciliation: Reconciliation;
  readonly locks: Locks;
  readonly list: PortalOrderList;
  readonly session: Session;
  readonly log: TraceLog;
  /** Fires after each loaded page of instances. */
  readonly onDidLoadInstances: (listener: () => void) => Disposable;
}

/**
 * The contents of the Orders view: one list of the portal's orders and this machine's journal entries, each order once,
 * those of unknown outcome first.
 */
export class OrdersView extends Owner {
  private readonly portal: PortalRows;
  private readonly journalRows: JournalRows;
  private current: OrderFilter | undefined;
  private watching: Disposable | undefined;
  /** Serial numbers in the shown rows whose instance was not loaded when they were drawn. */
  private unnamed: ReadonlySet<PortalText> = new Set();

  constructor(
    private readonly deps: OrdersViewDeps,
    private readonly view: TreeView<Row>,
    private readonly changed: EventEmitter<Row | undefined>,
  ) {
    super();
    this.portal = new PortalRows({
      ...deps,
      withProgress: (task) => this.withProgress(task),
      answered: () => this.changed.fire(undefined),
    });
    this.journalRows = new JournalRows(deps, view);
    this.own(view.onDidChangeVisibility(() => this.watchWhileVisible()));
    this.own(deps.journal.onDidChange(() => this.entriesChanged()));
    this.own(deps.reconciliation.onDidChange(() => this.entriesChanged()));
    this.own(deps.list.onDidReadDetail(() => this.changed.fire(undefined)));
    this.own(deps.onDidLoadInstances(() => this.instancesLoaded()));
    this.watchWhileVisible();
    void this.journalRows.showBadge();
  }

  /**
   * Returns the rows below `row`, or the top-level rows. Never rejects: a failure becomes a row. Never waits for the
   * portal: the journal entries of this machine have to be visible while it is slow or does not reply at all.
   */
  async getChildren(row?: Row): Promise<Row[]> {
    return row === undefined ? this.topLevelRows() : [];
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
      .catch((error: unknown) => this.deps.log.error(`The order journal cannot be read: ${String(error)}`));
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
    return filterChoices([
      ...this.portal.known().map(({ filterable }) => filterable()),
      ...this.journalRows.entries().map((entry) => this.journalRows.filterable(entry)),
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
    this.entriesChanged();
  }

  override dispose(): void {
    this.watching?.dispose();
    super.dispose();
  }

  private entriesChanged(): void {
    this.refreshIfOutdated();
    void this.journalRows.showBadge();
    this.changed.fire(undefined);
  }

  /** Reconciles orders of unknown outcome while the view is visible. */
  private watchWhileVisible(): void {
    if (this.view.visible) {
      this.watching ??= this.deps.reconciliation.watch();
    } else {
      this.watching?.dispose();
      this.watching = undefined;
    }
  }

  private async topLevelRows(): Promise<Row[]> {
    const { session, list } = this.deps;
    const filter = this.current;
    this.portal.open();
    const { open, closed, quarantined } = await this.journalRows.rows(filter);
    const { problems, orders, last } = this.portal.rows(filter);
    this.rememberUnnamed(orders);
    const dated = byTime(orders, closed);
    const total = list.rows.length + this.journalRows.entries().length;
    const shown = orders.length + closed.length + open.filter(isEntryRow).length;
    this.updateHeader(filter && { shown, total });
    const rows = [
      ...open,
      ...quarantined,
      ...problems,
      ...(filter && dated.length === 0 && total > 0
        ? [MessageRow.empty(undefined, l10n.t('No loaded order matches the filter.'))]
        : []),
      ...dated,
      ...last,
    ];
    // Without any row, the view shows its welcome text.
    return session.state.kind === 'signedOut' && rows.length > 0
      ? [...rows, MessageRow.signInNeeded(undefined, l10n.t('Sign in to see the portal’s orders.'))]
      : rows;
  }

  private rememberUnnamed(orders: readonly PortalOrderRow[]): void {
    const { instance } = this.deps;
    const numbers = orders.flatMap(({ order: { productNo } }) => productNo ?? []);
    this.unnamed = new Set(numbers.filter((productNo) => instance(productNo) === undefined));
  }

  /** Draws the rows again if some of them can now show the name of their PBX. */
  private instancesLoaded(): void {
    const { instance } = this.deps;
    if ([...this.unnamed].some((productNo) => instance(productNo) !== undefined)) {
      this.unnamed = new Set();
      this.changed.fire(undefined);
    }
  }

  /**
   * Marks the portal's orders as outdated if the journal names one that the list loaded before does not have: forms and
   * notifications name it, too.
   */
  private refreshIfOutdated(): void {
    const { list } = this.deps;
    const { loadedAt } = list;
    const isMissing = (at: number, orderNo: PortalText) =>
      loadedAt !== undefined && at >= loadedAt && list.find(orderNo) === undefined;
    const isOutdated = this.journalRows.entries().some(({ current, looks }) => {
      const look = looks.at(-1);
      return current.state === 'placed'
        ? isMissing(current.at, current.orderNo)
        : look?.possible.some((orderNo) => isMissing(look.at, orderNo)) === true;
    });
    if (isOutdated) {
      this.portal.update();
    }
  }

  /** Shows the sandbox, the number of orders and the filter in the view's description and message. */
  private updateHeader(filtered?: { readonly shown: number; readonly total: number }): void {
    const { session, list } = this.deps;
    const { total } = list;
    this.view.description = [
      isSandbox(session.state) ? l10n.t('Sandbox') : '',
      total === undefined || session.state.kind === 'signedOut' ? '' : countText(total),
    ]
      .filter((part) => part !== '')
      .join(' · ');
    this.view.message = this.current ? filterText(this.current, filtered) : '';
  }

  private async withProgress(task: () => Promise<void>): Promise<void> {
    await window.withProgress({ location: { viewId: ordersViewId } }, task);
  }
}

function isEntryRow(row: Row): row is JournalEntryRow {
  return row instanceof JournalEntryRow;
}

/**
 * Merges the orders and the journal entries, newest first. The orders stay in their order. If the portal does not
 * report when they were created, the entries come first.
 */
function byTime(orders: readonly PortalOrderRow[], entries: readonly JournalEntryRow[]): Row[] {
  if (orders.some(({ order }) => order.createTime === undefined)) {
    return [...entries, ...orders];
  }
  const rows: Row[] = [];
  const left = [...entries];
  for (const row of orders) {
    while (left[0] && left[0].entry.createdAt >= (row.order.createTime ?? 0)) {
      rows.push(...left.splice(0, 1));
    }
    rows.push(row);
  }
  return [...rows, ...left];
}

/**
 * Describes a filter for the user: its criteria, separated by commas.
 *
 * @param counts The number of shown orders and of all loaded ones, once they are known.
 */
function filterText(
  { statuses, endings, products, kinds, periods, text }: OrderFilter,
  counts?: { readonly shown: number; readonly total: number },
): string {
  const sought = text.trim();
  const criteria = [
    ...[...statuses].map(plainText),
    ...[...endings].map(notPlacedStateText),
    ...[...products.values()].map(plainText),
    ...[...kinds].map(orderKindText),
    ...[...periods].map(periodText),
    ...(sought === '' ? [] : [`"${plainText(sought)}"`]),
  ].join(', ');
  return counts
    ? l10n.t('Filter: {0} · {1} of {2} loaded', criteria, countText(counts.shown), countText(counts.total))
    : l10n.t('Filter: {0}', criteria);
}

/** Returns the name of a period. */
export function periodText(period: Period): string {
  switch (period) {
    case 'last7Days':
      return l10n.t('Last 7 days');
    case 'last30Days':
      return l10n.t('Last 30 days');
    case 'thisMonth':
      return l10n.t('This month');
    case 'lastMonth':
      return l10n.t('Last month');
    case 'thisYear':
      return l10n.t('This year');
    case 'lastYear':
      return l10n.t('Last year');
  }
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

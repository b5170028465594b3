import { l10n, type EventEmitter, type TreeView, window } from 'vscode';
import {
  type RecordEnding,
  type OrderFilter,
  type FilterChoices,
  filterChoices,
  isFiltering,
} from './orderFilter';
import { plainText } from '../text/plainText';
import type { Journal } from '../orders/journal';
import type { Locks } from '../orders/lock';
import type { Settling } from '../orders/settling';
import type { Disposable } from '../portal/emitter';
import type { Session } from '../portal/session';
import { isSandbox } from '../portal/sessionTokens';
import type { TraceLog } from '../portal/traceLog';
import { setContextKey, ordersViewId } from './contextKeys';
import { type PortalGroupParts, PortalGroup } from './portalGroup';
import type { PortalOrderList } from './portalOrderList';
import { RecordGroup } from './recordGroup';
import { OrderGroupRow } from './rows/portalOrderRow';
import type { Row } from './rows/row';

interface OrdersViewParts extends Omit<PortalGroupParts, 'withProgress' | 'answered'> {
  readonly journal: Journal;
  readonly settling: Settling;
  readonly locks: Locks;
  readonly list: PortalOrderList;
  readonly session: Session;
  readonly log: TraceLog;
}

/** What the Orders view shows: this machine's records, and the portal's orders. */
export class OrdersView implements Disposable {
  private readonly portal: PortalGroup;
  private readonly records: RecordGroup;
  private current: OrderFilter | undefined;
  private watching: Disposable | undefined;
  private readonly listening: readonly Disposable[];

  constructor(
    private readonly parts: OrdersViewParts,
    private readonly view: TreeView<Row>,
    private readonly changed: EventEmitter<Row | undefined>,
  ) {
    this.portal = new PortalGroup({
      ...parts,
      withProgress: (task) => this.withProgress(task),
      answered: () => this.changed.fire(undefined),
    });
    this.records = new RecordGroup(parts, view);
    this.listening = [
      view.onDidChangeVisibility(() => this.watchWhileVisible()),
      parts.journal.onDidChange(() => this.recordsChanged()),
      parts.settling.onDidChange(() => this.recordsChanged()),
    ];
    this.watchWhileVisible();
    void this.records.showBadge();
  }

  /**
   * The rows below `row`, or the outermost ones. Never rejects: a failure is a row. Never waits for the portal
   * either: the records of this machine have to be seen while it is slow, or does not answer at all.
   */
  async getChildren(row?: Row): Promise<Row[]> {
    if (row === undefined) {
      return this.outermost();
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

  /** Resolves when nothing that the view shows is being asked for any more. */
  whenLoaded(): Promise<void> {
    return this.portal.whenLoaded();
  }

  /** Reads records and portal anew; until the portal answers, and if it does not, the old rows stay. */
  async refresh(): Promise<void> {
    this.portal.refresh();
    await this.parts.journal
      .load()
      .catch((error: unknown) =>
        this.parts.log.error(`The records of orders cannot be read: ${String(error)}`),
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
   * @param onPages Told after a few pages each, with the orders that are loaded and, where told, those that there are.
   * @throws PageError, SignInNeededError, or what the signal was aborted with; what came until then is shown.
   */
  async loadAll(
    signal: AbortSignal,
    onPages: (loaded: number, total: number | undefined) => void,
  ): Promise<void> {
    const { list } = this.parts;
    try {
      await list.loadAll(signal, () => onPages(list.rows.length, list.total));
    } finally {
      this.changed.fire(undefined);
    }
  }

  /** What the view shows; undefined when it shows everything. */
  get filter(): OrderFilter | undefined {
    return this.current;
  }

  /** Shows what fits the filter, over what is loaded; undefined, or a filter that asks for nothing: everything. */
  async show(filter: OrderFilter | undefined): Promise<void> {
    this.current = filter && isFiltering(filter) ? filter : undefined;
    this.announce();
    this.changed.fire(undefined);
    await setContextKey('pbx.ordersFiltered', this.current !== undefined);
  }

  /** What a filter can choose among, in what is loaded. */
  choices(): FilterChoices {
    const records = this.records.records().filter(({ current }) => {
      return current.state !== 'placed' || !this.parts.list.find(current.orderNo);
    });
    return filterChoices([
      ...this.portal.filterables().map(({ filterable }) => filterable),
      ...records.map((record) => this.records.filterable(record)),
    ]);
  }

  /** The session is another one: no order of the old one may be seen any more, nor be hidden in the new one. */
  sessionChanged(): void {
    if (this.parts.session.state.kind !== 'ended') {
      this.portal.clear();
      void this.show(undefined);
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
    void this.records.showBadge();
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

  private outermost(): Row[] {
    this.announce();
    return [this.records.row(this.current), this.portal.row(this.current)].filter((row) => row !== undefined);
  }

  /** Says in the view's own lines what all rows have in common. */
  private announce(): void {
    this.view.description = isSandbox(this.parts.session.state) ? l10n.t('Sandbox') : '';
    this.view.message = this.current ? filterText(this.current) : '';
  }

  private async withProgress(task: () => Promise<void>): Promise<void> {
    await window.withProgress({ location: { viewId: ordersViewId } }, task);
  }
}

/** A filter in words: what it asks for, one thing after the other. */
export function filterText({ statuses, endings, products, text }: OrderFilter): string {
  const sought = text.trim();
  const parts = [
    ...[...statuses].map(plainText),
    ...[...endings].map(endingText),
    ...[...products.values()].map(plainText),
    ...(sought === '' ? [] : [`"${plainText(sought)}"`]),
  ];
  return l10n.t('Filter: {0}', parts.join(', '));
}

/** What became of a record, as the Orders view says it. */
export function endingText(ending: RecordEnding): string {
  switch (ending) {
    case 'refused':
      return l10n.t('refused');
    case 'notSent':
      return l10n.t('not sent');
    case 'dismissed':
      return l10n.t('settled as not placed');
  }
}

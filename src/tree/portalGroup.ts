import { l10n } from 'vscode';
import { explain } from '../text/failureTexts';
import type { Journal } from '../orders/journal';
import type { JournalEntry } from '../orders/entry';
import { ordersPageSize } from '../orders/snapshot';
import { CancelledError, UnauthorizedError } from '../portal/errors';
import type { Instance } from '../portal/instances';
import type { PortalOrder } from '../portal/portalOrders';
import type { Session } from '../portal/session';
import { SignInNeededError } from '../portal/sessionTokens';
import type { TraceLog } from '../portal/traceLog';
import { timeText } from '../text/orderTexts';
import {
  type FilterableOrder,
  type OrderFilter,
  type ProductOf,
  filterableFromPortalOrder,
  applyFilter,
} from './orderFilter';
import type { PortalOrderList } from './portalOrderList';
import { LoadAllRow, LoadMoreRow, MessageRow, type Row } from './rows/row';
import { OrderGroupRow, PortalOrderRow } from './rows/portalOrderRow';

export interface PortalGroupDeps {
  readonly list: PortalOrderList;
  readonly journal: Journal;
  readonly session: Session;
  readonly log: TraceLog;
  /** The loaded instances, from which the product of a serial number is known. */
  readonly instances: () => readonly Pick<Instance, 'productNo' | 'productId'>[];
  /** Runs a task and shows progress in the view. */
  readonly withProgress: (task: () => Promise<void>) => Promise<void>;
  /** Called when a request that `open` started has succeeded or failed. */
  readonly answered: () => void;
}

/** The group of the Orders view that shows the loaded orders of the portal. */
export class PortalGroup {
  private stale = false;
  private failure: unknown;
  private loading: Promise<void> | undefined;

  constructor(private readonly deps: PortalGroupDeps) {}

  /** Returns the row of the group; undefined when signed out. */
  row(filter: OrderFilter | undefined): OrderGroupRow | undefined {
    const { session, list } = this.deps;
    if (session.state.kind === 'signedOut') {
      return undefined;
    }
    const description = filter
      ? l10n.t('{0} of {1} loaded', this.filtered(filter).shown.length, list.rows.length)
      : list.total === undefined
        ? ''
        : String(list.total);
    return new OrderGroupRow(
      'portal',
      l10n.t('Portal'),
      list.loadedAt === undefined ? '' : description,
      l10n.t('All orders that the portal lists for this account'),
    );
  }

  /** Starts loading the first page if it is missing or outdated. */
  open(): void {
    const { session, list, log } = this.deps;
    const isMissing = list.loadedAt === undefined && this.failure === undefined;
    if (session.state.kind !== 'signedIn' || this.loading || !(this.stale || isMissing)) {
      return;
    }
    const load = this.stale ? () => list.refresh() : () => list.loadFirst();
    this.stale = false;
    const loading: Promise<void> = this.deps.withProgress(load).then(
      () => this.finish(loading, undefined),
      (error: unknown) => {
        log.warn(`Orders: ${String(error)}`);
        this.finish(loading, error);
      },
    );
    this.loading = loading;
  }

  /** Resolves when no request is pending. */
  async whenLoaded(): Promise<void> {
    while (this.loading) {
      await this.loading;
    }
  }

  /** Returns the loaded orders that the filter shows, with rows for problems, notes and loading more. */
  rows(group: OrderGroupRow, filter: OrderFilter | undefined): Row[] {
    const { list } = this.deps;
    const { shown, productUntold } = this.filtered(filter);
    const records = this.recordsByNumber();
    const rows = [
      ...this.problemRows(group),
      ...(filter && shown.length === 0 && list.rows.length > 0
        ? [MessageRow.empty(group, l10n.t('No loaded order matches the filter.'))]
        : []),
      ...shown.map((order) => new PortalOrderRow(group, order, records.get(order.orderNo))),
      ...(productUntold > 0
        ? [
            MessageRow.note(
              group,
              l10n.t('Left out because the portal does not report their product: {0}', productUntold),
            ),
          ]
        : []),
      ...(list.hasMore && list.rows.length > 0 ? [this.moreRow(group, filter)] : []),
    ];
    if (rows.length > 0) {
      return rows;
    }
    const isKnown = list.loadedAt !== undefined;
    return [
      isKnown
        ? MessageRow.empty(group, l10n.t('The portal lists no orders for this account.'))
        : MessageRow.loading(group, l10n.t('Loading…')),
    ];
  }

  /** Returns each loaded order with what a filter needs to know about it. */
  filterables(): { readonly order: PortalOrder; readonly filterable: FilterableOrder }[] {
    const { journal, instances, list } = this.deps;
    const records = this.recordsByNumber();
    const productOf = productsBySerialNumber(journal.records, instances);
    return list.rows.map((order) => ({
      order,
      filterable: filterableFromPortalOrder(order, records.get(order.orderNo), productOf),
    }));
  }

  /** Marks the orders as outdated: the next `open` loads the first page again. */
  refresh(): void {
    this.stale = true;
  }

  /** Loads the next page. Never rejects: a failure becomes a row. */
  async loadMore(): Promise<void> {
    try {
      await this.deps.withProgress(() => this.deps.list.loadNext());
      this.failure = undefined;
    } catch (error) {
      // Not a failure: the user cancelled loading all pages, and this request was waiting for that.
      this.failure = error instanceof CancelledError ? undefined : error;
    }
  }

  /** Forgets everything, because it belongs to another account. */
  clear(): void {
    this.deps.list.clear();
    this.failure = undefined;
    this.loading = undefined;
    this.stale = false;
  }

  private finish(loading: Promise<void>, failure: unknown): void {
    // Ignore the end of a request that was made for an earlier account.
    if (this.loading !== loading) {
      return;
    }
    this.loading = undefined;
    this.failure = failure;
    this.deps.answered();
  }

  private filtered(filter: OrderFilter | undefined): {
    shown: readonly PortalOrder[];
    productUntold: number;
  } {
    if (!filter) {
      return { shown: this.deps.list.rows, productUntold: 0 };
    }
    const judged = this.filterables().map(({ order, filterable }) => ({
      order,
      verdict: applyFilter(filter, filterable),
    }));
    return {
      shown: judged.filter(({ verdict }) => verdict === 'shown').map(({ order }) => order),
      productUntold: judged.filter(({ verdict }) => verdict === 'productUntold').length,
    };
  }

  private moreRow(group: OrderGroupRow, filter: OrderFilter | undefined): Row {
    const { total, rows } = this.deps.list;
    const remaining = total === undefined ? undefined : total - rows.length;
    return filter
      ? new LoadAllRow(group, remaining)
      : new LoadMoreRow(group, 'pbx.loadMoreOrders', {
          count: Math.min(ordersPageSize, remaining ?? ordersPageSize),
          shown: rows.length,
          total,
        });
  }

  private recordsByNumber(): ReadonlyMap<string, JournalEntry> {
    return new Map(
      this.deps.journal.records.flatMap((record) =>
        record.current.state === 'placed' ? [[record.current.orderNo, record] as const] : [],
      ),
    );
  }

  private problemRows(group: OrderGroupRow): Row[] {
    const { session, list } = this.deps;
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
}

/** Returns a lookup of product ids by serial number. The map is built on first use, because it is rarely needed. */
function productsBySerialNumber(
  records: readonly JournalEntry[],
  instances: PortalGroupDeps['instances'],
): ProductOf {
  let products: Map<string, string> | undefined;
  return (productNo) => {
    products ??= new Map([
      ...records.flatMap(({ ordered }) => {
        return ordered.productNo === undefined ? [] : [[ordered.productNo, ordered.productId] as const];
      }),
      ...instances().map((instance) => [instance.productNo, String(instance.productId)] as const),
    ]);
    return products.get(productNo);
  };
}

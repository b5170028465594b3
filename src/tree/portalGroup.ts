import { l10n } from 'vscode';
import { explain } from '../text/failureTexts';
import type { Journal } from '../orders/journal';
import type { OrderRecord } from '../orders/record';
import { ordersPageSize } from '../orders/snapshot';
import { CancelledError, UnauthorizedError } from '../portal/errors';
import type { Instance } from '../portal/instances';
import type { PortalOrder } from '../portal/portalOrders';
import type { Session } from '../portal/session';
import { SignInNeededError } from '../portal/sessionTokens';
import type { TraceLog } from '../portal/traceLog';
import { timeText } from '../text/recordTexts';
import { type Filterable, type OrderFilter, type ProductOf, filterableOrder, judge } from './orderFilter';
import type { PortalOrderList } from './portalOrderList';
import { LoadAllRow, LoadMoreRow, MessageRow, type Row } from './rows/row';
import { OrderGroupRow, PortalOrderRow } from './rows/portalOrderRow';

export interface PortalGroupParts {
  readonly list: PortalOrderList;
  readonly journal: Journal;
  readonly session: Session;
  readonly log: TraceLog;
  /** The instances that are loaded: they tell the product of a serial number. */
  readonly instances: () => readonly Pick<Instance, 'productNo' | 'productId'>[];
  /** Shows that the portal is being asked. */
  readonly withProgress: (task: () => Promise<void>) => Promise<void>;
  /** Told when the portal has answered, or failed to. */
  readonly answered: () => void;
}

/** The portal's orders in the Orders view, as far as they are loaded. */
export class PortalGroup {
  private stale = false;
  private failure: unknown;
  private loading: Promise<void> | undefined;

  constructor(private readonly parts: PortalGroupParts) {}

  /** The row of the group; undefined when signed out. */
  row(filter: OrderFilter | undefined): OrderGroupRow | undefined {
    const { session, list } = this.parts;
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

  /** Asks the portal for what is to be shown first, where that is not there yet or outdated. */
  open(): void {
    const { session, list, log } = this.parts;
    const isMissing = list.loadedAt === undefined && this.failure === undefined;
    if (session.state.kind !== 'signedIn' || this.loading || !(this.stale || isMissing)) {
      return;
    }
    const load = this.stale ? () => list.refresh() : () => list.loadFirst();
    this.stale = false;
    const loading: Promise<void> = this.parts.withProgress(load).then(
      () => this.ended(loading, undefined),
      (error: unknown) => {
        log.warn(`Orders: ${String(error)}`);
        this.ended(loading, error);
      },
    );
    this.loading = loading;
  }

  /** Resolves when nothing is being asked for any more. */
  async whenLoaded(): Promise<void> {
    while (this.loading) {
      await this.loading;
    }
  }

  /** What is loaded, as far as the filter shows it, and what there is to say about it. */
  rows(group: OrderGroupRow, filter: OrderFilter | undefined): Row[] {
    const { list } = this.parts;
    const { shown, productUntold } = this.filtered(filter);
    const records = this.recordsByNumber();
    const rows = [
      ...this.problemRows(group),
      ...(filter && shown.length === 0 && list.rows.length > 0
        ? [MessageRow.empty(group, l10n.t('No loaded order fits the filter.'))]
        : []),
      ...shown.map((order) => new PortalOrderRow(group, order, records.get(order.orderNo))),
      ...(productUntold > 0
        ? [MessageRow.note(group, l10n.t('Left out, since their product is not told: {0}', productUntold))]
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
        : MessageRow.loading(group, l10n.t('The portal is being asked…')),
    ];
  }

  /** What is known of each loaded order, as far as filters ask for it. */
  filterables(): { readonly order: PortalOrder; readonly filterable: Filterable }[] {
    const { journal, instances, list } = this.parts;
    const records = this.recordsByNumber();
    const productOf = productsBySerialNumber(journal.records, instances);
    return list.rows.map((order) => ({
      order,
      filterable: filterableOrder(order, records.get(order.orderNo), productOf),
    }));
  }

  /** Has the first page loaded anew the next time. */
  refresh(): void {
    this.stale = true;
  }

  /** Loads the next page. Never rejects: a failure is a row. */
  async loadMore(): Promise<void> {
    try {
      await this.parts.withProgress(() => this.parts.list.loadNext());
      this.failure = undefined;
    } catch (error) {
      // Called off together with the loading of all pages that it waited for.
      this.failure = error instanceof CancelledError ? undefined : error;
    }
  }

  /** Forgets everything: the account is another one. */
  clear(): void {
    this.parts.list.clear();
    this.failure = undefined;
    this.loading = undefined;
    this.stale = false;
  }

  private ended(loading: Promise<void>, failure: unknown): void {
    // What an earlier account was asked for says nothing of this one.
    if (this.loading !== loading) {
      return;
    }
    this.loading = undefined;
    this.failure = failure;
    this.parts.answered();
  }

  private filtered(filter: OrderFilter | undefined): {
    shown: readonly PortalOrder[];
    productUntold: number;
  } {
    if (!filter) {
      return { shown: this.parts.list.rows, productUntold: 0 };
    }
    const judged = this.filterables().map(({ order, filterable }) => ({
      order,
      verdict: judge(filter, filterable),
    }));
    return {
      shown: judged.filter(({ verdict }) => verdict === 'shown').map(({ order }) => order),
      productUntold: judged.filter(({ verdict }) => verdict === 'productUntold').length,
    };
  }

  private moreRow(group: OrderGroupRow, filter: OrderFilter | undefined): Row {
    const { total, rows } = this.parts.list;
    const left = total === undefined ? undefined : total - rows.length;
    return filter
      ? new LoadAllRow(group, left)
      : new LoadMoreRow(group, 'pbx.loadMoreOrders', {
          count: Math.min(ordersPageSize, left ?? ordersPageSize),
          shown: rows.length,
          total,
        });
  }

  private recordsByNumber(): ReadonlyMap<string, OrderRecord> {
    return new Map(
      this.parts.journal.records.flatMap((record) =>
        record.current.state === 'placed' ? [[record.current.orderNo, record] as const] : [],
      ),
    );
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
}

/** Made when it is first asked for: most of the time nobody asks. */
function productsBySerialNumber(
  records: readonly OrderRecord[],
  instances: PortalGroupParts['instances'],
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

import { env, l10n } from 'vscode';
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
import { type OrderFacts, factsOfPortalOrder, factsOfReply } from '../orders/orderFacts';
import type { PortalText } from '../portal/values';
import { countText } from '../text/counts';
import { timeText } from '../text/dateTexts';
import {
  type FilterableOrder,
  type OrderFilter,
  type ProductOf,
  filterableFromPortalOrder,
  applyFilter,
} from './orderFilter';
import type { PortalOrderList } from './portalOrderList';
import { LoadAllRow, LoadMoreRow, MessageRow, type Row } from './rows/row';
import { PortalOrderRow } from './rows/portalOrderRow';

export interface PortalRowsDeps {
  readonly list: PortalOrderList;
  readonly journal: Journal;
  readonly session: Session;
  readonly log: TraceLog;
  /** Returns the loaded instance with this serial number. */
  readonly instance: (productNo: PortalText) => Pick<Instance, 'productId' | 'name'> | undefined;
  /** Runs a task and shows progress in the view. */
  readonly withProgress: (task: () => Promise<void>) => Promise<void>;
  /** Called when a request that `open` started has succeeded or failed. */
  readonly answered: () => void;
}

/** The rows of the Orders view for the loaded orders of the portal. */
export interface PortalRowsShown {
  /** Why orders are missing or old. */
  readonly problems: readonly Row[];
  readonly orders: readonly PortalOrderRow[];
  /** Why there are no orders, which ones the filter leaves out, and how to load more. */
  readonly last: readonly Row[];
}

/** Loads the portal's orders and makes their rows. */
export class PortalRows {
  /** `outdated`: the journal names an order that the list lacks. `refresh`: the user asked for the list again. */
  private stale: 'no' | 'outdated' | 'refresh' = 'no';
  private failure: unknown;
  private loading: Promise<void> | undefined;
  /** Read once for each row, because the view is drawn often. */
  private readonly rowFacts = new WeakMap<PortalOrder, OrderFacts>();

  constructor(private readonly deps: PortalRowsDeps) {}

  /** Starts loading the first page if it is missing or outdated. */
  open(): void {
    const { session, list, log } = this.deps;
    const isMissing = list.loadedAt === undefined && this.failure === undefined;
    if (session.state.kind !== 'signedIn' || this.loading || (this.stale === 'no' && !isMissing)) {
      return;
    }
    const { stale } = this;
    const load = () =>
      stale === 'no' ? list.loadFirst() : stale === 'refresh' ? list.refresh() : list.update();
    this.stale = 'no';
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
  rows(filter: OrderFilter | undefined): PortalRowsShown {
    const { list, session } = this.deps;
    if (session.state.kind === 'signedOut') {
      return { problems: [], orders: [], last: [] };
    }
    const { shown, undecided } = this.filtered(filter);
    const problems = this.problemRows();
    const orders = shown.map(({ order, entry, facts }) => new PortalOrderRow(order, entry, facts));
    const last = [
      ...(undecided > 0 && filter ? [MessageRow.note(undefined, undecidedText(filter, undecided))] : []),
      ...(list.hasMore && list.rows.length > 0 ? this.moreRows(filter) : []),
    ];
    if (list.rows.length > 0 || problems.length > 0) {
      return { problems, orders, last };
    }
    return {
      problems,
      orders,
      last: [
        list.loadedAt === undefined
          ? MessageRow.loading(undefined, l10n.t('Loading…'))
          : MessageRow.empty(undefined, l10n.t('The portal lists no orders for this account.')),
      ],
    };
  }

  /** Returns each loaded order with what rows and filters need to know about it. */
  known(): KnownPortalOrder[] {
    const { journal, instance, list } = this.deps;
    const entries = this.entriesByNumber();
    const productOf = productsBySerialNumber(journal.entries, instance);
    return list.rows.map((order) => {
      const entry = entries.get(order.orderNo);
      const productNo: PortalText | undefined = order.productNo ?? entry?.ordered.productNo;
      const name: PortalText | undefined = productNo === undefined ? undefined : instance(productNo)?.name;
      const facts = factsOfPortalOrder(entry, [list.detailOf(order.orderNo), this.factsOfRow(order)], name);
      return {
        order,
        entry,
        facts,
        filterable: () => filterableFromPortalOrder(order, entry, productOf, facts),
      };
    });
  }

  private factsOfRow(order: PortalOrder): OrderFacts {
    const facts = this.rowFacts.get(order) ?? factsOfReply(order.raw);
    this.rowFacts.set(order, facts);
    return facts;
  }

  /** Marks the orders as outdated: the next `open` loads the first page again. */
  refresh(): void {
    this.stale = 'refresh';
  }

  /** Marks the orders as outdated, and keeps the pages that are loaded. */
  update(): void {
    this.stale = this.stale === 'no' ? 'outdated' : this.stale;
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
    this.stale = 'no';
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
    readonly shown: readonly KnownPortalOrder[];
    readonly undecided: number;
  } {
    const known = this.known();
    if (!filter) {
      return { shown: known, undecided: 0 };
    }
    const judged = known.map((one) => ({ one, verdict: applyFilter(filter, one.filterable()) }));
    return {
      shown: judged.filter(({ verdict }) => verdict === 'shown').map(({ one }) => one),
      undecided: judged.filter(({ verdict }) => verdict === 'undecided').length,
    };
  }

  private moreRows(filter: OrderFilter | undefined): Row[] {
    const { total, rows } = this.deps.list;
    const remaining = total === undefined ? undefined : total - rows.length;
    if (filter) {
      return [new LoadAllRow(undefined, 'pbx.loadAllOrders', remaining, 'search')];
    }
    const count = Math.min(ordersPageSize, remaining ?? ordersPageSize);
    return [
      new LoadMoreRow(undefined, 'pbx.loadMoreOrders', { count, shown: rows.length, total }),
      ...(remaining === count ? [] : [new LoadAllRow(undefined, 'pbx.loadAllOrders', remaining, 'show')]),
    ];
  }

  private entriesByNumber(): ReadonlyMap<string, JournalEntry> {
    return new Map(
      this.deps.journal.entries.flatMap((entry) =>
        entry.current.state === 'placed' ? [[entry.current.orderNo, entry] as const] : [],
      ),
    );
  }

  private problemRows(): Row[] {
    const { session, list } = this.deps;
    const { failure } = this;
    if (
      session.state.kind === 'ended' ||
      failure instanceof SignInNeededError ||
      failure instanceof UnauthorizedError
    ) {
      return [MessageRow.signInNeeded(undefined, l10n.t('The session has ended.'))];
    }
    if (failure === undefined) {
      return [];
    }
    const sentence =
      list.loadedAt === undefined
        ? explain(failure)
        : l10n.t('{0} Shown as of {1}.', explain(failure), timeText(list.loadedAt));
    return [MessageRow.failure(undefined, sentence, 'pbx.refreshOrders')];
  }
}

/** An order of the portal, with what is known about it. */
export interface KnownPortalOrder {
  readonly order: PortalOrder;
  /** Its journal entry, if it was placed on this machine. */
  readonly entry: JournalEntry | undefined;
  readonly facts: OrderFacts;
  readonly filterable: () => FilterableOrder;
}

/** Says how many orders a filter leaves out because what it needs to know about them is unknown. */
function undecidedText({ products, kinds, periods }: OrderFilter, count: number): string {
  const needed = [
    products.size > 0 ? l10n.t('product') : '',
    kinds.size > 0 ? l10n.t('operation') : '',
    periods.size > 0 ? l10n.t('time') : '',
  ].filter((word) => word !== '');
  return l10n.t(
    'Left out because the portal does not report their {0}: {1}',
    new Intl.ListFormat(env.language, { type: 'disjunction' }).format(needed),
    countText(count),
  );
}

/** Returns a lookup of product ids by serial number. The map is built on first use, because it is rarely needed. */
function productsBySerialNumber(
  entries: readonly JournalEntry[],
  instance: PortalRowsDeps['instance'],
): ProductOf {
  let products: Map<string, string> | undefined;
  return (productNo) => {
    const listed = instance(productNo);
    if (listed) {
      return String(listed.productId);
    }
    products ??= new Map(
      entries.flatMap(({ ordered }) =>
        ordered.productNo === undefined ? [] : [[ordered.productNo, ordered.productId] as const],
      ),
    );
    return products.get(productNo);
  };
}

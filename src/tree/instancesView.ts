import { Owner } from '../portal/emitter';
import { type EventEmitter, type TreeView, l10n, window } from 'vscode';
import { dayFormat, shortDayFormats } from '../text/dateTexts';
import { explain, needsSignIn } from '../text/failureTexts';
import { staleDataText, ProductGroup } from './productGroup';
import type { Instance } from '../portal/instances';
import type { Lookups } from '../portal/lookups';
import type { Session } from '../portal/session';
import { isSameSession, isSandbox } from '../portal/sessionTokens';
import type { TraceLog } from '../portal/traceLog';
import { InstanceDetails } from './instanceDetails';
import { pageSize } from '../portal/pagedList';
import type { InstanceLists, ListedProduct } from './instanceLists';
import { InstanceRow, type InstanceRowSource, ProductRow } from './rows/instanceRow';
import { type LoadAllRow, type LoadMoreRow, MessageRow, type Row } from './rows/row';

export const instancesViewId = 'pbx.instances';

/**
 * The contents of the Instances view: products with their instances, or only the instances if there is a single
 * product; below each instance its plan and services. VS Code requests rows only while the view is visible.
 */
export class InstancesView extends Owner {
  private readonly groups = new Map<number, ProductGroup>();
  private readonly details: InstanceDetails;
  private readonly source: InstanceRowSource;
  private stale = false;

  constructor(
    private readonly deps: {
      readonly lists: InstanceLists;
      readonly lookups: Lookups;
      readonly session: Session;
      readonly log: TraceLog;
      /** The number of days before the end of a subscription in which its row warns; 0 for none. */
      readonly noticeDays: () => number;
    },
    private readonly view: TreeView<Row>,
    private readonly changed: EventEmitter<Row | undefined>,
  ) {
    super();
    this.details = new InstanceDetails(deps);
    this.source = {
      detailsOf: (rowId) => this.details.of(rowId),
      noticeDays: deps.noticeDays,
      dayFormats: { full: dayFormat(), ...shortDayFormats() },
    };
    this.own(this.details.onDidChange((row) => this.changed.fire(row)));
    this.own(deps.lists.onDidChange((product) => this.productChanged(product)));
  }

  /** Returns the rows below `row`, or the top-level rows. Never rejects: a failure becomes a row. */
  async getChildren(row?: Row): Promise<Row[]> {
    if (row === undefined) {
      return this.withProgress(() => this.topLevelRows());
    }
    if (row instanceof ProductRow) {
      return this.belowProduct(row);
    }
    return row instanceof InstanceRow ? this.withProgress(() => this.details.below(row)) : [];
  }

  /** Loads everything shown again. The old rows stay until the portal replies, or if a request fails. */
  refresh(): void {
    this.stale = true;
    this.deps.lookups.forget();
    this.changed.fire(undefined);
  }

  /** Draws the rows again without loading anything. */
  redraw(): void {
    this.changed.fire(undefined);
  }

  /** Loads the instances of one product again. */
  async refreshProduct(productId: number): Promise<void> {
    const group = this.shownGroups().find(({ product }) => product.productId === productId);
    if (group) {
      await this.withProgress(() => this.deps.lists.refreshProduct(group.product, group.shownCount));
    }
  }

  /**
   * Shows the next page of instances.
   *
   * @param row The Load More row that was clicked. If omitted, the product of the selected row is used, otherwise the
   * first product that has more.
   */
  async loadMore(row?: LoadMoreRow): Promise<void> {
    const group = this.groupOf(row);
    if (!group) {
      return;
    }
    const { product } = group;
    try {
      await this.withProgress(() => group.loadMore());
    } catch (error) {
      this.deps.log.warn(`Instances of product ${product.productId}: ${String(error)}`);
    }
    this.productChanged(product);
  }

  /**
   * Loads and shows all instances of a product.
   *
   * @param row The Load All row that was clicked. If omitted, the product is chosen as in `loadMore`.
   * @param onPage Called after each page with the number of loaded rows, and the total if the portal reports one.
   * @throws PageError, SignInNeededError, or the signal's abort reason; instances loaded before are shown
   */
  async loadAll(
    row: LoadAllRow | undefined,
    signal: AbortSignal,
    onPage: (loaded: number, total: number | undefined) => void,
  ): Promise<void> {
    const group = this.groupOf(row);
    try {
      await group?.loadAll(signal, onPage);
    } finally {
      if (group) {
        this.productChanged(group.product);
      }
    }
  }

  /** Selects and expands an instance, even if its row is not shown yet. */
  async reveal(instance: Instance): Promise<void> {
    const group = this.shownGroups().find(({ product }) => product.productId === instance.productId);
    if (!group) {
      return;
    }
    const newest = group.product.list.find(instance.productNo) ?? instance;
    if (group.show(newest)) {
      this.changed.fire(this.hasOneProduct ? undefined : group.row);
    }
    const row = group.rowOf(newest, this.hasOneProduct);
    await this.view.reveal(row, { select: true, focus: true, expand: true });
  }

  /**
   * Selects and expands an instance by its serial number. Loads the first rows of its product again if they do not
   * contain it.
   *
   * @returns Whether the portal lists it among the loaded rows.
   */
  async revealListed(productId: number, productNo: string): Promise<boolean> {
    const find = () =>
      this.deps.lists.products.find((product) => product.productId === productId)?.list.find(productNo);
    if (!find()) {
      await this.refreshProduct(productId);
    }
    const instance = find();
    await (instance && this.reveal(instance));
    return instance !== undefined;
  }

  /** Looks up an instance again after an order has changed its plan or services. */
  instanceChanged(productId: number, productNo: string): void {
    this.deps.lookups.forgetInstance(productId, productNo);
    const row = this.groups.get(productId)?.knownRow(productNo);
    if (row) {
      this.changed.fire(row);
    }
  }

  /** Drops everything that belongs to the old session, unless that session has only ended. */
  sessionChanged(): void {
    const { session, lists, lookups } = this.deps;
    if (session.state.kind !== 'ended') {
      this.stale = false;
      this.groups.clear();
      this.details.clear();
      lists.clear();
    }
    lookups.forget();
    this.changed.fire(undefined);
  }

  /** Returns the product of a row, otherwise that of the selected row, otherwise the first one that has more. */
  private groupOf(row: Row | undefined): ProductGroup | undefined {
    const groups = this.shownGroups();
    const productRow = productRowOf(row ?? this.view.selection[0]);
    return groups.find((candidate) => candidate.row === productRow) ?? groups.find(({ hasMore }) => hasMore);
  }

  private get hasOneProduct(): boolean {
    return this.deps.lists.products.length === 1;
  }

  private async topLevelRows(): Promise<Row[]> {
    const { session, lists } = this.deps;
    const { state } = session;
    if (state.kind === 'signedIn') {
      const { stale } = this;
      this.stale = false;
      await (stale ? lists.refresh((id) => this.groups.get(id)?.shownCount ?? pageSize) : lists.open());
      void this.withProgress(() => lists.whenLoaded());
    }
    if (!isSameSession(session.state, state)) {
      return this.topLevelRows();
    }
    this.updateHeader();
    if (state.kind === 'signedOut') {
      return [];
    }
    const groups = this.shownGroups();
    return [
      ...this.problemRows(),
      ...(this.hasOneProduct
        ? groups.flatMap((group) => group.children(true))
        : groups.map(({ row }) => row)),
    ];
  }

  private async belowProduct(row: ProductRow): Promise<Row[]> {
    const { session } = this.deps;
    const { list } = row.product;
    const { state } = session;
    if (state.kind === 'signedIn' && list.loadedAt === undefined && list.failure === undefined) {
      // The list keeps the failure, and the row of the product shows it.
      await this.withProgress(() => list.loadFirst().catch(() => undefined));
    }
    const group = this.groups.get(row.product.productId);
    return isSameSession(session.state, state) && group?.row === row ? group.children(false) : [];
  }

  /** Returns the rows that concern all products: sign-in needed, or list of products unknown. */
  private problemRows(): Row[] {
    const { session, lists } = this.deps;
    const failures = [lists.productsFailure, ...lists.products.map(({ list }) => list.failure)];
    if (session.state.kind === 'ended' || failures.some(needsSignIn)) {
      return [MessageRow.signInNeeded(undefined, l10n.t('The session has ended.'))];
    }
    const { products, productsFailure } = lists;
    const showsProductsFailure =
      productsFailure !== undefined &&
      lists.productsAt === undefined &&
      !(this.hasOneProduct && products.every(({ list }) => list.loadedAt === undefined));
    return showsProductsFailure
      ? [
          MessageRow.failure(
            undefined,
            l10n.t(
              'The list of products could not be loaded, so some may be missing here. {0}',
              explain(productsFailure),
            ),
            'pbx.refresh',
          ),
        ]
      : [];
  }

  private shownGroups(): ProductGroup[] {
    return this.deps.lists.products.map((product) => {
      const known = this.groups.get(product.productId);
      if (known?.product === product) {
        return known;
      }
      const group = new ProductGroup(product, this.source);
      this.groups.set(product.productId, group);
      return group;
    });
  }

  private productChanged(product: ListedProduct): void {
    const group = this.groups.get(product.productId);
    this.updateHeader();
    if (group?.product === product) {
      this.changed.fire(this.hasOneProduct ? undefined : group.row);
    }
  }

  /** Shows in the view's description and message what applies to all rows: the sandbox, and how old they are. */
  private updateHeader(): void {
    const { session, lists } = this.deps;
    const inSandbox = isSandbox(session.state);
    const lines = [
      inSandbox ? l10n.t('Sandbox: nothing is bought.') : undefined,
      staleDataText(lists),
    ].filter((line) => line !== undefined);
    this.view.description = inSandbox ? l10n.t('Sandbox') : '';
    this.view.message = lines.join(' ');
  }

  private async withProgress<T>(task: () => Promise<T>): Promise<T> {
    return window.withProgress({ location: { viewId: instancesViewId } }, task);
  }
}

function productRowOf(row: Row | undefined): ProductRow | undefined {
  let productRow = row;
  while (productRow && !(productRow instanceof ProductRow)) {
    productRow = productRow.parent;
  }
  return productRow;
}

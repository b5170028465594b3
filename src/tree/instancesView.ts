import { type EventEmitter, type TreeView, l10n, window } from 'vscode';
import { explain, needsSignIn } from '../text/failureTexts';
import { ageText, ProductGroup } from './productGroup';
import type { Disposable } from '../portal/emitter';
import type { Instance } from '../portal/instances';
import type { Lookups } from '../portal/lookups';
import type { Session } from '../portal/session';
import { isSandbox } from '../portal/sessionTokens';
import type { TraceLog } from '../portal/traceLog';
import { InstanceDetails } from './instanceDetails';
import { pageSize } from '../portal/pagedList';
import type { InstanceLists, ListedProduct } from './instanceLists';
import { InstanceRow, ProductRow } from './rows/instanceRow';
import { type LoadMoreRow, MessageRow, type Row } from './rows/row';

export const instancesViewId = 'pbx.instances';

/**
 * What the Instances view shows: products, or the instances alone where there is one product; below an instance
 * its plan and services. VS Code asks for rows only while the view is visible.
 */
export class InstancesView {
  private readonly groups = new Map<number, ProductGroup>();
  private readonly details: InstanceDetails;
  private readonly listening: Disposable;
  private stale = false;

  constructor(
    private readonly parts: {
      readonly lists: InstanceLists;
      readonly lookups: Lookups;
      readonly session: Session;
      readonly log: TraceLog;
    },
    private readonly view: TreeView<Row>,
    private readonly changed: EventEmitter<Row | undefined>,
  ) {
    this.details = new InstanceDetails(parts);
    this.listening = parts.lists.onDidChange((product) => this.productChanged(product));
  }

  /** The rows below `row`, or the outermost ones. Never rejects: a failure is a row. */
  async getChildren(row?: Row): Promise<Row[]> {
    if (row === undefined) {
      return this.withProgress(() => this.outermost());
    }
    if (row instanceof ProductRow) {
      return this.belowProduct(row);
    }
    return row instanceof InstanceRow ? this.withProgress(() => this.details.below(row)) : [];
  }

  /** Asks the portal for everything shown again; until it answers, and if it does not, the old rows stay. */
  refresh(): void {
    this.stale = true;
    this.parts.lookups.forget();
    this.changed.fire(undefined);
  }

  /** Asks the portal for the instances of one product again. */
  async refreshProduct(productId: number): Promise<void> {
    const group = this.shownGroups().find(({ product }) => product.productId === productId);
    if (group) {
      await this.withProgress(() => this.parts.lists.refreshProduct(group.product, group.shownCount));
    }
  }

  /**
   * Shows the next page of instances.
   *
   * @param row Below which product: the row Load More that was clicked. Without it, the product that the
   * selected row belongs to, else the first one that has more.
   */
  async loadMore(row?: LoadMoreRow): Promise<void> {
    const groups = this.shownGroups();
    const within = productRowOf(row ?? this.view.selection[0]);
    const group =
      groups.find((candidate) => candidate.row === within) ?? groups.find(({ hasMore }) => hasMore);
    if (!group) {
      return;
    }
    const { product } = group;
    try {
      await this.withProgress(() => group.loadMore());
    } catch (error) {
      this.parts.log.warn(`Instances of product ${product.productId}: ${String(error)}`);
    }
    this.productChanged(product);
  }

  /** Selects an instance, wherever in the lists it stands, and opens it. */
  async reveal(instance: Instance): Promise<void> {
    const group = this.shownGroups().find(({ product }) => product.productId === instance.productId);
    if (!group) {
      return;
    }
    const newest = group.product.list.find(instance.productNo) ?? instance;
    if (group.show(newest)) {
      this.changed.fire(this.isAlone ? undefined : group.row);
    }
    const row = group.rowOf(newest, this.isAlone);
    await this.view.reveal(row, { select: true, focus: true, expand: true });
  }

  /** An order has changed what this instance runs on. */
  instanceChanged(productId: number, productNo: string): void {
    this.parts.lookups.forgetInstance(productId, productNo);
    const row = this.groups.get(productId)?.knownRow(productNo);
    if (row) {
      this.changed.fire(row);
    }
  }

  /** The session is another one: nothing of the old one may be seen any more. */
  sessionChanged(): void {
    const { session, lists, lookups } = this.parts;
    if (session.state.kind !== 'ended') {
      this.stale = false;
      this.groups.clear();
      this.details.clear();
      lists.clear();
    }
    lookups.forget();
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.listening.dispose();
  }

  private get isAlone(): boolean {
    return this.parts.lists.products.length === 1;
  }

  private async outermost(): Promise<Row[]> {
    const { session, lists } = this.parts;
    const { state } = session;
    if (state.kind === 'signedIn') {
      const { stale } = this;
      this.stale = false;
      await (stale ? lists.refresh((id) => this.groups.get(id)?.shownCount ?? pageSize) : lists.open());
      void this.withProgress(() => lists.whenLoaded());
    }
    if (session.state !== state) {
      return this.outermost();
    }
    this.announce();
    if (state.kind === 'signedOut') {
      return [];
    }
    const groups = this.shownGroups();
    return [
      ...this.problemRows(),
      ...(this.isAlone ? groups.flatMap((group) => group.children(true)) : groups.map(({ row }) => row)),
    ];
  }

  private async belowProduct(row: ProductRow): Promise<Row[]> {
    const { session } = this.parts;
    const { list } = row.product;
    const { state } = session;
    if (state.kind === 'signedIn' && list.loadedAt === undefined && list.failure === undefined) {
      // The list keeps why it failed, and its row says so.
      await this.withProgress(() => list.loadFirst().catch(() => undefined));
    }
    const group = this.groups.get(row.product.productId);
    return session.state === state && group?.row === row ? group.children(false) : [];
  }

  /** What all products have in common: that one has to sign in, or that it is not known which there are. */
  private problemRows(): Row[] {
    const { session, lists } = this.parts;
    const failures = [lists.productsFailure, ...lists.products.map(({ list }) => list.failure)];
    if (session.state.kind === 'ended' || failures.some(needsSignIn)) {
      return [MessageRow.signInNeeded(undefined, l10n.t('The session has ended.'))];
    }
    const { products, productsFailure } = lists;
    const hasRowOfItsOwn =
      productsFailure !== undefined &&
      lists.productsAt === undefined &&
      !(this.isAlone && products.every(({ list }) => list.loadedAt === undefined));
    return hasRowOfItsOwn
      ? [
          MessageRow.failure(
            undefined,
            l10n.t(
              'The portal did not tell which products there are, so some may be missing here. {0}',
              explain(productsFailure),
            ),
            'pbx.refresh',
          ),
        ]
      : [];
  }

  private shownGroups(): ProductGroup[] {
    return this.parts.lists.products.map((product) => {
      const known = this.groups.get(product.productId);
      if (known?.product === product) {
        return known;
      }
      const group = new ProductGroup(product);
      this.groups.set(product.productId, group);
      return group;
    });
  }

  private productChanged(product: ListedProduct): void {
    const group = this.groups.get(product.productId);
    this.announce();
    if (group?.product === product) {
      this.changed.fire(this.isAlone ? undefined : group.row);
    }
  }

  /** Says in the view's own lines what all rows have in common: the sandbox, and how old they are. */
  private announce(): void {
    const { session, lists } = this.parts;
    const inSandbox = isSandbox(session.state);
    const lines = [inSandbox ? l10n.t('Sandbox: nothing is bought.') : undefined, ageText(lists)].filter(
      (line) => line !== undefined,
    );
    this.view.description = inSandbox ? l10n.t('Sandbox') : '';
    this.view.message = lines.join(' ');
  }

  private async withProgress<T>(task: () => Promise<T>): Promise<T> {
    return window.withProgress({ location: { viewId: instancesViewId } }, task);
  }
}

function productRowOf(row: Row | undefined): ProductRow | undefined {
  let within = row;
  while (within && !(within instanceof ProductRow)) {
    within = within.parent;
  }
  return within;
}

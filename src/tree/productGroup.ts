import { l10n } from 'vscode';
import { explain, needsSignIn, timeText } from '../text/failureTexts';
import type { Instance } from '../portal/instances';
import { pageSize } from '../portal/pagedList';
import type { ListedProduct } from './instanceLists';
import { InstanceRow, ProductRow } from './rows/instanceRow';
import { productOperations } from './describedOperations';
import { LoadMoreRow, MessageRow, type Row } from './rows/row';

/** What the Instances view shows of one product: its row, and which of its instances below that. */
export class ProductGroup {
  readonly row: ProductRow;
  private shown = pageSize;
  /** Rows behind the shown ones that the user has looked up. */
  private found: Instance[] = [];
  private readonly rows = new Map<string, InstanceRow>();

  constructor(readonly product: ListedProduct) {
    this.row = new ProductRow(product);
  }

  /** How many of the list's rows are shown, as far as there are as many. */
  get shownCount(): number {
    return this.shown;
  }

  get hasMore(): boolean {
    const { list } = this.product;
    return list.rows.length > this.shown || list.hasMore;
  }

  /**
   * The rows of the instances, or why there are none.
   *
   * @param isAlone Whether there is one product alone: then they stand outermost, without a row for the product.
   */
  children(isAlone: boolean): Row[] {
    const { list } = this.product;
    const parent = isAlone ? undefined : this.row;
    if (list.loadedAt !== undefined && list.rows.length === 0) {
      return [...this.failureRows(parent), MessageRow.empty(parent, this.emptyText(isAlone))];
    }
    const shown = list.rows.slice(0, this.shown);
    const numbers = new Set(shown.map(({ productNo }) => productNo));
    this.found = this.found.filter(({ productNo }) => !numbers.has(productNo));
    const rows: Row[] = [...shown, ...this.found].map((instance) => this.rowOf(instance, isAlone));
    if (shown.length > 0 && this.hasMore) {
      const left = list.total === undefined ? pageSize : Math.min(pageSize, list.total - shown.length);
      rows.push(
        new LoadMoreRow(parent, 'pbx.loadMore', { count: left, shown: shown.length, total: list.total }),
      );
    }
    return [...this.failureRows(parent), ...rows];
  }

  /** Shows as many rows more as the portal sends at a time; a failure stays in the list. */
  async loadMore(): Promise<void> {
    const { list } = this.product;
    if (list.rows.length < this.shown + 1 && list.hasMore) {
      await list.loadNext();
    }
    if (list.rows.length > this.shown) {
      this.shown += pageSize;
    }
  }

  /** Has an instance shown even where it stands behind the shown rows. @returns Whether that is new. */
  show(instance: Instance): boolean {
    const isShown = [...this.product.list.rows.slice(0, this.shown), ...this.found].some(
      ({ productNo }) => productNo === instance.productNo,
    );
    if (!isShown) {
      this.found.push(instance);
    }
    return !isShown;
  }

  /** The row of an instance: the same one as long as instance and place are. */
  rowOf(instance: Instance, isAlone: boolean): InstanceRow {
    const parent = isAlone ? undefined : this.row;
    const row = this.rows.get(instance.productNo);
    if (row?.instance === instance && row.parent === parent) {
      return row;
    }
    const made = new InstanceRow(instance, parent);
    this.rows.set(instance.productNo, made);
    return made;
  }

  /** The row of an instance, if it was ever shown. */
  knownRow(productNo: string): InstanceRow | undefined {
    return this.rows.get(productNo);
  }

  /** Outermost, the view's own message says how old rows are; and signing in has a row for all products. */
  private failureRows(parent: ProductRow | undefined): Row[] {
    const { productId, list } = this.product;
    const { failure, loadedAt } = list;
    if (failure === undefined || needsSignIn(failure)) {
      return [];
    }
    if (!parent) {
      return loadedAt === undefined ? [MessageRow.failure(undefined, explain(failure), 'pbx.refresh')] : [];
    }
    const sentence =
      loadedAt === undefined
        ? explain(failure)
        : l10n.t('{0} Shown as of {1}.', explain(failure), timeText(loadedAt));
    return [MessageRow.failure(parent, sentence, 'pbx.refresh', { productId })];
  }

  private emptyText(isAlone: boolean): string {
    if (isAlone) {
      return l10n.t('The portal lists no instances for this account.');
    }
    const operations = productOperations(this.product.productId);
    const canPurchase = operations.includes('purchase');
    const canTry = operations.includes('startTrial');
    if (canPurchase && canTry) {
      return l10n.t(
        'The portal lists no instances of this product. Purchase one or start a trial from the menu of the row above.',
      );
    }
    if (canPurchase) {
      return l10n.t(
        'The portal lists no instances of this product. Purchase one from the menu of the row above.',
      );
    }
    return canTry
      ? l10n.t('The portal lists no instances of this product. Start a trial from the menu of the row above.')
      : l10n.t('The portal lists no instances of this product.');
  }
}

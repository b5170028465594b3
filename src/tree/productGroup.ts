import { l10n, env } from 'vscode';
import { explain, needsSignIn } from '../text/failureTexts';
import { timeOfDayText } from '../text/dateTexts';
import type { Instance } from '../portal/instances';
import { pageSize } from '../portal/pagedList';
import type { ListedProduct, InstanceLists } from './instanceLists';
import { InstanceRow, type InstanceRowSource, ProductRow } from './rows/instanceRow';
import { productOperations } from './describedOperations';
import { LoadAllRow, LoadMoreRow, MessageRow, type Row } from './rows/row';
import { plainText, sentenceText } from '../text/plainText';
import { RefusedError } from '../portal/errors';
import { productName } from '../text/orderTexts';

/** One product in the Instances view: its row, and the instances shown below it. */
export class ProductGroup {
  readonly row: ProductRow;
  private shown = pageSize;
  /** Instances that the user has searched for and that are further down in the list than the shown ones. */
  private found: Instance[] = [];
  private readonly rows = new Map<string, InstanceRow>();

  constructor(
    readonly product: ListedProduct,
    private readonly source: InstanceRowSource,
  ) {
    this.row = new ProductRow(product);
  }

  /** The maximum number of rows of the list that are shown. */
  get shownCount(): number {
    return this.shown;
  }

  get hasMore(): boolean {
    const { list } = this.product;
    return list.rows.length > this.shown || list.hasMore;
  }

  /**
   * Returns the rows of the instances, or a row that says why there are none.
   *
   * @param isOnlyProduct Whether there is a single product. Its instances are then top-level rows, and the product has
   * no row.
   */
  children(isOnlyProduct: boolean): Row[] {
    const { list } = this.product;
    const parent = isOnlyProduct ? undefined : this.row;
    if (list.loadedAt !== undefined && list.rows.length === 0) {
      return [...this.failureRows(parent), MessageRow.empty(parent, this.emptyText(isOnlyProduct))];
    }
    const shown = list.rows.slice(0, this.shown);
    const numbers = new Set(shown.map(({ productNo }) => productNo));
    this.found = this.found.filter(({ productNo }) => !numbers.has(productNo));
    const rows: Row[] = [...shown, ...this.found].map((instance) => this.rowOf(instance, isOnlyProduct));
    if (shown.length > 0 && this.hasMore) {
      const left = list.total === undefined ? undefined : list.total - shown.length;
      const count = Math.min(pageSize, left ?? pageSize);
      rows.push(new LoadMoreRow(parent, 'pbx.loadMore', { count, shown: shown.length, total: list.total }));
      if (left !== count) {
        rows.push(new LoadAllRow(parent, 'pbx.loadAllInstances', left, 'show'));
      }
    }
    return [...this.failureRows(parent), ...rows];
  }

  /** Shows one more page of rows. @throws PortalError, which the list keeps */
  async loadMore(): Promise<void> {
    const { list } = this.product;
    if (list.rows.length < this.shown + 1 && list.hasMore) {
      await list.loadNext();
    }
    if (list.rows.length > this.shown) {
      this.shown += pageSize;
    }
  }

  /**
   * Loads and shows all rows.
   *
   * @param signal Stops loading; rows that were loaded before are shown.
   * @param onPage Called after each page with the number of loaded rows, and the total if the portal reports one.
   * @throws PageError, SignInNeededError, or the signal's abort reason
   */
  async loadAll(
    signal: AbortSignal,
    onPage: (loaded: number, total: number | undefined) => void,
  ): Promise<void> {
    const { list } = this.product;
    let loaded = list.rows.length;
    const listening = list.onDidLoad((rows) => {
      loaded += rows.length;
      onPage(loaded, list.total);
    });
    try {
      await list.loadAll(signal);
      signal.throwIfAborted();
    } finally {
      listening.dispose();
      this.shown = Math.max(this.shown, Math.ceil(list.rows.length / pageSize) * pageSize);
    }
  }

  /** Makes sure that an instance is shown, wherever it is in the list. @returns Whether it was not shown before. */
  show(instance: Instance): boolean {
    const isShown = [...this.product.list.rows.slice(0, this.shown), ...this.found].some(
      ({ productNo }) => productNo === instance.productNo,
    );
    if (!isShown) {
      this.found.push(instance);
    }
    return !isShown;
  }

  /** Returns the row of an instance: the same object until the instance or its parent row changes. */
  rowOf(instance: Instance, isOnlyProduct: boolean): InstanceRow {
    const parent = isOnlyProduct ? undefined : this.row;
    const row = this.rows.get(instance.productNo);
    if (row?.instance === instance && row.parent === parent) {
      return row;
    }
    const newRow = new InstanceRow(instance, parent, this.source);
    this.rows.set(instance.productNo, newRow);
    return newRow;
  }

  /** Returns the row of an instance if one was created before. */
  knownRow(productNo: string): InstanceRow | undefined {
    return this.rows.get(productNo);
  }

  /**
   * Returns the row for a failure to load. It is left out if the view shows the failure elsewhere: a needed sign-in in
   * a row for all products, and the age of top-level rows in the view's message.
   */
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
        : l10n.t('{0} Shown as of {1}.', explain(failure), timeOfDayText(loadedAt));
    return [MessageRow.failure(parent, sentence, 'pbx.refresh', { productId })];
  }

  private emptyText(isOnlyProduct: boolean): string {
    if (isOnlyProduct) {
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

/** Data from an earlier load that is still shown because loading it again failed. */
interface StaleData {
  readonly name: string;
  readonly error: unknown;
  readonly at: Date;
}

/** Returns a sentence per failure: the error, which data is old, and from when. Undefined if all data is up to date. */
export function staleDataText(lists: InstanceLists): string | undefined {
  const { products, productsAt, productsFailure } = lists;
  const stale = products.flatMap((product): StaleData[] => {
    const { failure, loadedAt } = product.list;
    return failure === undefined || loadedAt === undefined
      ? []
      : [{ name: plainText(productName(product)), error: failure, at: loadedAt }];
  });
  const areAllListsStale = stale.length === products.length;
  if (productsFailure !== undefined && productsAt !== undefined) {
    stale.push({ name: l10n.t('list of products'), error: productsFailure, at: productsAt });
  }
  const sentences = [...groupAlike(stale).values()].map((group) => {
    const [{ error, at }] = group;
    const coversAllLists = areAllListsStale && group.length === stale.length;
    return coversAllLists
      ? l10n.t('{0} Shown as of {1}.', explain(error), timeOfDayText(at))
      : l10n.t('{0} Shown as of {1}: {2}.', explain(error), timeOfDayText(at), listText(group));
  });
  return sentences.length === 0 ? undefined : sentenceText(sentences.join(' '));
}

/** Groups the data that has the same reason of failure and the same time. */
function groupAlike(stale: readonly StaleData[]): Map<string, [StaleData, ...StaleData[]]> {
  const groups = new Map<string, [StaleData, ...StaleData[]]>();
  for (const data of stale) {
    const key = `${reasonOf(data.error)}\n${timeOfDayText(data.at)}`;
    const group = groups.get(key);
    if (group) {
      group.push(data);
    } else {
      groups.set(key, [data]);
    }
  }
  return groups;
}

/** Returns a key for the reason of a failure. It leaves out the request id, which differs between equal refusals. */
function reasonOf(error: unknown): string {
  if (!(error instanceof RefusedError)) {
    return explain(error);
  }
  const { status, code, detailMessage } = error.refusal;
  return [status, code, detailMessage].join('\n');
}

function listText(stale: readonly StaleData[]): string {
  return new Intl.ListFormat(env.language, { type: 'conjunction' }).format(stale.map(({ name }) => name));
}

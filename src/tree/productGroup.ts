import { l10n, env } from 'vscode';
import { explain, needsSignIn, timeText } from '../text/failureTexts';
import type { Instance } from '../portal/instances';
import { pageSize } from '../portal/pagedList';
import type { ListedProduct, InstanceLists } from './instanceLists';
import { InstanceRow, ProductRow } from './rows/instanceRow';
import { productOperations } from './describedOperations';
import { LoadMoreRow, MessageRow, type Row } from './rows/row';
import { plainText, sentenceText } from '../text/plainText';
import { RefusedError } from '../portal/errors';
import { productName } from '../text/recordTexts';

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

/** Something that is shown although it could not be loaded again. */
interface Aged {
  readonly name: string;
  readonly error: unknown;
  readonly at: Date;
}

/** Says for each failure what is shown from before, and from when; undefined when everything is up to date. */
export function ageText(lists: InstanceLists): string | undefined {
  const { products, productsAt, productsFailure } = lists;
  const aged = products.flatMap((product): Aged[] => {
    const { failure, loadedAt } = product.list;
    return failure === undefined || loadedAt === undefined
      ? []
      : [{ name: plainText(productName(product)), error: failure, at: loadedAt }];
  });
  const isAll = aged.length === products.length;
  if (productsFailure !== undefined && productsAt !== undefined) {
    aged.push({ name: l10n.t('list of products'), error: productsFailure, at: productsAt });
  }
  const sentences = [...alike(aged).values()].map((group) => {
    const [{ error, at }] = group;
    const isEverything = isAll && group.length === aged.length;
    return isEverything
      ? l10n.t('{0} Shown as of {1}.', explain(error), timeText(at))
      : l10n.t('{0} Shown as of {1}: {2}.', explain(error), timeText(at), listText(group));
  });
  return sentences.length === 0 ? undefined : sentenceText(sentences.join(' '));
}

/** Puts together what failed for the same reason and is of the same time. */
function alike(aged: readonly Aged[]): Map<string, [Aged, ...Aged[]]> {
  const groups = new Map<string, [Aged, ...Aged[]]>();
  for (const one of aged) {
    const key = `${reasonOf(one.error)}\n${timeText(one.at)}`;
    const group = groups.get(key);
    if (group) {
      group.push(one);
    } else {
      groups.set(key, [one]);
    }
  }
  return groups;
}

/** The same for two requests that the portal refused in the same words; their request ids differ. */
function reasonOf(error: unknown): string {
  if (!(error instanceof RefusedError)) {
    return explain(error);
  }
  const { status, code, detailMessage } = error.refusal;
  return [status, code, detailMessage].join('\n');
}

function listText(aged: readonly Aged[]): string {
  return new Intl.ListFormat(env.language, { type: 'conjunction' }).format(aged.map(({ name }) => name));
}

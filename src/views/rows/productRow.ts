import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { explain } from '../../explain';
import { plainText, sentenceText, spokenText } from '../../plainText';
import { productIds } from '../../rules/products';
import type { InstanceList } from '../instanceList';
import type { ListedProduct } from '../instanceLists';
import { productName } from '../productName';
import { contextValue, productOperations } from './describedOperations';
import type { Row } from './row';

/** A product, with its instances below it. */
export class ProductRow implements Row {
  readonly id: string;
  readonly hasRowsBelow = true;
  readonly parent = undefined;

  constructor(readonly product: ListedProduct) {
    this.id = `product ${product.productId}`;
  }

  treeItem(): TreeItem {
    const { productId, list } = this.product;
    const name = plainText(productName(this.product));
    const count = instanceCount(list);
    const state = stateText(list);
    const isComplete = list.failure === undefined;

    const item = new TreeItem(
      name,
      productId === productIds.cloudPbx
        ? TreeItemCollapsibleState.Expanded
        : TreeItemCollapsibleState.Collapsed,
    );
    item.id = this.id;
    item.description = [count === undefined ? '' : String(count), state]
      .filter((part) => part !== '')
      .join(' · ');
    item.tooltip = [
      name,
      l10n.t('Product {0}', productId),
      count === undefined ? '' : countText(count),
      isComplete ? '' : sentenceText(explain(list.failure)),
    ]
      .filter((line) => line !== '')
      .join('\n');
    item.iconPath = new ThemeIcon(isComplete ? 'server' : 'warning');
    item.contextValue = contextValue('product', productOperations(productId));
    item.accessibilityInformation = {
      label: spokenText(
        [name, count === undefined ? '' : countText(count), state].filter((part) => part !== '').join(', '),
      ),
    };
    return item;
  }
}

/** How many instances there are; undefined while that is not known. */
function instanceCount({ total, rows, loadedAt, hasMore }: InstanceList): number | undefined {
  return total ?? (loadedAt === undefined || hasMore ? undefined : rows.length);
}

function countText(count: number): string {
  return count === 1 ? l10n.t('1 instance') : l10n.t('{0} instances', count);
}

function stateText({ failure, loadedAt }: InstanceList): string {
  if (failure === undefined) {
    return '';
  }
  return loadedAt === undefined ? l10n.t('not loaded') : l10n.t('not up to date');
}

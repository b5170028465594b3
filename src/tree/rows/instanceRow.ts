import { rowContextValue, instanceOperations, productOperations } from '../describedOperations';
import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Instance } from '../../portal/instances';
import { codeText, plainText, sentenceText, spokenText } from '../../text/plainText';
import type { Row } from './row';
import type { PortalText } from '../../portal/values';
import { explain } from '../../text/failureTexts';
import { productIds } from '../../rules/operationRule';
import type { ListedProduct } from '../instanceLists';
import { countText } from '../../text/counts';
import { productName } from '../../text/orderTexts';

/** A PBX instance. */
export class InstanceRow implements Row {
  readonly id: string;
  readonly hasRowsBelow = true;

  /** @param parent Undefined if there is a single product, which then has no row. */
  constructor(
    readonly instance: Instance,
    readonly parent: ProductRow | undefined,
  ) {
    this.id = `instance ${instance.productId} ${instance.productNo}`;
  }

  treeItem(): TreeItem {
    const { planName } = this.instance;
    const name = plainText(this.instance.name);
    const productNo = codeText(this.instance.productNo);
    const status = statusText(this.instance.activationStatus);
    const isActive = this.instance.activationStatus === 'activated';
    const facts = [
      name === '' ? undefined : productNo,
      planName === undefined ? undefined : plainText(planName),
      isActive ? undefined : status,
    ].filter((fact) => fact !== undefined);

    const item = new TreeItem(name || productNo, TreeItemCollapsibleState.Collapsed);
    item.id = this.id;
    item.description = facts.join(' · ');
    item.tooltip = [name, productNo, planName === undefined ? '' : plainText(planName), status]
      .filter((line) => line !== '')
      .join('\n');
    item.iconPath = new ThemeIcon(isActive ? 'circle-filled' : 'circle-outline');
    item.contextValue = rowContextValue('instance', instanceOperations(this.instance.productId));
    item.accessibilityInformation = {
      label: spokenText(
        [name, l10n.t('serial number {0}', productNo), plainText(planName ?? ''), status]
          .filter((part) => part !== '')
          .join(', '),
      ),
    };
    return item;
  }
}

function statusText(activationStatus: PortalText): string {
  switch (activationStatus) {
    case 'activated':
      return l10n.t('activated');
    case 'unactivated':
      return l10n.t('not activated');
    case 'unknown':
      return l10n.t('activation unknown');
    default:
      return plainText(activationStatus);
  }
}

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
    item.description = [count === undefined ? '' : countText(count), state]
      .filter((part) => part !== '')
      .join(' · ');
    item.tooltip = [
      name,
      l10n.t('Product {0}', productId),
      count === undefined ? '' : instancesText(count),
      isComplete ? '' : sentenceText(explain(list.failure)),
    ]
      .filter((line) => line !== '')
      .join('\n');
    item.iconPath = new ThemeIcon(isComplete ? 'server' : 'warning');
    item.contextValue = rowContextValue('product', productOperations(productId));
    item.accessibilityInformation = {
      label: spokenText(
        [name, count === undefined ? '' : instancesText(count), state]
          .filter((part) => part !== '')
          .join(', '),
      ),
    };
    return item;
  }
}

/** Returns the number of instances; undefined if it is unknown. */
function instanceCount({ total, rows, loadedAt, hasMore }: ListedProduct['list']): number | undefined {
  return total ?? (loadedAt === undefined || hasMore ? undefined : rows.length);
}

function instancesText(count: number): string {
  return count === 1 ? l10n.t('1 instance') : l10n.t('{0} instances', countText(count));
}

function stateText({ failure, loadedAt }: ListedProduct['list']): string {
  if (failure === undefined) {
    return '';
  }
  return loadedAt === undefined ? l10n.t('not loaded') : l10n.t('not up to date');
}

import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Instance } from '../../portal/instances';
import { plainText, spokenText } from '../../plainText';
import { contextValue, instanceOperations } from './describedOperations';
import type { ProductRow } from './productRow';
import type { Row } from './row';
import type { PortalText } from '../../portal/values';

/** A PBX. */
export class InstanceRow implements Row {
  readonly id: string;
  readonly hasRowsBelow = true;

  /** @param parent Undefined where there is one product alone, and no row for it. */
  constructor(
    readonly instance: Instance,
    readonly parent: ProductRow | undefined,
  ) {
    this.id = `instance ${instance.productId} ${instance.productNo}`;
  }

  treeItem(): TreeItem {
    const { planName } = this.instance;
    const name = plainText(this.instance.name);
    const productNo = plainText(this.instance.productNo);
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
    item.contextValue = contextValue('instance', instanceOperations(this.instance.productId));
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

import { l10n, ThemeIcon, TreeItem } from 'vscode';
import type { Row } from './row';

/** Loads the orders that a filter has not seen yet: one click, or Enter. */
export class LoadAllRow implements Row {
  readonly id: string;

  /** @param left Orders that are not loaded; undefined when the portal does not tell how many there are. */
  constructor(
    readonly parent: Row,
    private readonly left: number | undefined,
  ) {
    this.id = `${parent.id} load all`;
  }

  treeItem(): TreeItem {
    const { left } = this;
    const label =
      left === undefined
        ? l10n.t('Load all others to search them too')
        : l10n.t('Load the other {0} to search them too', left);
    const item = new TreeItem(label);
    item.id = this.id;
    item.iconPath = new ThemeIcon('fold-down');
    item.contextValue = 'loadAll';
    item.command = { command: 'pbx.loadAllOrders', title: label };
    item.accessibilityInformation = { label };
    return item;
  }
}

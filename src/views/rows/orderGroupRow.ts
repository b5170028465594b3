import { TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Row } from './row';

/** The orders of one place: this machine's records, or the portal's list. */
export class OrderGroupRow implements Row {
  readonly id: string;
  readonly hasRowsBelow = true;
  readonly parent = undefined;

  /** @param description How many there are; may be empty. */
  constructor(
    readonly group: 'records' | 'portal',
    private readonly label: string,
    private readonly description: string,
    private readonly tooltip: string,
  ) {
    this.id = `orders ${group}`;
  }

  treeItem(): TreeItem {
    const item = new TreeItem(this.label, TreeItemCollapsibleState.Expanded);
    item.id = this.id;
    item.description = this.description;
    item.tooltip = this.tooltip;
    item.contextValue = `orders ${this.group}`;
    // Without a name of its own, the tooltip is read, which has no number.
    item.accessibilityInformation = {
      label: [this.label, this.description].filter((part) => part !== '').join(', '),
    };
    return item;
  }
}

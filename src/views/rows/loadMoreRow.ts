import { l10n, ThemeIcon, TreeItem } from 'vscode';
import type { Row } from './row';

/** Shows more rows: one click, or Enter. */
export class LoadMoreRow implements Row {
  readonly id: string;

  /** @param rows `total` is undefined when the portal does not tell how many there are. */
  constructor(
    readonly parent: Row | undefined,
    private readonly command: 'pbx.loadMore' | 'pbx.loadMoreOrders',
    private readonly rows: {
      readonly count: number;
      readonly shown: number;
      readonly total: number | undefined;
    },
  ) {
    this.id = `${parent?.id ?? ''} load more`;
  }

  treeItem(): TreeItem {
    const { count, shown, total } = this.rows;
    const label = l10n.t('Load {0} more', count);
    const item = new TreeItem(label);
    item.id = this.id;
    item.description = total === undefined ? l10n.t('{0} shown', shown) : l10n.t('{0} of {1}', shown, total);
    item.iconPath = new ThemeIcon('fold-down');
    item.contextValue = 'loadMore';
    item.command = { command: this.command, title: label, arguments: [this] };
    item.accessibilityInformation = { label: `${label}, ${item.description}` };
    return item;
  }
}

import { l10n, ThemeIcon, TreeItem } from 'vscode';
import type { Row } from './row';

/** Shows more instances: one click, or Enter. */
export class LoadMoreRow implements Row {
  readonly id = 'load more';
  readonly parent = undefined;

  /** @param total Undefined when the portal does not tell how many there are. */
  constructor(
    private readonly count: number,
    private readonly shown: number,
    private readonly total: number | undefined,
  ) {}

  treeItem(): TreeItem {
    const label = l10n.t('Load {0} more', this.count);
    const item = new TreeItem(label);
    item.id = this.id;
    item.description =
      this.total === undefined
        ? l10n.t('{0} shown', this.shown)
        : l10n.t('{0} of {1}', this.shown, this.total);
    item.iconPath = new ThemeIcon('fold-down');
    item.contextValue = 'loadMore';
    item.command = { command: 'pbx.loadMore', title: label };
    item.accessibilityInformation = { label: `${label}, ${item.description}` };
    return item;
  }
}

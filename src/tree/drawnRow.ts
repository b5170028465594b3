import { TreeItem, l10n, ThemeIcon, TreeItemCollapsibleState } from 'vscode';
import type { Row } from './rows/row';

/**
 * Returns the tree item of a row, or an error item in its place if creating it throws. Without the error item VS Code
 * would show none of the sibling rows, and one of them may be an order of unknown outcome.
 *
 * @param log Receives the cause of the error.
 */
export function treeItemOrError(row: Row, log: { error(text: string): void }): TreeItem {
  try {
    return row.treeItem();
  } catch (error) {
    const cause = error instanceof Error ? (error.stack ?? String(error)) : String(error);
    log.error(`The row ${row.id} cannot be shown: ${cause}`);
    const label = l10n.t('This row cannot be shown');
    const item = new TreeItem(
      label,
      row.hasRowsBelow === true ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
    );
    item.id = row.id;
    item.description = l10n.t('The output shows why.');
    item.iconPath = new ThemeIcon('error');
    item.contextValue = 'message';
    item.command = { command: 'pbx.showOutput', title: l10n.t('Show Output') };
    item.accessibilityInformation = { label: `${label}. ${item.description}` };
    return item;
  }
}

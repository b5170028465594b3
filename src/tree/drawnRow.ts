import { TreeItem, l10n, ThemeIcon, TreeItemCollapsibleState } from 'vscode';
import type { Row } from './rows/row';

/**
 * What a view shows of a row. One that cannot be drawn says so in its place, since VS Code shows none of its group when
 * one of them fails: an order of unknown outcome may be among the others.
 *
 * @param log Gets the cause.
 */
export function drawnRow(row: Row, log: { error(text: string): void }): TreeItem {
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
    item.description = l10n.t('The output has the cause.');
    item.iconPath = new ThemeIcon('error');
    item.contextValue = 'message';
    item.command = { command: 'pbx.showOutput', title: l10n.t('Show Output') };
    item.accessibilityInformation = { label: `${label}. ${item.description}` };
    return item;
  }
}

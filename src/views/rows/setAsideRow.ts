import { l10n, ThemeColor, ThemeIcon, TreeItem, Uri } from 'vscode';
import type { SetAside } from '../../orders/damagedFiles';
import { plainText, spokenText } from '../../plainText';
import type { Row } from './row';

/** A file among the records that cannot be read; a click opens it. */
export class SetAsideRow implements Row {
  readonly id: string;

  constructor(
    readonly parent: Row,
    private readonly aside: SetAside,
  ) {
    this.id = `set aside ${aside.name}`;
  }

  treeItem(): TreeItem {
    const { name, file, damage } = this.aside;
    const item = new TreeItem(plainText(name));
    item.id = this.id;
    item.description =
      damage === 'newerVersion'
        ? l10n.t('of a newer version of this extension')
        : l10n.t('cannot be read as a record; kept');
    item.tooltip = plainText(file);
    item.iconPath = new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'));
    item.contextValue = 'setAside';
    item.command = { command: 'vscode.open', title: l10n.t('Open'), arguments: [Uri.file(file)] };
    item.accessibilityInformation = { label: spokenText(`${name}, ${item.description}`) };
    return item;
  }
}

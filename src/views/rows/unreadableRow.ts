import { basename } from 'node:path';
import { l10n, ThemeColor, ThemeIcon, TreeItem } from 'vscode';
import type { UnreadEntry } from '../../orders/journal';
import type { UnreadDamage } from '../../orders/recordFile';
import { plainText, spokenText } from '../../plainText';
import { showFileCommand } from '../showFileCommand';
import type { Row } from './row';

/** An entry of the order journal that may be of an open order and cannot be read; a click shows where it is. */
export class UnreadableRow implements Row {
  readonly id: string;

  constructor(
    readonly parent: Row,
    private readonly entry: UnreadEntry,
  ) {
    this.id = `unreadable ${basename(entry.file)}`;
  }

  treeItem(): TreeItem {
    const { file, damage } = this.entry;
    const name = basename(file);
    const reason = reasonText(damage);
    const meaning = l10n.t(
      'It may be an order of unknown outcome. No order can be placed until it can be read or is gone.',
    );
    const label = l10n.t('An entry cannot be read');
    const item = new TreeItem(label);
    item.id = this.id;
    // The reason first: a narrow side bar cuts off what comes later.
    item.description = `${reason} · ${plainText(name)}`;
    item.tooltip = [plainText(file), reason, meaning, remedyText(damage)].join('\n');
    item.iconPath = new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground'));
    item.contextValue = 'unreadable';
    item.command = showFileCommand(file, damage !== 'noFile');
    item.accessibilityInformation = {
      label: spokenText(`${label}: ${name}, ${reason}. ${meaning} ${remedyText(damage)}`),
    };
    return item;
  }
}

function reasonText(damage: UnreadDamage): string {
  switch (damage) {
    case 'unreachable':
      return l10n.t('the disk does not return it');
    case 'damaged':
      return l10n.t('damaged within the last day');
    case 'newerVersion':
      return l10n.t('written by a newer version of this extension');
    case 'noFile':
      return l10n.t('there is no file in its place');
  }
}

function remedyText(damage: UnreadDamage): string {
  switch (damage) {
    case 'unreachable':
      return l10n.t('It is read again every few seconds.');
    case 'damaged':
      return l10n.t('Compare the portal’s orders, then move the file away.');
    case 'newerVersion':
      return l10n.t('Update the extension, or use the window that has the newer version.');
    case 'noFile':
      return l10n.t('Put the file back, or compare the portal’s orders and move away what is there.');
  }
}

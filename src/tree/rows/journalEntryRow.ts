import { l10n, ThemeColor, ThemeIcon, TreeItem, Uri, type Command, env, UIKind } from 'vscode';
import { type JournalEntry, isOpen } from '../../orders/entry';
import { factsOfEntry } from '../../orders/orderFacts';
import type { PortalText } from '../../portal/values';
import { joined, labelled } from '../../text/joined';
import { codeText, plainText, spokenText } from '../../text/plainText';
import {
  lastCheckSentence,
  entryServiceText,
  entryStateText,
  entryTitle,
  placedStatusText,
  rowOperationText,
  rowPriceText,
} from '../../text/orderTexts';
import { timeText, recentDayText } from '../../text/dateTexts';
import type { Row } from './row';
import type { QuarantinedFile } from '../../orders/quarantine';
import { basename } from 'node:path';
import type { UnreadEntry } from '../../orders/journal';
import type { UnreadDamage } from '../../orders/entryFile';

/**
 * Returns the id of the row for an order from this machine. It stays when the portal lists the order: its menu may be open,
 * and it may be selected.
 */
export function entryRowId({ id }: JournalEntry): string {
  return `entry ${id}`;
}

/** A journal entry: an order that was placed or attempted on this machine. */
export class JournalEntryRow implements Row {
  readonly id: string;
  readonly parent = undefined;

  /**
   * @param activity What is happening to the order right now.
   * @param instanceName The name of its PBX in the list of instances, for an entry without a name.
   */
  constructor(
    readonly entry: JournalEntry,
    private readonly activity: 'none' | 'checking' | 'placing',
    private readonly instanceName?: PortalText,
  ) {
    this.id = entryRowId(entry);
  }

  treeItem(): TreeItem {
    const { entry } = this;
    const facts = factsOfEntry(entry);
    const title = entryTitle(entry);
    const state = this.stateText();
    const productNo = codeText(entry.ordered.productNo ?? '');
    const name = plainText(facts.pbxName ?? this.instanceName ?? '');
    const operation = rowOperationText(facts) || entryServiceText(entry);
    const price = rowPriceText(facts);
    const origin = l10n.t('from here');
    const item = new TreeItem(name || operation);
    item.id = this.id;
    const success = this.success();
    // The state comes first: a narrow side bar cuts off the rest. A success is shown by the icon as well.
    item.description = joined(
      [
        success === '' ? state : '',
        name === '' ? '' : operation,
        success,
        price,
        recentDayText(entry.createdAt),
        name === '' ? productNo : '',
        origin,
      ],
      ' · ',
    );
    item.tooltip = joined(
      [
        name,
        title,
        state,
        this.reason(),
        labelled(l10n.t('Price'), price),
        labelled(l10n.t('Recorded'), timeText(entry.createdAt)),
        labelled(l10n.t('PO number'), codeText(entry.ordered.poNumber ?? '')),
        labelled(l10n.t('Portal'), entry.baseUrl),
        l10n.t('Ordered on this machine'),
      ],
      '\n',
    );
    item.iconPath = this.icon();
    item.contextValue =
      this.activity === 'placing'
        ? 'entry placing'
        : isOpen(entry)
          ? 'entry open'
          : entry.current.state === 'placed'
            ? 'entry placed'
            : 'entry closed';
    item.command = { command: 'pbx.showOrder', title: l10n.t('Show Details'), arguments: [this] };
    item.accessibilityInformation = {
      label: spokenText(joined([name, title, state, price, this.reason(), origin], ', ')),
    };
    return item;
  }

  /** Returns the portal's status of an order that was placed and succeeded; empty for any other order. */
  private success(): string {
    const { current } = this.entry;
    return this.activity === 'none' && current.state === 'placed' && current.orderStatus === 'succeed'
      ? placedStatusText(current)
      : '';
  }

  private stateText(): string {
    switch (this.activity) {
      case 'checking':
        return l10n.t('checking the portal…');
      case 'placing':
        return l10n.t('being placed…');
      case 'none':
        return entryStateText(this.entry);
    }
  }

  private reason(): string {
    const { current } = this.entry;
    const reason = 'reason' in current ? current.reason : '';
    return [plainText(reason), lastCheckSentence(this.entry)].filter((part) => part !== '').join(' ');
  }

  private icon(): ThemeIcon {
    if (this.activity !== 'none') {
      return new ThemeIcon('sync~spin');
    }
    switch (this.entry.current.state) {
      case 'recorded':
      case 'unknown':
        return new ThemeIcon('question', new ThemeColor('problemsWarningIcon.foreground'));
      case 'placed':
        return new ThemeIcon('check');
      case 'refused':
        return new ThemeIcon('error');
      case 'notSent':
      case 'dismissed':
        return new ThemeIcon('circle-slash');
    }
  }
}

/** A quarantined file; a click opens it. */
export class QuarantinedRow implements Row {
  readonly id: string;
  readonly parent = undefined;

  constructor(private readonly aside: QuarantinedFile) {
    this.id = `quarantined ${aside.name}`;
  }

  treeItem(): TreeItem {
    const { name, file, damage } = this.aside;
    const item = new TreeItem(plainText(name));
    item.id = this.id;
    item.description =
      damage === 'newerVersion'
        ? l10n.t('from a newer version of this extension')
        : l10n.t('cannot be read as a journal entry; quarantined');
    item.tooltip = plainText(file);
    item.iconPath = new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'));
    item.contextValue = 'quarantined';
    item.command = { command: 'vscode.open', title: l10n.t('Open'), arguments: [Uri.file(file)] };
    item.accessibilityInformation = { label: spokenText(`${name}, ${item.description}`) };
    return item;
  }
}

/** A journal entry that cannot be read and may be an open order; a click shows where the file is. */
export class UnreadableEntryRow implements Row {
  readonly id: string;
  readonly parent = undefined;

  constructor(private readonly entry: UnreadEntry) {
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
    // The reason comes first: a narrow side bar cuts off the rest.
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
      return l10n.t('the disk cannot read it');
    case 'damaged':
      return l10n.t('damaged within the last day');
    case 'newerVersion':
      return l10n.t('written by a newer version of this extension');
    case 'noFile':
      return l10n.t('there is something other than a file in its place');
  }
}

function remedyText(damage: UnreadDamage): string {
  switch (damage) {
    case 'unreachable':
      return l10n.t('It is read again every few seconds.');
    case 'damaged':
      return l10n.t('Check the portal’s orders, then move the file away.');
    case 'newerVersion':
      return l10n.t('Update the extension, or use the window that has the newer version.');
    case 'noFile':
      return l10n.t('Put the file back, or check the portal’s orders and move away what is there.');
  }
}

/**
 * Returns the command that shows where a file is: in the file manager if the window runs locally, otherwise in an
 * editor. If neither is possible, as for a folder or a pipe, the command shows the output, which names the file.
 */
export function showFileCommand(file: string, canBeOpened: boolean): Command {
  const title = l10n.t('Show File');
  const isLocal = env.uiKind === UIKind.Desktop && env.remoteName === undefined;
  if (!isLocal && !canBeOpened) {
    return { command: 'pbx.showOutput', title };
  }
  return { command: isLocal ? 'revealFileInOS' : 'vscode.open', title, arguments: [Uri.file(file)] };
}

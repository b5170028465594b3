import { type Command, l10n, ThemeIcon, TreeItem } from 'vscode';
import { sentenceText, spokenText } from '../../plainText';
import type { Row } from './row';

/** A row that tells something instead of data: nothing there, or why it could not be loaded. */
export class MessageRow implements Row {
  private constructor(
    readonly id: string,
    readonly parent: Row | undefined,
    private readonly text: string,
    private readonly icon: string,
    private readonly action: Command | undefined,
  ) {}

  static empty(parent: Row | undefined, text: string): MessageRow {
    return new MessageRow(`${parent?.id ?? ''} empty`, parent, text, 'info', undefined);
  }

  /** Data is on its way. */
  static loading(parent: Row, text: string): MessageRow {
    return new MessageRow(`${parent.id} loading`, parent, text, 'loading~spin', undefined);
  }

  /** Something to know of the rows around it. */
  static note(parent: Row, text: string): MessageRow {
    return new MessageRow(`${parent.id} note`, parent, text, 'info', undefined);
  }

  /**
   * @param sentence What happened and what can be done; one click on the row calls `command` to try again.
   * @param of What alone to try again; everything when left out.
   */
  static failure(
    parent: Row | undefined,
    sentence: string,
    command: 'pbx.refresh' | 'pbx.refreshOrders',
    of?: { readonly productId: number },
  ): MessageRow {
    return new MessageRow(`${parent?.id ?? ''} failure`, parent, sentence, 'error', {
      command,
      title: l10n.t('Try Again'),
      ...(of ? { arguments: [of] } : {}),
    });
  }

  static signInNeeded(parent: Row | undefined, sentence: string): MessageRow {
    return new MessageRow(`${parent?.id ?? ''} sign in`, parent, sentence, 'account', {
      command: 'pbx.signIn',
      title: l10n.t('Sign In'),
    });
  }

  treeItem(): TreeItem {
    const text = sentenceText(this.text);
    const item = new TreeItem(this.action ? this.action.title : text);
    item.id = this.id;
    item.tooltip = text;
    item.iconPath = new ThemeIcon(this.icon);
    item.contextValue = 'message';
    if (this.action) {
      item.description = text;
      item.command = this.action;
    }
    item.accessibilityInformation = {
      label: spokenText(this.action ? `${text} ${this.action.title}` : text),
    };
    return item;
  }
}

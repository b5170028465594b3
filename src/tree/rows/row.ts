import { TreeItem, l10n, ThemeIcon, type Command } from 'vscode';
import { sentenceText, spokenText } from '../../text/plainText';

/** A row of a view. */
export interface Row {
  /** Stays the same over refreshes, so that VS Code keeps expansion and selection. */
  readonly id: string;
  readonly parent: Row | undefined;
  /** Whether rows stand below it, so that they can be reached where this one cannot be drawn. */
  readonly hasRowsBelow?: true;
  treeItem(): TreeItem;
}

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

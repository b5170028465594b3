import { TreeItem, l10n, ThemeIcon, type Command } from 'vscode';
import { countText, shownText } from '../../text/counts';
import { sentenceText, spokenText } from '../../text/plainText';

/** A row of a tree view. */
export interface Row {
  /** Stays the same across refreshes, so that VS Code keeps expansion and selection. */
  readonly id: string;
  readonly parent: Row | undefined;
  /** Whether it has child rows. They have to stay reachable even if this row cannot be drawn. */
  readonly hasRowsBelow?: true;
  treeItem(): TreeItem;
}

/** A row that shows a message instead of data: the list is empty, or could not be loaded. */
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

  /** Returns the row to show while data is loading. */
  static loading(parent: Row | undefined, text: string): MessageRow {
    return new MessageRow(`${parent?.id ?? ''} loading`, parent, text, 'loading~spin', undefined);
  }

  /** Returns a note about the sibling rows. */
  static note(parent: Row | undefined, text: string): MessageRow {
    return new MessageRow(`${parent?.id ?? ''} note`, parent, text, 'info', undefined);
  }

  /**
   * Returns a row for a failure. A click on it retries.
   *
   * @param sentence What happened and what the user can do.
   * @param command The command that retries.
   * @param of Limits the retry to one product. If omitted, everything is loaded again.
   */
  static failure(
    parent: Row | undefined,
    sentence: string,
    command: 'pbx.refresh' | 'pbx.refreshOrders' | 'pbx.readDueDates',
    of?: { readonly productId: number },
  ): MessageRow {
    return new MessageRow(`${parent?.id ?? ''} failure`, parent, sentence, 'error', {
      command,
      title: l10n.t('Try Again'),
      ...(of ? { arguments: [of] } : {}),
    });
  }

  /** Returns a row that offers to read when subscriptions end. A click on it reads. */
  static readDueDates(text: string, tooltip: string): MessageRow {
    return new MessageRow('read due dates', undefined, text, 'calendar', {
      command: 'pbx.readDueDates',
      title: l10n.t('Read Due Dates'),
      tooltip,
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
    item.tooltip = this.action?.tooltip ?? text;
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

/** A row that loads all remaining rows of a list; a click or Enter runs it. */
export class LoadAllRow implements Row {
  readonly id: string;

  /**
   * @param remaining Number of rows that are not loaded; undefined if the portal reports no total.
   * @param purpose `search`: the filter covers only loaded rows.
   */
  constructor(
    readonly parent: Row | undefined,
    private readonly command: 'pbx.loadAllInstances' | 'pbx.loadAllOrders',
    private readonly remaining: number | undefined,
    private readonly purpose: 'show' | 'search',
  ) {
    this.id = `${parent?.id ?? ''} load all`;
  }

  treeItem(): TreeItem {
    const label = this.label();
    const item = new TreeItem(label);
    item.id = this.id;
    item.iconPath = new ThemeIcon('fold-down');
    item.contextValue = 'loadAll';
    item.command = { command: this.command, title: label, arguments: [this] };
    item.accessibilityInformation = { label };
    return item;
  }

  private label(): string {
    const { remaining } = this;
    if (this.purpose === 'show') {
      return l10n.t('Load All');
    }
    return remaining === undefined
      ? l10n.t('Load all others to search them as well')
      : l10n.t('Load the other {0} to search them as well', countText(remaining));
  }
}

/** A row that shows more rows; a click or Enter runs it. */
export class LoadMoreRow implements Row {
  readonly id: string;

  /** @param rows `total` is undefined if the portal reports none. */
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
    const label = l10n.t('Load {0} more', countText(count));
    const item = new TreeItem(label);
    item.id = this.id;
    item.description = shownText(shown, total);
    item.iconPath = new ThemeIcon('fold-down');
    item.contextValue = 'loadMore';
    item.command = { command: this.command, title: label, arguments: [this] };
    item.accessibilityInformation = { label: `${label}, ${item.description}` };
    return item;
  }
}

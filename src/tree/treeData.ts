import {
  type Disposable,
  type Event,
  EventEmitter,
  TreeItem,
  l10n,
  ThemeIcon,
  TreeItemCollapsibleState,
} from 'vscode';
import type { Row } from './rows/row';

/** Milliseconds after a read of the rows below a row in which VS Code may drop a change of that row. */
const unsettled = 3000;

/** Milliseconds to wait for VS Code to read again, before a change is repeated. */
const waits = [250, 500, 1000, 2000] as const;

interface Reads {
  /** The number of reads that have begun. */
  begun: number;
  /** When the latest one ended, by `performance.now()`; infinity while it runs. */
  endedAt: number;
}

/**
 * Passes the changes of a tree view on to VS Code.
 *
 * VS Code drops a change of a row while it still handles the rows below it, which it has just read; but it has already
 * forgotten the objects of these rows, and passes `undefined` to commands in their menus. So a change of a row that comes
 * soon after such a read is repeated until VS Code reads again.
 */
export class TreeChanges implements Disposable {
  private readonly passedOn = new EventEmitter<Row | undefined>();
  private readonly reads = new WeakMap<Row, Reads>();
  private readonly timers = new Map<Row, NodeJS.Timeout>();
  private readonly listening: Disposable;

  /** @param changed The changed row; undefined if all top-level rows have changed. */
  constructor(changed: Event<Row | undefined>) {
    this.listening = changed((row) => this.passOn(row, 0));
  }

  /** What VS Code listens to. */
  get event(): Event<Row | undefined> {
    return this.passedOn.event;
  }

  /** Reads the rows below a row for VS Code. */
  async read(row: Row | undefined, getChildren: (row: Row | undefined) => Promise<Row[]>): Promise<Row[]> {
    if (row === undefined) {
      return getChildren(row);
    }
    const begun = this.begun(row) + 1;
    this.reads.set(row, { begun, endedAt: Infinity });
    try {
      return await getChildren(row);
    } finally {
      if (this.begun(row) === begun) {
        this.reads.set(row, { begun, endedAt: performance.now() });
      }
    }
  }

  dispose(): void {
    this.listening.dispose();
    this.passedOn.dispose();
    this.timers.forEach((timer) => clearTimeout(timer));
  }

  private passOn(row: Row | undefined, repetition: number): void {
    const reads = row && this.reads.get(row);
    this.passedOn.fire(row);
    const wait = waits[repetition];
    if (!row || !reads || wait === undefined) {
      return;
    }
    clearTimeout(this.timers.get(row));
    this.timers.delete(row);
    if (repetition > 0 || performance.now() - reads.endedAt < unsettled) {
      const timer = setTimeout(() => {
        this.timers.delete(row);
        if (this.begun(row) === reads.begun) {
          this.passOn(row, repetition + 1);
        }
      }, wait);
      this.timers.set(row, timer);
    }
  }

  private begun(row: Row): number {
    return this.reads.get(row)?.begun ?? 0;
  }
}

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

import type { TreeItem } from 'vscode';

/** A row of a view. */
export interface Row {
  /** Stays the same over refreshes, so that VS Code keeps expansion and selection. */
  readonly id: string;
  readonly parent: Row | undefined;
  /** Whether rows stand below it, so that they can be reached where this one cannot be drawn. */
  readonly hasRowsBelow?: true;
  treeItem(): TreeItem;
}

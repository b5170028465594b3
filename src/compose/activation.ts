import type { EventEmitter, ExtensionContext, Memento, TreeView, Uri } from 'vscode';
import type { OutputLog } from '../outputLog';
import type { Row } from '../tree/rows/row';

export interface ActivatedView {
  readonly tree: TreeView<Row>;
  readonly changed: EventEmitter<Row | undefined>;
}

/** What activation made: VS Code has to know these before anything is loaded. */
export interface Activation {
  readonly context: Pick<ExtensionContext, 'secrets' | 'workspaceState' | 'extensionUri'> & {
    readonly globalState: Memento;
  };
  readonly log: OutputLog;
  /** Where the entries of the order journal are: one folder for all VS Codes of this user. */
  readonly recordsFolder: string;
  readonly instances: ActivatedView;
  readonly orders: ActivatedView;
  /** Tells VS Code that the document of an order has another text. */
  readonly documentsChanged: EventEmitter<Uri>;
  /** Tells VS Code that a price list has another text. */
  readonly pricesChanged: EventEmitter<Uri>;
}

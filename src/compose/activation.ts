import type { EventEmitter, ExtensionContext, Memento, TreeView, Uri } from 'vscode';
import type { OutputLog } from '../outputLog';
import type { Row } from '../tree/rows/row';

/** A view that activation has created. */
export interface ActivatedView {
  readonly tree: TreeView<Row>;
  readonly changed: EventEmitter<Row | undefined>;
}

/** What activation has created: VS Code needs these before the rest of the extension is loaded. */
export interface Activation {
  readonly context: Pick<ExtensionContext, 'secrets' | 'workspaceState' | 'extensionUri'> & {
    readonly globalState: Memento;
  };
  readonly log: OutputLog;
  /** The folder of the journal entries, shared by all VS Code installations of this user. */
  readonly recordsFolder: string;
  readonly instances: ActivatedView;
  readonly orders: ActivatedView;
  /** Fires when the text of an order's document has changed. */
  readonly documentsChanged: EventEmitter<Uri>;
  /** Fires when the text of a price list has changed. */
  readonly pricesChanged: EventEmitter<Uri>;
}

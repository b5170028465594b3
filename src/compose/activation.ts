import type { EventEmitter, ExtensionContext, Memento, TreeView, Uri } from 'vscode';
import type { OutputLog } from '../outputLog';
import type { Row } from '../tree/rows/row';
import { isOwnMachine } from '../portal/ownMachine';
import { homedir } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';

/** A view that activation has created. */
export interface ActivatedView {
  readonly tree: TreeView<Row>;
  readonly changed: EventEmitter<Row | undefined>;
}

/** What activation has created: VS Code needs these before the rest of the extension is loaded. */
export interface Activation {
  readonly context: Pick<
    ExtensionContext,
    'secrets' | 'workspaceState' | 'extensionUri' | 'globalStorageUri'
  > & {
    readonly globalState: Memento;
  };
  readonly log: OutputLog;
  /** The folder of the journal entries, shared by all VS Code installations of this user. */
  readonly ordersFolder: string;
  readonly instances: ActivatedView;
  readonly orders: ActivatedView;
  readonly renewals: ActivatedView;
  /** Fires when the text of an order's document has changed. */
  readonly documentsChanged: EventEmitter<Uri>;
  /** Fires when the text of a price list has changed. */
  readonly pricesChanged: EventEmitter<Uri>;
}

/**
 * Returns the folder of the order journal and its locks. It is in the user's state folder, outside VS Code's own
 * folders, so that Stable, Insiders, all profiles and all windows of this user share the same orders.
 *
 * @param environment If it contains `PBX_JOURNAL_FOLDER`, that folder is used instead, for tests and development.
 *   Ignored where the user does not control the environment: a repository must not have its container record orders
 *   where other windows do not see them.
 * @param remoteName VS Code's `env.remoteName`; see isOwnMachine.
 */
export function journalFolder(environment: NodeJS.ProcessEnv, remoteName?: string): string {
  const named = environment.PBX_JOURNAL_FOLDER?.trim() ?? '';
  if (named !== '' && isOwnMachine(remoteName)) {
    return named;
  }
  const name = 'pbx-subscriptions';
  // Ignores XDG_STATE_HOME: Flatpak sets it for each application, so two installations would not share their orders.
  return process.platform === 'linux'
    ? join(homedir(), '.local', 'state', name)
    : envPaths(name, { suffix: '' }).data;
}

/** Returns the folder of the entries inside the journal's folder. */
export function entriesFolder(folder: string): string {
  return join(folder, 'orders');
}

import { homedir } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';

/**
 * Returns the folder of the order journal and its locks. It is in the user's state folder, outside VS Code's own
 * folders, so that Stable, Insiders, all profiles and all windows of this user share the same orders.
 *
 * @param environment If it contains `PBX_JOURNAL_FOLDER`, that folder is used instead.
 */
export function journalFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment.PBX_JOURNAL_FOLDER?.trim() ?? '';
  if (named !== '') {
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

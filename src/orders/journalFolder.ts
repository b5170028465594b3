import { homedir } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';

/**
 * Where the order journal and its locks are: in the user's own state folder, outside any VS Code, so that Stable,
 * Insiders, profiles and every window of this user know of the same orders.
 *
 * @param environment `PBX_JOURNAL_FOLDER` in it, where it is set, names another folder.
 */
export function journalFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment.PBX_JOURNAL_FOLDER?.trim() ?? '';
  if (named !== '') {
    return named;
  }
  const name = 'pbx-subscriptions';
  // Not by XDG_STATE_HOME: Flatpak has one for each application, and two VS Codes would not know of each other's orders.
  return process.platform === 'linux'
    ? join(homedir(), '.local', 'state', name)
    : envPaths(name, { suffix: '' }).data;
}

/** The folder of the entries in it. */
export function entriesFolder(folder: string): string {
  return join(folder, 'orders');
}

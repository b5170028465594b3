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
  const { data, log } = envPaths('pbx-subscriptions', { suffix: '' });
  // XDG has a folder for state, which the library calls the one for logs; other systems keep state among the data.
  return process.platform === 'linux' ? log : data;
}

/** The folder of the entries in it. */
export function entriesFolder(folder: string): string {
  return join(folder, 'orders');
}

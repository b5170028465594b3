import { commands } from 'vscode';
import type { SessionState } from '../portal/sessionTokens';

/** Keys for the `when` clauses in package.json, with their values. */
interface ContextKeys {
  /** Undefined until the extension knows. */
  'pbx.session': SessionState['kind'];
  /** Whether the Orders view shows only what a filter lets through. */
  'pbx.ordersFiltered': boolean;
}

/** Sets a key that menus and welcome views depend on. */
export async function setContextKey<Key extends keyof ContextKeys>(
  key: Key,
  value: ContextKeys[Key],
): Promise<void> {
  await commands.executeCommand('setContext', key, value);
}

/** The id of the Orders view, as in package.json. */
export const ordersViewId = 'pbx.orders';

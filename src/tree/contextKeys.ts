import { commands } from 'vscode';
import type { SessionState } from '../portal/sessionTokens';

/** Context keys that the `when` clauses in package.json read, with the type of each value. */
interface ContextKeys {
  /** Undefined until the stored session has been read. */
  'pbx.session': SessionState['kind'];
  /** Whether the session is that of the sandbox. */
  'pbx.sandbox': boolean;
  /** Whether this window has shown an order's review, or placed an order: steps of the walkthrough. */
  'pbx.orderReviewed': boolean;
  'pbx.orderPlaced': boolean;
  /** Whether a filter is active in the Orders view. */
  'pbx.ordersFiltered': boolean;
  /** Whether a filter is active in the Renewals view. */
  'pbx.renewalsFiltered': boolean;
}

/** Sets a context key that menus and welcome views depend on. */
export async function setContextKey<Key extends keyof ContextKeys>(
  key: Key,
  value: ContextKeys[Key],
): Promise<void> {
  await commands.executeCommand('setContext', key, value);
}

/** The id of the Orders view, as in package.json. */
export const ordersViewId = 'pbx.orders';

/** The id of the Renewals view, as in package.json. */
export const renewalsViewId = 'pbx.renewals';

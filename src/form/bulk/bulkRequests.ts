import { env, l10n } from 'vscode';
import { asShellScript } from '../../orders/request';
import type { BulkOrder } from './bulkOrder';
import type { BulkRequest } from './contract';

/** The requests that change or copy a bulk order. */
export type OrderRequest = Exclude<
  BulkRequest,
  { request: 'hello' | 'ready' | 'signIn' | 'showOutput' | 'rest' }
>;

/**
 * Handles a request from the page of a bulk order.
 *
 * @throws Error with a text for the user.
 */
export async function handleBulkRequest(
  bulk: BulkOrder,
  message: OrderRequest,
  userAgent: () => string,
): Promise<void> {
  switch (message.request) {
    case 'setCommon':
      bulk.setCommon(message.name, message.value);
      break;
    case 'setOwn':
      bulk.enter(message.row, message.name, message.value);
      break;
    case 'tick':
      bulk.tick(message.rows, message.ordered);
      break;
    case 'retry':
      await bulk.load();
      break;
    case 'cancel':
      bulk.cancel();
      break;
    case 'review':
      await bulk.review();
      break;
    case 'back':
      bulk.edit();
      break;
    case 'place':
      await bulk.place(message.reviewId);
      break;
    case 'stop':
      await bulk.stop();
      break;
    case 'continue':
      await bulk.continue(message.pause, message.passRefused);
      break;
    case 'copyJson':
      await env.clipboard.writeText(jsonOf(bulk));
      break;
    case 'copyShell':
      await env.clipboard.writeText(shellOf(bulk, userAgent()));
      break;
  }
}

/** Returns the exact bodies as a JSON list; the digits of ids stay as they are. */
export function jsonOf({ requests }: Pick<BulkOrder, 'requests'>): string {
  return `[\n${requests.map(({ body }) => body).join(',\n')}\n]\n`;
}

/** Returns a shell script that places the orders one after the other and ends at the first one that fails. */
function shellOf({ requests, deps }: BulkOrder, userAgent: string): string {
  const { state } = deps.session;
  if (state.kind !== 'signedIn') {
    throw new Error(l10n.t('This order is no longer under review. Nothing was copied.'));
  }
  return asShellScript(
    state.baseUrl,
    userAgent,
    requests.map(({ body }) => body),
  );
}

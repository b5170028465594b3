import { env, l10n, window } from 'vscode';
import type { Journal } from '../orders/journal';
import { iconlessText, plainText } from '../plainText';
import { shortText } from '../shortText';
import type { OrderDocuments } from '../views/orderDocuments';
import { orderArgument } from './orderArgument';

const shownFor = 3000;

/** Shows a record or an order of the portal's as a document; asks for a number when it was called for none. */
export async function showOrder(
  { journal, documents }: { readonly journal: Journal; readonly documents: OrderDocuments },
  argument: unknown,
): Promise<void> {
  const given = orderArgument(journal, argument) ?? (await askOrderNo());
  if (given?.kind === 'record') {
    await documents.showRecord(given.record);
  } else if (given) {
    const { id, orderNo } = given.order;
    await documents.showOrder(orderNo, id ?? orderNo);
  }
}

/** Copies the number of an order. */
export async function copyOrderNumber(journal: Journal, argument: unknown): Promise<void> {
  const given = orderArgument(journal, argument);
  const orderNo =
    given?.kind === 'order'
      ? given.order.orderNo
      : given?.record.current.state === 'placed'
        ? given.record.current.orderNo
        : undefined;
  if (orderNo !== undefined) {
    await env.clipboard.writeText(orderNo);
    window.setStatusBarMessage(iconlessText(l10n.t('Copied {0}', plainText(shortText(orderNo)))), shownFor);
  }
}

async function askOrderNo(): Promise<ReturnType<typeof orderArgument>> {
  const orderNo = await window.showInputBox({
    title: l10n.t('Show Details'),
    prompt: l10n.t('Order number, as in the Orders view'),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? l10n.t('Enter an order number.') : undefined),
  });
  return orderNo === undefined
    ? undefined
    : { kind: 'order', order: { id: undefined, orderNo: orderNo.trim() } };
}

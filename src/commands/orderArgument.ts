import { l10n, window, env } from 'vscode';
import * as z from 'zod/mini';
import { codeText, iconlessText, shortText } from '../text/plainText';
import type { Journal } from '../orders/journal';
import { type OrderRecord, isUnsettled } from '../orders/record';
import type { PortalOrder } from '../portal/portalOrders';
import type { SessionState } from '../portal/sessionTokens';
import { recordStateText, recordTitle, timeText } from '../text/recordTexts';
import { recordsOf } from '../tree/recordGroup';
import { PortalOrderRow } from '../tree/rows/portalOrderRow';
import { RecordRow } from '../tree/rows/recordRow';
import type { OrderDocuments } from '../documents/orderDocuments';

/** What a command about an order was called for: a record of this machine, or an order of the portal's. */
export type OrderArgument =
  | { readonly kind: 'record'; readonly record: OrderRecord }
  | { readonly kind: 'order'; readonly order: Pick<PortalOrder, 'id' | 'orderNo'> };

/** What a script or key binding may pass: an order number, or the id of a record. */
const scripted = z.union([
  z.object({ orderNo: z.string().check(z.trim(), z.minLength(1)) }),
  z.object({ record: z.string() }),
]);

/** Reads a command's argument; undefined when it names no order. */
export function orderArgument(journal: Journal, argument: unknown): OrderArgument | undefined {
  if (argument instanceof RecordRow) {
    return { kind: 'record', record: argument.record };
  }
  if (argument instanceof PortalOrderRow) {
    return { kind: 'order', order: argument.order };
  }
  const parsed = z.safeParse(scripted, argument);
  if (!parsed.success) {
    return undefined;
  }
  const { data } = parsed;
  if ('orderNo' in data) {
    return { kind: 'order', order: { id: undefined, orderNo: data.orderNo } };
  }
  const record = journal.records.find(({ id }) => id === data.record);
  return record && { kind: 'record', record };
}

/** The record that a command was called for; asks for one of unknown outcome when it was called for none. */
export async function unsettledRecord(
  journal: Journal,
  session: SessionState,
  argument: unknown,
  title: string,
): Promise<OrderRecord | undefined> {
  const given = orderArgument(journal, argument);
  if (given?.kind === 'record') {
    return given.record;
  }
  await journal.load();
  const records = recordsOf(journal, session).filter(isUnsettled);
  if (records.length === 0) {
    void window.showInformationMessage(l10n.t('There is no order of unknown outcome.'));
    return undefined;
  }
  const picked = await window.showQuickPick(
    records.map((record) => ({
      label: iconlessText(recordTitle(record)),
      description: timeText(record.createdAt),
      detail: iconlessText(recordStateText(record)),
      record,
    })),
    { title, placeHolder: l10n.t('Orders of unknown outcome') },
  );
  return picked?.record;
}

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
    window.setStatusBarMessage(iconlessText(l10n.t('Copied {0}', codeText(shortText(orderNo)))), shownFor);
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

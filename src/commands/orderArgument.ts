import { l10n, window, env } from 'vscode';
import * as z from 'zod/mini';
import { codeText, iconlessText, shortText, linklessText } from '../text/plainText';
import type { Journal } from '../orders/journal';
import { type JournalEntry, isOpen } from '../orders/entry';
import type { PortalOrder } from '../portal/portalOrders';
import type { Session } from '../portal/session';
import type { SessionState } from '../portal/sessionTokens';
import { entryStateText, entryTitle, productName } from '../text/orderTexts';
import { timeText } from '../text/dateTexts';
import { journalEntriesFor } from '../tree/journalRows';
import { PortalOrderRow } from '../tree/rows/portalOrderRow';
import { JournalEntryRow } from '../tree/rows/journalEntryRow';
import type { OrderDocuments } from '../documents/documents';
import { explain } from '../text/failureTexts';
import type { FormPanels } from '../form/formPanels';
import { type Reorder, reorderFromDetail, reorderOf } from '../orders/reorder';
import type { PortalClient } from '../portal/client';
import type { InstanceLists } from '../tree/instanceLists';

/** The order that a command was called for: a journal entry of this machine, or an order of the portal. */
export type OrderArgument =
  | { readonly kind: 'entry'; readonly entry: JournalEntry }
  | { readonly kind: 'order'; readonly order: Pick<PortalOrder, 'id' | 'orderNo'> };

/** The argument that a script or key binding may pass: an order number, or the id of a journal entry. */
const scripted = z.union([
  z.object({ orderNo: z.string().check(z.trim(), z.minLength(1)) }),
  z.object({ record: z.string() }),
]);

/** Parses a command's argument. @returns Undefined if it names no order. */
function orderArgument(journal: Journal, argument: unknown): OrderArgument | undefined {
  if (argument instanceof JournalEntryRow) {
    return { kind: 'entry', entry: argument.entry };
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
  const entry = journal.entries.find(({ id }) => id === data.record);
  return entry && { kind: 'entry', entry };
}

/**
 * Returns the journal entry that a command was called for. If it was called for none, lets the user choose among the
 * orders of unknown outcome.
 *
 * @returns Undefined if there is no such order, or the user dismissed the choice.
 */
export async function pickUnknownOrder(
  journal: Journal,
  session: SessionState,
  argument: unknown,
  title: string,
): Promise<JournalEntry | undefined> {
  const given = orderArgument(journal, argument);
  if (given?.kind === 'entry') {
    return given.entry;
  }
  await journal.load();
  const entries = journalEntriesFor(journal, session).filter(isOpen);
  if (entries.length === 0) {
    void window.showInformationMessage(l10n.t('There is no order of unknown outcome.'));
    return undefined;
  }
  const picked = await window.showQuickPick(
    entries.map((entry) => ({
      label: iconlessText(entryTitle(entry)),
      description: timeText(entry.createdAt),
      detail: iconlessText(entryStateText(entry)),
      entry,
    })),
    { title, placeHolder: l10n.t('Orders of unknown outcome') },
  );
  return picked?.entry;
}

/** Milliseconds that a status bar message stays. */
const messageDuration = 3000;

/**
 * Shows a journal entry or an order of the portal as a document. Asks for an order number if the argument names no
 * order. Refuses a number with a secret in it: the document's tab and address would keep it.
 */
export async function showOrder(
  {
    journal,
    documents,
    session,
  }: { readonly journal: Journal; readonly documents: OrderDocuments; readonly session: Session },
  argument: unknown,
): Promise<void> {
  const given = orderArgument(journal, argument) ?? (await askOrderNo());
  if (given?.kind === 'entry') {
    await documents.showEntry(given.entry);
  } else if (given) {
    const { id, orderNo } = given.order;
    if (session.isSecretIn(orderNo)) {
      void window.showErrorMessage(
        l10n.t('The request contains your client secret or a token. Nothing was sent.'),
      );
      return;
    }
    await documents.showOrder(orderNo, id ?? orderNo);
  }
}

/** Copies the number of an order to the clipboard. */
export async function copyOrderNumber(journal: Journal, argument: unknown): Promise<void> {
  const given = orderArgument(journal, argument);
  const orderNo =
    given?.kind === 'order'
      ? given.order.orderNo
      : given?.entry.current.state === 'placed'
        ? given.entry.current.orderNo
        : undefined;
  if (orderNo !== undefined) {
    await env.clipboard.writeText(orderNo);
    window.setStatusBarMessage(
      iconlessText(l10n.t('Copied {0}', codeText(shortText(orderNo)))),
      messageDuration,
    );
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

export interface OrderAgainDeps {
  readonly lists: InstanceLists;
  readonly journal: Journal;
  readonly client: PortalClient;
  readonly forms: FormPanels;
}

/** Opens the order form with the values of an earlier order, placed or only attempted. Sends nothing. */
export async function orderAgain(deps: OrderAgainDeps, argument: unknown): Promise<void> {
  const given = orderArgument(deps.journal, argument);
  if (!given) {
    void window.showInformationMessage(l10n.t('Choose the order in the Orders view first.'));
    return;
  }
  try {
    const reorder = await reorderFrom(deps, given);
    if (reorder) {
      showFilled(deps, reorder);
    } else {
      void window.showWarningMessage(
        l10n.t('The portal does not provide enough of this order to fill the form. Start a new order.'),
      );
    }
  } catch (error) {
    void window.showErrorMessage(linklessText(explain(error)));
  }
}

/** Returns the values of the order, from its journal entry if possible, because that holds everything that was sent. */
async function reorderFrom(
  { journal, client }: OrderAgainDeps,
  given: OrderArgument,
): Promise<Reorder | undefined> {
  if (given.kind === 'entry') {
    return reorderOf(given.entry.body);
  }
  const { id, orderNo } = given.order;
  const entry = journal.entries.find(
    ({ current }) => current.state === 'placed' && current.orderNo === orderNo,
  );
  return entry ? reorderOf(entry.body) : reorderFromDetail(await client.orderDetail(id ?? orderNo));
}

function showFilled({ lists, forms }: OrderAgainDeps, reorder: Reorder): void {
  const { operation, productId, productNo, values } = reorder;
  const product = lists.products.find((known) => known.productId === productId);
  forms.showFilled(
    {
      operation,
      productId,
      productNo,
      service: undefined,
      productName: productName(product ?? { productId, name: undefined }),
      instanceName: lists.find(productNo, productId)?.name ?? '',
    },
    values,
  );
}

import { basename } from 'node:path';
import { commands, l10n, window } from 'vscode';
import { notBeingPlaced, type Locks } from '../orders/lock';
import type { QuarantinedFile } from '../orders/quarantine';
import type { Journal } from '../orders/journal';
import { type JournalEntry, isOpen } from '../orders/entry';
import { linklessText, plainText } from '../text/plainText';
import type { Session } from '../portal/session';
import { entryStateText, entryTitle } from '../text/orderTexts';
import { ordersViewId } from './contextKeys';
import { journalEntriesFor } from './journalRows';

/** Maximum number of orders that a notice names; it only counts the others. */
const maxNamed = 3;

/**
 * Warns about the orders whose outcome is unknown since an earlier session, and about unreadable journal entries, which
 * may be such orders.
 */
export async function warnOfUnknownOrders(journal: Journal, session: Session, locks: Locks): Promise<void> {
  const open = journalEntriesFor(journal, session.state).filter(isOpen);
  const unknown = await notBeingPlaced(open, locks);
  await Promise.all([warnOfUnknown(unknown), warnOfUnreadable(journal)]);
}

async function warnOfUnknown(entries: readonly JournalEntry[]): Promise<void> {
  if (entries.length === 0) {
    return;
  }
  const more = entries.length - maxNamed;
  const named = [
    ...entries.slice(0, maxNamed).map(entryTitle),
    ...(more > 0 ? [l10n.t('{0} more', more)] : []),
  ].join(', ');
  await offerOrders(
    'warning',
    entries.length === 1
      ? l10n.t('The outcome of this order is unknown: {0}. It may have been placed.', named)
      : l10n.t('The outcome of these orders is unknown: {0}. They may have been placed.', named),
  );
}

async function warnOfUnreadable({ unreadable }: Journal): Promise<void> {
  if (unreadable.length === 0) {
    return;
  }
  const more = unreadable.length - maxNamed;
  const named = [
    ...unreadable.slice(0, maxNamed).map(({ file }) => plainText(basename(file))),
    ...(more > 0 ? [l10n.t('{0} more', more)] : []),
  ].join(', ');
  await offerOrders(
    'warning',
    unreadable.length === 1
      ? l10n.t(
          'An entry of the order journal cannot be read: {0}. It may be an order of unknown outcome. No order can be placed until it can be read or is gone.',
          named,
        )
      : l10n.t(
          'Entries of the order journal cannot be read: {0}. They may be orders of unknown outcome. No order can be placed until they can be read or are gone.',
          named,
        ),
  );
}

/** Notifies the user that reconciliation found an order of unknown outcome in the portal. */
export async function notifyReconciled(entry: JournalEntry): Promise<void> {
  if (entry.current.state === 'placed') {
    await offerOrders(
      'information',
      l10n.t('Order placed: {0} is in the portal as {1}.', entryTitle(entry), entryStateText(entry)),
    );
  }
}

/** Warns about quarantined files. */
export async function warnOfQuarantined(aside: readonly QuarantinedFile[]): Promise<void> {
  if (aside.length > 0) {
    const names = aside.map(({ name }) => plainText(name)).join(', ');
    await offerOrders(
      'warning',
      l10n.t(
        'Files in the order journal cannot be read and are quarantined: {0}. Check the portal’s orders.',
        names,
      ),
    );
  }
}

async function offerOrders(kind: 'information' | 'warning', text: string): Promise<void> {
  const show = l10n.t('Show Orders');
  const plain = linklessText(text);
  const chosen = await (kind === 'warning'
    ? window.showWarningMessage(plain, show)
    : window.showInformationMessage(plain, show));
  if (chosen === show) {
    await commands.executeCommand(`${ordersViewId}.focus`);
  }
}

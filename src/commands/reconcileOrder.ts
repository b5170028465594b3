import { withCancellableProgress } from './cancellableProgress';
import { l10n, window, type QuickPickItem } from 'vscode';
import { explain } from '../text/failureTexts';
import type { Journal } from '../orders/journal';
import { type JournalEntry, isOpen, type EntryChange } from '../orders/entry';
import type { Reconciliation } from '../orders/reconciliation';
import { codeText, iconlessText, linklessText, plainText } from '../text/plainText';
import type { Session } from '../portal/session';
import { lastCheckSentence, entryTitle } from '../text/orderTexts';
import { timeText } from '../text/dateTexts';
import { pickUnknownOrder } from './orderArgument';
import type { Locks } from '../orders/lock';
import { comparableOrderNo, resolveTypedOrderNo } from '../orders/orderNumbers';
import { subjectsOf } from '../orders/subject';
import type { PortalOrder } from '../portal/portalOrders';
import type { TraceLog } from '../portal/traceLog';
import { OrderNumberClaims } from '../orders/orderNumberClaims';
import { journaledOrderNos } from '../orders/reconcile';

export interface CheckOrderDeps {
  readonly journal: Journal;
  readonly reconciliation: Reconciliation;
  readonly session: Session;
}

/** Reconciles an order of unknown outcome with the portal's list, with cancellable progress. */
export async function checkOrder(deps: CheckOrderDeps, argument: unknown): Promise<void> {
  const { journal, session } = deps;
  const entry = await pickUnknownOrder(journal, session.state, argument, l10n.t('Check Again'));
  if (entry) {
    await checkWithProgress(deps, entry);
  }
}

async function checkWithProgress(
  { journal, reconciliation }: CheckOrderDeps,
  entry: JournalEntry,
): Promise<void> {
  const title = entryTitle(entry);
  try {
    const result = await withCancellableProgress(
      l10n.t('Checking the portal for the order: {0}', title),
      (signal, report) =>
        reconciliation.check([entry.id], {
          signal,
          onPage: (page, of) =>
            report(of === undefined ? l10n.t('page {0}', page) : l10n.t('page {0} of {1}', page, of)),
        }),
    );
    if (result.kind === 'cancelled') {
      return;
    }
  } catch (error) {
    void window.showErrorMessage(linklessText(explain(error)));
    return;
  }
  const updated = journal.find(entry.id);
  if (updated && isOpen(updated)) {
    // An order that was found has a notification of its own, whichever check found it.
    void window.showWarningMessage(linklessText(`${title}: ${lastCheckSentence(updated)}`));
  }
}

type Decision =
  | { readonly kind: 'placed'; readonly orderNo: string }
  | { readonly kind: 'otherNumber' }
  | { readonly kind: 'notPlaced' };

/** Lets the user decide the outcome of an order of unknown outcome, and notes it in the journal. */
export async function markOrderSettled(
  {
    journal,
    locks,
    session,
    log,
    listed,
  }: {
    readonly journal: Journal;
    readonly locks: Locks;
    readonly session: Session;
    readonly log: TraceLog;
    /** The loaded orders of the portal. */
    readonly listed: () => readonly Pick<PortalOrder, 'orderNo'>[];
  },
  argument: unknown,
): Promise<void> {
  const title = l10n.t('Mark as Settled');
  const entry = await pickUnknownOrder(journal, session.state, argument, title);
  const holder = entry && (await locks.holderOf(subjectsOf(entry)));
  if (holder) {
    const { file, lastSign, isHere } = holder;
    void window.showWarningMessage(
      isHere
        ? l10n.t('This order is being placed. Wait until it has finished.')
        : linklessText(
            l10n.t(
              'This order is being placed on another machine or in another container: its lock {0} was last active at {1}. Wait until it has finished. If nothing is being ordered there, delete that file.',
              file,
              timeText(lastSign),
            ),
          ),
    );
    return;
  }
  const decision =
    entry &&
    (
      await window.showQuickPick(choices(entry, journal), {
        title,
        placeHolder: l10n.t('What happened to {0}?', plainText(entryTitle(entry))),
        ignoreFocusOut: true,
      })
    )?.decision;
  const change = decision && (await changeOf(decision, listed));
  if (entry && change) {
    await noteDecision({ journal, locks, log }, entry, change);
  }
}

/** Notes what the user decided, unless that is a number that another entry has, or is being given at this moment. */
async function noteDecision(
  deps: { readonly journal: Journal; readonly locks: Locks; readonly log: TraceLog },
  entry: JournalEntry,
  change: EntryChange,
): Promise<void> {
  const claims = new OrderNumberClaims(deps, entry);
  try {
    const claim = change.state === 'placed' ? await claims.claim(change.orderNo) : 'free';
    if (claim === 'unclear') {
      void window.showErrorMessage(
        l10n.t(
          'The locks of the order journal cannot be read reliably at the moment. Nothing was noted. Try again.',
        ),
      );
      return;
    }
    if (change.state === 'placed' && claim !== 'free') {
      void window.showErrorMessage(
        linklessText(
          l10n.t(
            'The portal’s order {0} already belongs to another journal entry on this machine, so it cannot be this order too.',
            codeText(change.orderNo),
          ),
        ),
      );
      return;
    }
    await deps.journal.note(entry.id, change);
  } finally {
    await claims.release();
  }
}

function choices(
  { looks, baseUrl }: JournalEntry,
  { entries }: Pick<Journal, 'entries'>,
): (QuickPickItem & { readonly decision: Decision })[] {
  const claimed = journaledOrderNos({ entries }, baseUrl);
  const possible = (looks.at(-1)?.possible ?? []).filter((orderNo) => !claimed.has(orderNo));
  return [
    ...possible.map((orderNo) => ({
      label: l10n.t('It is order {0}', iconlessText(codeText(orderNo))),
      decision: { kind: 'placed', orderNo } as const,
    })),
    {
      label: l10n.t('It was placed…'),
      detail: l10n.t('Enter its number as the portal shows it.'),
      decision: { kind: 'otherNumber' },
    },
    {
      label: l10n.t('It was not placed'),
      detail: l10n.t('Only if you are certain. After that, the same can be ordered again.'),
      decision: { kind: 'notPlaced' },
    },
  ];
}

async function changeOf(
  decision: Decision,
  listed: () => readonly Pick<PortalOrder, 'orderNo'>[],
): Promise<EntryChange | undefined> {
  const at = Date.now();
  switch (decision.kind) {
    case 'placed':
      return { state: 'placed', at, orderNo: decision.orderNo, by: 'user' };
    case 'otherNumber': {
      const typed = await window.showInputBox({
        title: l10n.t('Mark as Settled'),
        prompt: l10n.t('Order number, as the portal shows it'),
        ignoreFocusOut: true,
        validateInput: (text) =>
          comparableOrderNo(text) === '' ? l10n.t('Enter an order number.') : undefined,
      });
      if (typed === undefined) {
        return undefined;
      }
      const orderNo = resolveTypedOrderNo(
        typed,
        listed().map((order) => order.orderNo),
      );
      return { state: 'placed', at, orderNo, by: 'user' };
    }
    case 'notPlaced':
      return { state: 'dismissed', at };
  }
}

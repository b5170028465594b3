import { l10n, ProgressLocation, window, type QuickPickItem } from 'vscode';
import { explain } from '../text/failureTexts';
import type { Journal } from '../orders/journal';
import { type OrderRecord, isUnsettled, type RecordChange } from '../orders/record';
import type { Settling } from '../orders/settling';
import { codeText, iconlessText, linklessText, plainText } from '../text/plainText';
import type { Session } from '../portal/session';
import { lookSentence, recordTitle, timeText } from '../text/recordTexts';
import { unsettledRecord } from './orderArgument';
import type { Locks } from '../orders/lock';
import { comparableOrderNo, numberTyped } from '../orders/orderNumbers';
import { subjectsOf } from '../orders/subject';
import type { PortalOrder } from '../portal/portalOrders';

export interface CheckOrderParts {
  readonly journal: Journal;
  readonly settling: Settling;
  readonly session: Session;
}

/** Looks for an order of unknown outcome in the portal's list, with progress that can be cancelled. */
export async function checkOrder(parts: CheckOrderParts, argument: unknown): Promise<void> {
  const { journal, session } = parts;
  const record = await unsettledRecord(journal, session.state, argument, l10n.t('Check Again'));
  if (record) {
    await checkWithProgress(parts, record);
  }
}

async function checkWithProgress({ journal, settling }: CheckOrderParts, record: OrderRecord): Promise<void> {
  const title = recordTitle(record);
  const cancelling = new AbortController();
  try {
    await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: linklessText(l10n.t('Looking for the order: {0}', title)),
        cancellable: true,
      },
      async (progress, token) => {
        token.onCancellationRequested(() => cancelling.abort());
        await settling.check([record.id], {
          signal: cancelling.signal,
          onPage: (page, of) =>
            progress.report({
              message: of === undefined ? l10n.t('page {0}', page) : l10n.t('page {0} of {1}', page, of),
            }),
        });
      },
    );
  } catch (error) {
    if (!cancelling.signal.aborted) {
      void window.showErrorMessage(linklessText(explain(error)));
    }
    return;
  }
  const now = journal.find(record.id);
  if (now && isUnsettled(now)) {
    // A find has its own notice, whoever looked.
    void window.showWarningMessage(linklessText(`${title}: ${lookSentence(now)}`));
  }
}

type Decision =
  | { readonly kind: 'placed'; readonly orderNo: string }
  | { readonly kind: 'otherNumber' }
  | { readonly kind: 'notPlaced' };

/** Lets the user decide what became of an order of unknown outcome. */
export async function markOrderSettled(
  {
    journal,
    locks,
    session,
    listed,
  }: {
    readonly journal: Journal;
    readonly locks: Locks;
    readonly session: Session;
    /** The portal's orders that are loaded. */
    readonly listed: () => readonly Pick<PortalOrder, 'orderNo'>[];
  },
  argument: unknown,
): Promise<void> {
  const title = l10n.t('Mark as Settled');
  const record = await unsettledRecord(journal, session.state, argument, title);
  const holder = record && (await locks.holderOf(subjectsOf(record)));
  if (holder) {
    const { file, lastSign, isHere } = holder;
    void window.showWarningMessage(
      isHere
        ? l10n.t('This order is being placed at this moment. Wait for its end.')
        : linklessText(
            l10n.t(
              'This order is being placed at this moment, on another machine or in another container: the lock {0} gave its last sign at {1}. Wait for its end. If nothing is being ordered there, delete that file.',
              file,
              timeText(lastSign),
            ),
          ),
    );
    return;
  }
  const decision =
    record &&
    (
      await window.showQuickPick(choices(record), {
        title,
        placeHolder: l10n.t('What became of {0}?', plainText(recordTitle(record))),
        ignoreFocusOut: true,
      })
    )?.decision;
  const change = decision && (await changeOf(decision, listed));
  if (record && change) {
    await journal.note(record.id, change);
  }
}

function choices({ looks }: OrderRecord): (QuickPickItem & { readonly decision: Decision })[] {
  const possible = looks.at(-1)?.possible ?? [];
  return [
    ...possible.map((orderNo) => ({
      label: l10n.t('It is the order {0}', iconlessText(codeText(orderNo))),
      decision: { kind: 'placed', orderNo } as const,
    })),
    {
      label: l10n.t('It was placed…'),
      detail: l10n.t('Enter its number as the portal shows it.'),
      decision: { kind: 'otherNumber' },
    },
    {
      label: l10n.t('It was not placed'),
      detail: l10n.t('Only if you are certain, say by word of Yeastar. The same can be ordered again then.'),
      decision: { kind: 'notPlaced' },
    },
  ];
}

async function changeOf(
  decision: Decision,
  listed: () => readonly Pick<PortalOrder, 'orderNo'>[],
): Promise<RecordChange | undefined> {
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
      const orderNo = numberTyped(
        typed,
        listed().map((order) => order.orderNo),
      );
      return { state: 'placed', at, orderNo, by: 'user' };
    }
    case 'notPlaced':
      return { state: 'dismissed', at };
  }
}

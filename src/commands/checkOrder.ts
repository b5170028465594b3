import { l10n, ProgressLocation, window } from 'vscode';
import { explain } from '../explain';
import type { Journal } from '../orders/journal';
import { type OrderRecord, isUnsettled } from '../orders/record';
import type { Settling } from '../orders/settling';
import { linklessText } from '../plainText';
import type { Session } from '../portal/session';
import { lookSentence, recordTitle } from '../recordTexts';
import { unsettledRecord } from './orderArgument';

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

import { l10n, window } from 'vscode';
import { type Consent, consentTo } from '../../orders/duplicates';
import { type SessionState, isSandbox } from '../../portal/sessionTokens';
import type { BulkRow } from './bulkRow';
import { totalText } from './totalText';
import type { Blocked } from '../../orders/place';
import { linklessText } from '../../text/plainText';
import { otherOrders } from '../reviewFacts';

/** What the user agrees to when a bulk order is placed. */
export interface PlaceQuestion {
  readonly count: number;
  readonly sandbox: boolean;
  /** The sum of the prices; see totalText. */
  readonly total: string;
  /** The ticked rows that may repeat an order. */
  readonly duplicates: readonly { readonly title: string; readonly by: Blocked; readonly consent: Consent }[];
}

/** Returns the label of the button that places so many orders. */
export function placeText(count: number): string {
  return count === 1 ? l10n.t('Place 1 Order') : l10n.t('Place {0} Orders', count);
}

/** Most possible duplicates that the dialog lists one by one. */
const mostListed = 12;

/** Asks in a modal dialog whether to place these orders; it is also the consent to the possible duplicates in it. */
export async function askToPlace({ count, sandbox, total, duplicates }: PlaceQuestion): Promise<boolean> {
  const place = placeText(count);
  const listed = duplicates.slice(0, mostListed).map(({ title, by }) => {
    const others = otherOrders(by).map((other) => `${other.title}: ${other.state}`);
    return `• ${title} (${others.join('; ')})`;
  });
  const further = duplicates.length - listed.length;
  const answer = await window.showWarningMessage(
    linklessText(count === 1 ? l10n.t('Place this order?') : l10n.t('Place these {0} orders?', count)),
    {
      modal: true,
      detail: [
        ...(sandbox ? [l10n.t('Sandbox: nothing is bought')] : []),
        total,
        ...(duplicates.length === 0
          ? []
          : [
              duplicates.length === 1
                ? l10n.t('1 of them is a possible duplicate:')
                : l10n.t('{0} of them are possible duplicates:', duplicates.length),
              ...listed,
              ...(further > 0 ? [l10n.t('and {0} more', further)] : []),
            ]),
      ]
        .map(linklessText)
        .join('\n'),
    },
    // Enter presses the first button. Holding it down, or pressing it once too often, must not buy.
    l10n.t('Back to Review'),
    place,
  );
  return answer === place;
}

/** Returns what the user has to agree to before these rows are placed. */
export function placeQuestion(rows: readonly BulkRow[], session: SessionState): PlaceQuestion {
  return {
    count: rows.length,
    sandbox: isSandbox(session),
    total: totalText(rows),
    duplicates: rows.flatMap(({ duplicate, review }) =>
      duplicate && review ? [{ title: review.title, by: duplicate, consent: consentTo(duplicate) }] : [],
    ),
  };
}

import { l10n, window } from 'vscode';
import { type Consent, consentTo } from '../orders/duplicates';
import type { Blocked } from '../orders/place';
import { linklessText } from '../plainText';
import { blockedReason } from './blockedView';
import type { OpenReview } from './openReview';
import { otherOrders } from './recentOrderTexts';

/** What a user is asked to agree to before an order is placed that may repeat others. */
export interface AskedConsent {
  /** The review whose order a yes places. */
  readonly reviewId: string;
  /** What is ordered for which PBX. */
  readonly title: string;
  /** Why it may buy the same twice. */
  readonly reason: string;
  /** The orders that it may repeat, and what has changed since the user saw and wanted it; a line for each. */
  readonly lines: readonly string[];
  /** The agreement that a yes gives: to these orders, and to none else. */
  readonly consent: Consent;
}

/** The question whether the user agrees to repeat these orders, and to what is not any more as the review showed it. */
export function consentAsked(
  by: Blocked,
  { reviewId, changes, title }: Pick<OpenReview, 'reviewId' | 'changes' | 'title'>,
): AskedConsent {
  return {
    reviewId,
    title,
    reason: blockedReason(by),
    lines: [...otherOrders(by).map((other) => `${other.title}: ${other.state}`), ...changes],
    consent: consentTo(by),
  };
}

/**
 * Asks in a modal dialog of VS Code.
 *
 * @returns What the user wants: to place the order, to look at the orders first, or neither.
 */
export async function askConsent({
  title,
  reason,
  lines,
}: AskedConsent): Promise<'place' | 'showOrders' | 'neither'> {
  const showOrders = l10n.t('Show Orders');
  const placeAnyway = l10n.t('Place Anyway');
  const answer = await window.showWarningMessage(
    linklessText(l10n.t('Place this order although it may buy the same twice? {0}', title)),
    { modal: true, detail: [reason, ...lines].map(linklessText).join('\n') },
    // The first one is what Enter presses, held down or pressed once too often: it must not buy.
    showOrders,
    placeAnyway,
  );
  return answer === placeAnyway ? 'place' : answer === showOrders ? 'showOrders' : 'neither';
}

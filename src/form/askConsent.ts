import { l10n, window } from 'vscode';
import { type Consent, consentTo } from '../orders/duplicates';
import type { Blocked } from '../orders/place';
import { linklessText, plainText } from '../text/plainText';
import type { OpenReview } from './openReview';
import { otherOrders } from './reviewFacts';
import { isOpen } from '../orders/entry';
import { lastCheckSentence } from '../text/orderTexts';
import { timeText } from '../text/dateTexts';
import type { BlockedView, Check } from './contract';

/** What a user must consent to before a possible duplicate is placed. */
export interface ConsentQuestion {
  /** The review whose order is placed if the user agrees. */
  readonly reviewId: string;
  /** What is ordered, and for which PBX. */
  readonly title: string;
  /** Why the order may be a duplicate. */
  readonly reason: string;
  /** The orders that it may repeat, and what has changed since the user approved the review; one line each. */
  readonly lines: readonly string[];
  /** The consent that the user gives by agreeing; it covers these orders only. */
  readonly consent: Consent;
}

/**
 * Returns the question for the user: whether to repeat these orders, and to accept what has changed since they approved
 * the review.
 */
export function consentQuestion(
  by: Blocked,
  { reviewId, changes, title }: Pick<OpenReview, 'reviewId' | 'changes' | 'title'>,
): ConsentQuestion {
  return {
    reviewId,
    title,
    reason: duplicateReason(by),
    lines: [...otherOrders(by).map((other) => `${other.title}: ${other.state}`), ...changes],
    consent: consentTo(by),
  };
}

/**
 * Asks the user in a modal dialog.
 *
 * @returns What the user wants: place the order, see the other orders first, or neither.
 */
export async function askConsent({
  title,
  reason,
  lines,
}: ConsentQuestion): Promise<'place' | 'showOrders' | 'neither'> {
  const showOrders = l10n.t('Show Orders');
  const placeAnyway = l10n.t('Place Anyway');
  const answer = await window.showWarningMessage(
    linklessText(l10n.t('Place this order although it may be a duplicate? {0}', title)),
    { modal: true, detail: [reason, ...lines].map(linklessText).join('\n') },
    // Enter presses the first button. Holding it down, or pressing it once too often, must not buy.
    showOrders,
    placeAnyway,
  );
  return answer === placeAnyway ? 'place' : answer === showOrders ? 'showOrders' : 'neither';
}

/**
 * Describes a blocked order for the webview.
 *
 * @param title What is ordered, and for which PBX.
 */
export function blockedView(
  blocked: Blocked,
  { reviewId, title, isChecking }: { reviewId: string; title: string; isChecking: boolean },
): BlockedView {
  const { beingPlaced, entries } = blocked;
  return {
    reviewId,
    sentence: blockedSentence(blocked, title),
    orders: otherOrders(blocked),
    check: checkView(isChecking, entries.map(lastCheckSentence).find((text) => text !== '') ?? ''),
    mayPlace: !beingPlaced,
    lockFile: blocked.lock?.file ?? '',
  };
}

export function checkView(underWay: boolean, result: string): Check {
  return { underWay, text: underWay ? l10n.t('Checking the portal’s orders…') : result };
}

/**
 * Returns a text saying that the order was not sent, and why.
 *
 * @param title What is ordered, and for which PBX.
 */
export function blockedSentence(blocked: Blocked, title: string): string {
  return [l10n.t('{0} was not sent.', title), duplicateReason(blocked)].join(' ');
}

/** Returns why an order may be a duplicate. */
export function duplicateReason({ beingPlaced, lock, entries, orders }: Blocked): string {
  if (lock) {
    return l10n.t(
      'The same order is being placed on another machine or in another container: its lock {0} was last active at {1}. Wait until it has finished, then check again. If nothing is being ordered there, delete that file.',
      plainText(lock.file),
      timeText(lock.lastSign),
    );
  }
  if (beingPlaced) {
    return l10n.t(
      'The same order is being placed in this window or another. Wait until it has finished, then check again.',
    );
  }
  if (entries.some(isOpen)) {
    return l10n.t(
      'The same order was sent before, and its outcome is unknown. If it was placed, this one is a duplicate.',
    );
  }
  return orders.some(({ detail }) => !detail || detail.lines.length === 0)
    ? l10n.t(
        'The portal has a new order for this PBX but does not show what was ordered. It may be the same order.',
      )
    : l10n.t('The same order has already been placed. Placing this one buys everything in it again.');
}

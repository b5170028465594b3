import { l10n } from 'vscode';
import type { Blocked } from '../orders/place';
import { isUnsettled } from '../orders/record';
import { plainText } from '../plainText';
import { lookSentence, timeText } from '../recordTexts';
import type { BlockedView, Check } from './contract';
import { otherOrders } from './recentOrderTexts';

/** Why an order was not sent, and what the user can agree to. @param title What is ordered for which PBX. */
export function blockedView(
  blocked: Blocked,
  { reviewId, title, isChecking }: { reviewId: string; title: string; isChecking: boolean },
): BlockedView {
  const { beingPlaced, records } = blocked;
  return {
    reviewId,
    sentence: blockedSentence(blocked, title),
    orders: otherOrders(blocked),
    check: checkView(isChecking, records.map(lookSentence).find((text) => text !== '') ?? ''),
    mayPlace: !beingPlaced,
    lockFile: blocked.lock?.file ?? '',
  };
}

export function checkView(underWay: boolean, found: string): Check {
  return { underWay, text: underWay ? l10n.t('Looking for it among the portal’s orders…') : found };
}

/** That nothing was sent, and why. @param title What is ordered for which PBX. */
export function blockedSentence(blocked: Blocked, title: string): string {
  return [l10n.t('{0} was not sent.', title), blockedReason(blocked)].join(' ');
}

/** Why an order may be one too many. */
export function blockedReason({ beingPlaced, lock, records, orders }: Blocked): string {
  if (lock) {
    return l10n.t(
      'The same is being ordered at this moment, on another machine or in another container: the lock {0} gave its last sign at {1}. Wait until that has ended, then check again. If nothing is being ordered there, delete that file.',
      plainText(lock.file),
      timeText(lock.lastSign),
    );
  }
  if (beingPlaced) {
    return l10n.t(
      'The same is being ordered at this moment, in this window or another. Wait until that has ended, then check again.',
    );
  }
  if (records.some(isUnsettled)) {
    return l10n.t(
      'The same was ordered before, and it is not known whether the portal took that order. If it did, this one buys the same again.',
    );
  }
  return orders.some(({ detail }) => !detail || detail.lines.length === 0)
    ? l10n.t(
        'The portal has a new order for this PBX that does not say what was ordered. It may be the same.',
      )
    : l10n.t('The same has been ordered already. This order buys it again.');
}

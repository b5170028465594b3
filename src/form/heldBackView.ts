import { l10n } from 'vscode';
import type { HeldBack } from '../orders/place';
import { isUnsettled } from '../orders/record';
import { plainText } from '../plainText';
import { lookSentence, recordStateText, recordTitle } from '../recordTexts';
import type { Check, HeldBackView } from './contract';

/** Why an order is held back, and what the user can agree to. @param title What is ordered for which PBX. */
export function heldBackView(
  { beingPlaced, records }: HeldBack,
  { reviewId, title, isChecking }: { reviewId: string; title: string; isChecking: boolean },
): HeldBackView {
  return {
    reviewId,
    sentence: sentenceOf({ beingPlaced, areUnsettled: records.some(isUnsettled), title }),
    records: records.map((record) => ({
      recordId: record.id,
      title: plainText(recordTitle(record)),
      state: plainText(recordStateText(record)),
    })),
    check: checkView(isChecking, records.map(lookSentence).find((text) => text !== '') ?? ''),
    consent: beingPlaced
      ? ''
      : l10n.t('I know that {0} may be bought twice, and want this order all the same.', title),
  };
}

export function checkView(underWay: boolean, found: string): Check {
  return { underWay, text: underWay ? l10n.t('Looking for it among the portal’s orders…') : found };
}

function sentenceOf(about: { beingPlaced: boolean; areUnsettled: boolean; title: string }): string {
  const { title } = about;
  if (about.beingPlaced) {
    return l10n.t(
      'Nothing was sent: {0} is being ordered at this moment, in this window or another. Wait for its end, then check again.',
      title,
    );
  }
  return about.areUnsettled
    ? l10n.t(
        'Nothing was sent: {0} was ordered before, and it is not known whether the portal took that order. If it did, this one buys the same again.',
        title,
      )
    : l10n.t(
        'Nothing was sent: {0} was ordered on this machine since you reviewed this order. This one buys the same again.',
        title,
      );
}

import { l10n } from 'vscode';
import { plainText } from '../plainText';
import type { OrderFilter, RecordEnding } from './orderFilter';

/** A filter in words: what it asks for, one thing after the other. */
export function filterText({ statuses, endings, products, text }: OrderFilter): string {
  const sought = text.trim();
  const parts = [
    ...[...statuses].map(plainText),
    ...[...endings].map(endingText),
    ...[...products.values()].map(plainText),
    ...(sought === '' ? [] : [`"${plainText(sought)}"`]),
  ];
  return l10n.t('Filter: {0}', parts.join(', '));
}

/** What became of a record, as the Orders view says it. */
export function endingText(ending: RecordEnding): string {
  switch (ending) {
    case 'refused':
      return l10n.t('refused');
    case 'notSent':
      return l10n.t('not sent');
    case 'dismissed':
      return l10n.t('settled as not placed');
  }
}

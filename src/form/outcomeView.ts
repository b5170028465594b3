import { l10n } from 'vscode';
import type { Outcome } from '../orders/outcome';
import type { OutcomeView } from './contract';

/** An order's end, in words. */
export function outcomeView(outcome: Outcome): OutcomeView {
  switch (outcome.kind) {
    case 'placed': {
      const { orderNo, orderStatus = '', transactionNo = '' } = outcome.receipt;
      const isFinal = orderStatus === 'succeed';
      return {
        kind: 'placed',
        title: l10n.t('Order placed'),
        sentence: isFinal
          ? l10n.t('The portal took the order. Its whole reply is in the output.')
          : l10n.t(
              'The portal took the order and reports its status as "{0}". Its whole reply is in the output.',
              orderStatus,
            ),
        details: filled([
          [l10n.t('Order number'), orderNo],
          [l10n.t('Status'), orderStatus],
          [l10n.t('Transaction'), transactionNo],
          [l10n.t('Request id'), outcome.requestId],
        ]),
        mayEdit: false,
      };
    }
    case 'refused':
      return {
        kind: 'refused',
        title: l10n.t('Refused'),
        sentence: [outcome.error.sentence(), l10n.t('Nothing was ordered.')].join(' '),
        details: [],
        mayEdit: true,
      };
    case 'notSent':
      return {
        kind: 'notSent',
        title: l10n.t('Not sent'),
        sentence: [outcome.error.sentence(), l10n.t('Nothing was ordered.')].join(' '),
        details: [],
        mayEdit: true,
      };
    case 'unknown':
      return {
        kind: 'unknown',
        title: l10n.t('Outcome unknown'),
        sentence: [
          outcome.error?.sentence() ?? l10n.t('The portal reported success but named no order.'),
          l10n.t(
            'The order may have been placed. Look for it among the orders in the Partner Portal before you order again.',
          ),
        ].join(' '),
        details: [],
        mayEdit: false,
      };
  }
}

function filled(details: readonly (readonly [string, string])[]): OutcomeView['details'] {
  return details.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value }));
}

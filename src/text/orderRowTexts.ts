import { env, l10n } from 'vscode';
import type { OrderFacts, OrderKind } from '../orders/orderFacts';
import { amountInSentence } from './amounts';
import { operationText } from './orderTexts';
import { plainText } from './plainText';

/** Returns the name of a kind of order, as filters show it. */
export function orderKindText(kind: OrderKind): string {
  switch (kind) {
    case 'subscribe':
      return l10n.t('Subscription');
    case 'purchase':
      return l10n.t('Purchase');
    case 'renew':
      return l10n.t('Renewal');
    case 'switchPlan':
      return l10n.t('Plan switch');
    case 'startTrial':
      return l10n.t('Trial');
    case 'other':
      return l10n.t('Other operation');
  }
}

/** Returns what an order does, in a few words: `Renewal`, or the name of the service. Empty if unknown. */
export function rowOperationText({ operationType, ordered }: OrderFacts): string {
  if (operationType === 'renew_plan') {
    return l10n.t('Renewal');
  }
  const names = plainText(ordered ?? '');
  return names === '' ? '' : operationText(operationType ?? '', names);
}

/** Returns the price of an order; empty if unknown. */
export function rowPriceText({ price }: OrderFacts): string {
  return price === undefined ? '' : amountInSentence(price.amount, price.currency, env.language);
}

const dayLength = 24 * 60 * 60_000;

/** Returns the local day of a time: `today`, `yesterday`, or the date. */
export function recentDayText(time: number, now: number = Date.now()): string {
  const midnight = (at: number) => {
    const date = new Date(at);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  const days = (midnight(time) - midnight(now)) / dayLength;
  return days === 0 || days === -1
    ? new Intl.RelativeTimeFormat(env.language, { numeric: 'auto' }).format(days, 'day')
    : new Intl.DateTimeFormat(env.language, { dateStyle: 'medium' }).format(time);
}

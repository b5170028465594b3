import { env, l10n } from 'vscode';
import type { CalculatedPrice } from '../portal/calculation';
import type { Id } from '../portal/values';
import { amountInSentence } from '../text/amounts';
import { timeOfDayText } from '../text/failureTexts';
import { periodText } from '../text/periodTexts';
import type { PriceView } from './contract';
import { type DescribedLines, lineTexts, periodOf } from './orderFacts';

/** What is known about the price of an order. */
export type PriceAnswer =
  | { readonly status: 'asking' }
  /** `price`: undefined if the reply contained no readable one. */
  | { readonly status: 'given'; readonly price: CalculatedPrice | undefined; readonly at: Date }
  /** `reason`: a sentence; may be empty. */
  | { readonly status: 'none'; readonly reason: string };

/** An order whose price is shown. */
export interface PricedLines extends DescribedLines {
  /** Pricing ids of plans and services, by the ids of those. */
  readonly pricingIds: ReadonlyMap<string, Id>;
}

/**
 * Returns the price of an order as the webview shows it: its lines, each with an amount only if the portal returned one
 * for it, and the total.
 */
export function priceViewOf(priced: PricedLines, answer: PriceAnswer): PriceView {
  const price = answer.status === 'given' ? answer.price : undefined;
  const lines = lineTexts(priced).map(({ serviceId, name, quantity }) => ({
    what: name,
    quantity,
    amount: lineAmount(priced, serviceId, price),
  }));
  switch (answer.status) {
    case 'asking':
      return { status: 'asking', lines, text: l10n.t('Loading the price…'), note: '' };
    case 'given':
      return price
        ? { status: 'given', lines, text: totalText(priced, price), note: noteText(answer.at) }
        : { status: 'none', lines, text: l10n.t('The portal gave no price.'), note: '' };
    case 'none':
      return {
        status: 'none',
        lines,
        text: [l10n.t('The portal gave no price.'), answer.reason].join(' ').trim(),
        note: '',
      };
  }
}

/** Returns an amount as it is read in a sentence. */
export function shownAmount(amount: string, currency: string | undefined): string {
  // An ordinary space, so that the line can break there and a search for the text as typed finds it.
  return amountInSentence(amount, currency, env.language).replaceAll('\u00a0', ' ');
}

function totalText({ order }: PricedLines, { amount, currency }: CalculatedPrice): string {
  const total = shownAmount(amount, currency);
  const period = periodText(periodOf(order.serviceList[0]));
  return period === '' ? l10n.t('Total: {0}', total) : l10n.t('Total: {0} {1}', total, period);
}

function noteText(at: Date): string {
  return l10n.t('As calculated by the portal at {0}; tax not stated.', timeOfDayText(at));
}

function lineAmount({ pricingIds }: PricedLines, id: Id, price: CalculatedPrice | undefined): string {
  const pricingId = pricingIds.get(id);
  const amounts = price?.lineAmounts;
  const amount = (pricingId === undefined ? undefined : amounts?.get(pricingId)) ?? amounts?.get(id);
  return amount === undefined ? '' : shownAmount(amount, price?.currency);
}

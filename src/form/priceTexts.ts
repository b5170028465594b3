import { env, l10n } from 'vscode';
import { amountInSentence } from '../amounts';
import type { Price } from '../portal/price';
import type { PriceLine } from './contract';

/** The line about the price, once the portal has answered. */
export function priceLine(price: Price | undefined, at: Date): PriceLine {
  if (!price) {
    return { status: 'none', text: l10n.t('The portal gave no price that can be read.') };
  }
  const time = new Intl.DateTimeFormat(env.language, { timeStyle: 'short' }).format(at);
  // An ordinary blank, since a sentence may be broken there, and is searched for as it is typed.
  const amount = amountInSentence(price.amount, price.currency, env.language).replaceAll('\u00a0', ' ');
  return { status: 'told', text: l10n.t('{0} as calculated by the portal at {1}', amount, time) };
}

/** The line about a price that could not be asked for. @param reason A sentence; may be empty. */
export function noPriceLine(reason: string): PriceLine {
  return { status: 'none', text: [l10n.t('The portal gave no price.'), reason].join(' ').trim() };
}

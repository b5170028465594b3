import { env, l10n } from 'vscode';
import type { Price } from '../../portal/price';
import { amountInSentence } from '../../text/amounts';
import { numberText } from '../../text/plainText';

interface Priced {
  readonly price: { readonly given: Price | undefined };
}

/** Returns the sum of the prices by currency, and for how many orders the portal gave no price. */
export function totalText(rows: readonly Priced[]): string {
  if (rows.length === 0) {
    return '';
  }
  const prices = rows.flatMap(({ price }) => (price.given ? [price.given] : []));
  const sums = sumsOf(prices).map(({ amount, currency }) => amountInSentence(amount, currency, env.language));
  const missing = rows.length - prices.length;
  return [
    rows.length === 1
      ? l10n.t('Total for 1 order:')
      : l10n.t('Total for {0} orders:', numberText(String(rows.length))),
    sums.length === 0 ? l10n.t('the portal gave no price.') : `${sums.join(' + ')}.`,
    ...(missing === 0 || sums.length === 0
      ? []
      : [
          missing === 1
            ? l10n.t('1 of them has no price yet.')
            : l10n.t('{0} of them have no price yet.', missing),
        ]),
  ].join(' ');
}

/** Says what the prices of a review leave open; empty when the portal gave none. */
export function taxText(rows: readonly Priced[]): string {
  return rows.some(({ price }) => price.given) ? l10n.t('As calculated by the portal; tax not stated.') : '';
}

/** Adds amounts of the same currency, exactly. An amount that is not a plain decimal number stands by itself. */
function sumsOf(prices: readonly Price[]): Price[] {
  const sums = new Map<string, { units: bigint; digits: number; currency: string | undefined }>();
  const others: Price[] = [];
  for (const price of prices) {
    const [, whole, fraction = ''] = /^(\d{1,30})(?:\.(\d{1,30}))?$/.exec(price.amount) ?? [];
    if (whole === undefined) {
      others.push(price);
      continue;
    }
    const key = price.currency ?? '';
    const sum = sums.get(key) ?? { units: 0n, digits: 0, currency: price.currency };
    const digits = Math.max(sum.digits, fraction.length);
    const units =
      sum.units * 10n ** BigInt(digits - sum.digits) +
      BigInt(whole + fraction) * 10n ** BigInt(digits - fraction.length);
    sums.set(key, { units, digits, currency: price.currency });
  }
  return [
    ...[...sums.values()].map(({ units, digits, currency }) => {
      const text = units.toString().padStart(digits + 1, '0');
      const amount = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
      return { amount, currency };
    }),
    ...others,
  ];
}

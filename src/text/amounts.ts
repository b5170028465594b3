import { numberText, plainText } from './plainText';

/** Number of significant decimal digits that a double always keeps exactly. */
const mostExactDigits = 15;

/**
 * Formats an amount of money for `language` with exactly the digits that were received: none is rounded or dropped, and
 * only the zeros that the currency usually has are added (`USD 125.00` for 125). An amount for which that is
 * impossible, or a text that is not an amount, is returned as received.
 *
 * @param amount Decimal text, such as `1250.00`.
 * @param currency From the portal: an ISO 4217 code such as `USD`, or any other text, such as `RMB`. A text other than
 *   three letters follows the amount in brackets, since digits in front of the amount would read as part of it.
 */
export function amountText(amount: string, currency: string | undefined, language: string): string {
  return amountTexts(language)(amount, currency);
}

/**
 * Returns a function that does the same for many amounts. It creates each number format once, which takes longer than
 * using it. With `digitsOnly`, the currency decides about the zeros but is not part of the text.
 */
export function amountTexts(
  language: string,
  { digitsOnly = false }: { readonly digitsOnly?: boolean } = {},
): (amount: string, currency: string | undefined) => string {
  const formats = new Map<string, Intl.NumberFormat>();
  const formatOf = (fractionDigits: number, currency?: string): Intl.NumberFormat => {
    const key = `${fractionDigits} ${currency ?? ''}`;
    const format = formats.get(key) ?? numberFormat(language, fractionDigits, currency);
    formats.set(key, format);
    return format;
  };
  return (amount, currency) => {
    const [, whole, fraction = ''] = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(amount) ?? [];
    const isExact = whole !== undefined && whole.length + fraction.length <= mostExactDigits;
    if (isExact && currency !== undefined && isIsoCode(currency)) {
      const fractionDigits = Math.max(fraction.length, usualDigits(currency));
      return formatOf(fractionDigits, digitsOnly ? undefined : currency).format(Number(amount));
    }
    const digits = isExact ? formatOf(fraction.length).format(Number(amount)) : amount;
    return digitsOnly ? digits : withCurrency(digits, currency ?? '', isThreeLetters(currency));
  };
}

/** Formats an amount for a sentence: the amount and the portal's name for the currency are wrapped in isolates. */
export function amountInSentence(amount: string, currency: string | undefined, language: string): string {
  if (isIsoCode(currency)) {
    return numberText(amountText(amount, currency, language));
  }
  const digits = numberText(amountText(amount, undefined, language));
  return withCurrency(digits, plainText(currency ?? ''), isThreeLetters(currency));
}

/** Returns an amount and its currency as the portal writes them. */
export function receivedAmount(amount: string, currency: string | undefined): string {
  return withCurrency(amount, currency ?? '', isThreeLetters(currency));
}

function withCurrency(digits: string, currency: string, isPrefix: boolean): string {
  if (currency === '') {
    return digits;
  }
  return isPrefix ? `${currency} ${digits}` : `${digits} (${currency})`;
}

/** Whether what the portal calls a currency is three letters; anything else follows the amount in brackets. */
export function isThreeLetters(currency: string | undefined): boolean {
  return currency !== undefined && /^[A-Za-z]{3}$/.test(currency);
}

/** Whether `currency` is a currency code of ISO 4217 that the platform knows. */
function isIsoCode(currency: string | undefined): boolean {
  return currency !== undefined && Intl.supportedValuesOf('currency').includes(currency);
}

/** Returns how many digits amounts in a currency of ISO 4217 have after the point: 2 for USD, none for JPY. */
function usualDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().minimumFractionDigits ?? 0
  );
}

/**
 * Returns a number format with Latin digits, which are those received, and with the currency code, since several
 * currencies share a symbol.
 */
function numberFormat(language: string, fractionDigits: number, currency?: string): Intl.NumberFormat {
  return new Intl.NumberFormat(language, {
    numberingSystem: 'latn',
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
    ...(currency === undefined ? {} : { style: 'currency', currency, currencyDisplay: 'code' }),
  });
}

import { numberText, plainText } from './plainText';

/** Digits that a double holds exactly, whatever the number. */
const exactDigits = 15;

/**
 * An amount of money in the notation of `language`, with the digits that were received: none is added, rounded or
 * left out. An amount that could not be kept so, or is none, is shown as received.
 *
 * @param amount Decimal text, such as `1250.00`.
 * @param currency As the portal tells it: `USD`; also what is no code of ISO 4217, such as `RMB`. What is not three
 * letters stands in brackets behind the amount: digits in front of it would read as part of it.
 */
export function amountText(amount: string, currency: string | undefined, language: string): string {
  return amountTexts(language)(amount, currency);
}

/** The same for many amounts: each notation is made once, which takes longer than to use it. */
export function amountTexts(language: string): (amount: string, currency: string | undefined) => string {
  const formats = new Map<string, Intl.NumberFormat>();
  const formatOf = (fractionDigits: number, currency?: string): Intl.NumberFormat => {
    const key = `${fractionDigits} ${currency ?? ''}`;
    const format = formats.get(key) ?? numberFormat(language, fractionDigits, currency);
    formats.set(key, format);
    return format;
  };
  return (amount, currency) => {
    const [, whole, fraction = ''] = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(amount) ?? [];
    const isExact = whole !== undefined && whole.length + fraction.length <= exactDigits;
    if (isExact && isCode(currency)) {
      return formatOf(fraction.length, currency).format(Number(amount));
    }
    const digits = isExact ? formatOf(fraction.length).format(Number(amount)) : amount;
    return withCurrency(digits, currency ?? '', isThreeLetters(currency));
  };
}

/** The same for a sentence: the amount is isolated, and so is what the portal calls its currency. */
export function amountInSentence(amount: string, currency: string | undefined, language: string): string {
  if (isCode(currency)) {
    return numberText(amountText(amount, currency, language));
  }
  const digits = numberText(amountText(amount, undefined, language));
  return withCurrency(digits, plainText(currency ?? ''), isThreeLetters(currency));
}

/** An amount as the portal writes it, with what it calls the currency. */
export function receivedAmount(amount: string, currency: string | undefined): string {
  return isThreeLetters(currency)
    ? `${amount} ${currency ?? ''}`
    : withCurrency(amount, currency ?? '', false);
}

function withCurrency(digits: string, currency: string, isInFront: boolean): string {
  if (currency === '') {
    return digits;
  }
  return isInFront ? `${currency} ${digits}` : `${digits} (${currency})`;
}

function isThreeLetters(currency: string | undefined): boolean {
  return currency !== undefined && /^[A-Za-z]{3}$/.test(currency);
}

/** Whether it is a code of ISO 4217. */
function isCode(currency: string | undefined): boolean {
  return currency !== undefined && Intl.supportedValuesOf('currency').includes(currency);
}

/** Latin digits, so that they are those that were received; the code, since several currencies share a sign. */
function numberFormat(language: string, fractionDigits: number, currency?: string): Intl.NumberFormat {
  return new Intl.NumberFormat(language, {
    numberingSystem: 'latn',
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
    ...(currency === undefined ? {} : { style: 'currency', currency, currencyDisplay: 'code' }),
  });
}

/** Digits that a double holds exactly, whatever the number. */
const exactDigits = 15;

/**
 * An amount of money in the notation of `language`, with the digits that were received: none is added, rounded or
 * left out. An amount that could not be kept so, or is none, is shown as received.
 *
 * @param amount Decimal text, such as `1250.00`.
 * @param currency As the portal tells it: `USD`; also what is no code of ISO 4217, such as `RMB`.
 */
export function amountText(amount: string, currency: string | undefined, language: string): string {
  const [, whole, fraction = ''] = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(amount) ?? [];
  const isExact = whole !== undefined && whole.length + fraction.length <= exactDigits;
  const isCode = currency !== undefined && Intl.supportedValuesOf('currency').includes(currency);
  if (isExact && isCode) {
    return numberFormat(language, fraction.length, currency).format(Number(amount));
  }
  const digits = isExact ? numberFormat(language, fraction.length).format(Number(amount)) : amount;
  return currency === undefined || currency === '' ? digits : `${currency} ${digits}`;
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

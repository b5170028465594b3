import { type Json, type JsonObject, isObject } from './exactJson';
import { fieldCandidates, readCandidate } from './findRecords';
import { readAs, textOrNumber, withoutTrailingZeros } from './values';

/** A price as the portal calculated it. */
export interface Price {
  /** Decimal text with the digits as received. */
  readonly amount: string;
  /** `USD`, `RMB` …; undefined when not provided. */
  readonly currency: string | undefined;
}

/** A value of a reply that is about the order as a whole. */
interface OrderValue {
  /** In lower case without separators. */
  readonly name: string;
  /** As received. */
  readonly text: string;
  /** The record that holds the value, then those around it. */
  readonly records: readonly JsonObject[];
}

/** Names that always mean the price of the whole order, in lower case without separators. */
const wholeNames: ReadonlySet<string> = new Set([
  'totalamount',
  'totalprice',
  'totalfee',
  'totalcost',
  'totalpayable',
  'finalprice',
  'finalamount',
  'finaltotal',
  'grandtotal',
  'payamount',
  'payprice',
  'payable',
  'payableamount',
  'payableprice',
  'amountpayable',
  'amountdue',
  'dueamount',
  'orderamount',
  'orderprice',
  'ordertotal',
]);

/** Names that mean the price of the whole order unless something beside them suggests the price of a part. */
const plainNames: ReadonlySet<string> = new Set(['amount', 'price']);

/** Containers of values about the whole order. Any other container holds a part: a discount, a tax … */
const wholeContainers: ReadonlySet<string> = new Set([
  ...wholeNames,
  ...plainNames,
  'total',
  'totals',
  'data',
  'result',
  'results',
  'response',
  'body',
  'content',
  'payload',
  'info',
  'detail',
  'details',
  'order',
  'orderinfo',
  'orderinformation',
  'ordersummary',
  'summary',
  'quote',
  'quotation',
  'calculation',
  'calculate',
  'pricing',
  'pricinginfo',
  'priceinfo',
  'pricedetail',
  'pricesummary',
]);

/** Ids of a plan or service: a record that has one is a line of the order. */
export const lineIds = [
  'serviceId',
  'planId',
  'pricingId',
  'pricingPlanId',
  'pricingServiceId',
  'connectionPlanId',
];

/** Fields beside the `total` of a page, where it counts rows. */
const pageKeys = ['count', 'pageNo', 'pageSize', 'totalPage', 'results', 'rows', 'records', 'list', 'items'];

/** Parts of the names of counts, and of names that only look like counts. */
const countNames = [
  /quantity|qty|count|num(ber|s?$)|units?$|capacity/,
  /(seat|user|extension|licen[cs]e|connection|channel|device|piece|minute|hour|day|month|year)s$/,
];
const falseCountNames =
  /account|discount|country|counter|(order|invoice|request|quote)number|(serial|phone|tax)num|price|amount|currency|fee|cost/;

/** Parts of the names of amounts that may be the price of the whole order. */
const moneyNames =
  /price|amount|fee|cost|pay|charge|sum$|^sum|total|due$|balance|tax|vat$|gross|^net|discount|coupon/;

/** Prefixes of the names of amounts from which the price was calculated. */
const earlierPriceNames = /^(original|origin|list|market|old|base|unit)/;

/** Parts of the names of amounts for the whole order, and parts that mark such an amount as partial after all. */
const totalNames = /total.|.total|sum$|^sum|payment|real|actual|discounted|afterdiscount/;
const partialNames = /sub|tax|(?<!after)discount(?!ed)|sav|count$|page|num|qty|quantity|row/;

/**
 * Reads the reply of `pricing/calculate` (API guide, price), whose fields are undocumented. Only an amount whose name
 * means the whole order counts. A price is never added up from parts or chosen from several.
 *
 * @returns Undefined when there is no such amount, one of them is unreadable, two of them differ in amount or currency,
 * or another value casts doubt on it.
 */
export function readPrice(result: Json): Price | undefined {
  const values = orderValuesIn(result, []);
  // Cached per record: one record may have several spellings of `total`.
  const totals = new Map<JsonObject, boolean>();
  const holdsTotal = (record: JsonObject) => {
    const known = totals.get(record) ?? isTotalOfMoney(record);
    totals.set(record, known);
    return known;
  };
  const certain = values.filter((one) => meansTheWhole(one, holdsTotal));
  // Next to a quantity, a plain price may be the price of one unit.
  const plain = values.some(isCount) ? [] : values.filter(({ name }) => plainNames.has(name));
  const priced = new Set([...certain, ...plain]);
  const price = agreedPrice(values.filter((one) => priced.has(one)));
  const others = values.filter((one) => !priced.has(one));
  return price && others.some((other) => castsDoubt(other, price, certain.length > 0)) ? undefined : price;
}

function agreedPrice([first, ...others]: readonly OrderValue[]): Price | undefined {
  if (!first || ![first, ...others].every(({ text }) => isAmount(text))) {
    return undefined;
  }
  let currency = currencyOf(first.records);
  for (const other of others) {
    const otherCurrency = currencyOf(other.records);
    if (
      !isSameAmount(first.text, other.text) ||
      (currency !== undefined && otherCurrency !== undefined && currency !== otherCurrency)
    ) {
      return undefined;
    }
    currency ??= otherCurrency;
  }
  return { amount: first.text, currency };
}

/** Whether another value may be the price of the whole order instead. */
function castsDoubt({ name, text }: OrderValue, { amount }: Price, isCertain: boolean): boolean {
  const number = text.replaceAll(/[\s,$€£¥]/g, '').replaceAll(/^[A-Z]{3}|[A-Z]{3}$/g, '');
  if (!isAmount(number)) {
    return false;
  }
  const isSame = isSameAmount(number, amount);
  if (isCertain) {
    return totalNames.test(name) && !partialNames.test(name) && !isSame;
  }
  if (earlierPriceNames.test(name)) {
    return name.startsWith('unit') && isSame;
  }
  const isZero = isSameAmount(number, '0') && !name.includes('total');
  return moneyNames.test(name) && !isSame && !isZero;
}

/** Whether a text is an amount of money and nothing else. */
export function isAmount(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}

/**
 * Whether a container with this name holds more about the subject of the record around it. Any other container holds a
 * part, such as a discount.
 */
export function isTransparentContainer(container: string): boolean {
  return wholeContainers.has(plainName(container));
}

/**
 * Collects the values about the whole order. Arrays are skipped: they hold parts of an order, and the total is beside
 * them, not in them.
 */
function orderValuesIn(value: Json, around: readonly JsonObject[]): OrderValue[] {
  if (!isObject(value) || lineIds.some((name) => isFilled(value[name]))) {
    return [];
  }
  const records = [value, ...around];
  return Object.entries(value).flatMap(([key, inner]): OrderValue[] => {
    if (isObject(inner)) {
      return isTransparentContainer(key) ? orderValuesIn(inner, records) : [];
    }
    return Array.isArray(inner) || !isFilled(inner)
      ? []
      : [{ name: plainName(key), text: readAs(textOrNumber, inner)?.trim() ?? '', records }];
  });
}

function plainName(key: string): string {
  return key.toLowerCase().replaceAll(/[_-]/g, '');
}

function meansTheWhole({ name, records }: OrderValue, holdsTotal: (record: JsonObject) => boolean): boolean {
  return wholeNames.has(name) || (name === 'total' && records.slice(0, 1).some(holdsTotal));
}

function isCount({ name }: OrderValue): boolean {
  return countNames.some((part) => part.test(name)) && !falseCountNames.test(name);
}

/** Whether a plain `total` is money: a currency or cents say so, and nothing beside it suggests a count of rows. */
function isTotalOfMoney(record: JsonObject): boolean {
  const total = Object.entries(record).find(([key]) => key.toLowerCase() === 'total')?.[1];
  const hasCents = /^\d+\.\d+$/.test(readAs(textOrNumber, total) ?? '');
  const isCounter = pageKeys.some((key) => record[key] !== undefined);
  return !isCounter && (hasCents || currencyOf([record]) !== undefined);
}

/** Returns the currency of the price's record, or of the nearest record around it. */
export function currencyOf(records: readonly JsonObject[]): string | undefined {
  return records
    .map((record) => readCandidate(record, fieldCandidates.currency, textOrNumber))
    .find((currency) => currency !== undefined);
}

function isSameAmount(one: string, other: string): boolean {
  return normalized(one) === normalized(other);
}

/** Removes insignificant zeros, so that equal amounts have equal texts: `0125.10` becomes `125.1`. */
function normalized(amount: string): string {
  const [whole = '', cents = ''] = amount.split('.');
  return `${whole.replace(/^0+(?=\d)/, '')}.${withoutTrailingZeros(cents)}`;
}

function isFilled(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

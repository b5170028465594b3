import { type Json, type JsonObject, isObject } from './exactJson';
import { fieldCandidates, readCandidate } from './findRecords';
import { readAs, textual, withoutTrailingZeros } from './values';

/** A price as the portal calculated it. */
export interface Price {
  /** Decimal text with the digits as received. */
  readonly amount: string;
  /** `USD`, `RMB` …; undefined when the portal does not provide it. */
  readonly currency: string | undefined;
}

/** A value of a reply about an order, or of a container that holds what is true of the whole order. */
interface Told {
  /** In lower case without separators. */
  readonly name: string;
  /** As received. */
  readonly text: string;
  /** The record of the value, and those around it. */
  readonly records: readonly JsonObject[];
}

/** Names that mean the price of a whole order wherever they stand, in lower case without separators. */
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

/** Names that mean it where nothing around them says that they are a part's. */
const plainNames: ReadonlySet<string> = new Set(['amount', 'price']);

/** Containers that hold what is true of the whole order. Under any other name stands a part: a discount, a tax … */
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
const lineIds = ['serviceId', 'planId', 'pricingId', 'pricingPlanId', 'pricingServiceId', 'connectionPlanId'];

/** What a page has beside its `total`, which counts rows there. */
const pageKeys = ['count', 'pageNo', 'pageSize', 'totalPage', 'results', 'rows', 'records', 'list', 'items'];

/** Parts of the names of what tells how many there are, and of what is not that although it sounds like it. */
const counting = [
  /quantity|qty|count|num(ber|s?$)|units?$|capacity/,
  /(seat|user|extension|licen[cs]e|connection|channel|device|piece|minute|hour|day|month|year)s$/,
];
const notCounting =
  /account|discount|country|counter|(order|invoice|request|quote)number|(serial|phone|tax)num|price|amount|currency|fee|cost/;

/** Parts of the names of amounts that may be that of the whole order. */
const money =
  /price|amount|fee|cost|pay|charge|sum$|^sum|total|due$|balance|tax|vat$|gross|^net|discount|coupon/;

/** How the names of amounts begin from which the price was made. */
const former = /^(original|origin|list|market|old|base|unit)/;

/** Parts of the names of amounts that mean the whole order, and of those that are a part of it all the same. */
const total = /total.|.total|sum$|^sum|payment|real|actual|discounted|afterdiscount/;
const partial = /sub|tax|(?<!after)discount(?!ed)|sav|count$|page|num|qty|quantity|row/;

/**
 * Reads the reply of `pricing/calculate` (API guide, price), whose fields no guide documents. Only an amount under a
 * name that means the whole order counts. Undefined when there is none, when one of them cannot be read, when two
 * differ in amount or currency, or when another value makes it doubtful: a price is neither put together from parts nor
 * chosen from several.
 */
export function readPrice(result: Json): Price | undefined {
  const told = toldIn(result, []);
  // Once for each record: one may have many spellings of `total`.
  const totals = new Map<JsonObject, boolean>();
  const holdsTotal = (record: JsonObject) => {
    const known = totals.get(record) ?? isTotalOfMoney(record);
    totals.set(record, known);
    return known;
  };
  const sure = told.filter((one) => meansTheWhole(one, holdsTotal));
  // With a number of units beside it, a plain price may be the price of one.
  const plain = told.some(isCount) ? [] : told.filter(({ name }) => plainNames.has(name));
  const priced = new Set([...sure, ...plain]);
  const price = agreed(told.filter((one) => priced.has(one)));
  const others = told.filter((one) => !priced.has(one));
  return price && others.some((other) => isDoubt(other, price, sure.length > 0)) ? undefined : price;
}

function agreed([first, ...others]: readonly Told[]): Price | undefined {
  if (!first || ![first, ...others].every(({ text }) => isAmount(text))) {
    return undefined;
  }
  let currency = currencyOf(first.records);
  for (const other of others) {
    const its = currencyOf(other.records);
    if (
      !isSameAmount(first.text, other.text) ||
      (currency !== undefined && its !== undefined && currency !== its)
    ) {
      return undefined;
    }
    currency ??= its;
  }
  return { amount: first.text, currency };
}

/** Whether another value may be the price of the whole order, in place of the one that was read. */
function isDoubt({ name, text }: Told, { amount }: Price, isSure: boolean): boolean {
  const number = text.replaceAll(/[\s,$€£¥]/g, '').replaceAll(/^[A-Z]{3}|[A-Z]{3}$/g, '');
  if (!isAmount(number)) {
    return false;
  }
  const isSame = isSameAmount(number, amount);
  if (isSure) {
    return total.test(name) && !partial.test(name) && !isSame;
  }
  if (former.test(name)) {
    return name.startsWith('unit') && isSame;
  }
  const isNothing = isSameAmount(number, '0') && !name.includes('total');
  return money.test(name) && !isSame && !isNothing;
}

/** Whether a text is an amount of money, and nothing beside it. */
export function isAmount(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}

/**
 * Whether a container of this name holds more of what the record around it is about; under any other name stands a
 * part of it, such as a discount.
 */
export function holdsTheSame(container: string): boolean {
  return wholeContainers.has(plainName(container));
}

/** An array holds parts of an order; the sum stands beside it, not in it. */
function toldIn(value: Json, around: readonly JsonObject[]): Told[] {
  if (!isObject(value) || lineIds.some((name) => isFilled(value[name]))) {
    return [];
  }
  const records = [value, ...around];
  return Object.entries(value).flatMap(([key, inner]): Told[] => {
    if (isObject(inner)) {
      return holdsTheSame(key) ? toldIn(inner, records) : [];
    }
    return Array.isArray(inner) || !isFilled(inner)
      ? []
      : [{ name: plainName(key), text: readAs(textual, inner)?.trim() ?? '', records }];
  });
}

function plainName(key: string): string {
  return key.toLowerCase().replaceAll(/[_-]/g, '');
}

function meansTheWhole({ name, records }: Told, holdsTotal: (record: JsonObject) => boolean): boolean {
  return wholeNames.has(name) || (name === 'total' && records.slice(0, 1).some(holdsTotal));
}

function isCount({ name }: Told): boolean {
  return counting.some((part) => part.test(name)) && !notCounting.test(name);
}

/** A bare `total` is money where a currency or cents say so, and nothing beside it can be counted. */
function isTotalOfMoney(record: JsonObject): boolean {
  const total = Object.entries(record).find(([key]) => key.toLowerCase() === 'total')?.[1];
  const hasCents = /^\d+\.\d+$/.test(readAs(textual, total) ?? '');
  const isCounter = pageKeys.some((key) => record[key] !== undefined);
  return !isCounter && (hasCents || currencyOf([record]) !== undefined);
}

/** As the record of the price provides it, or the nearest one around it. */
function currencyOf(records: readonly JsonObject[]): string | undefined {
  return records
    .map((record) => readCandidate(record, fieldCandidates.currency, textual))
    .find((currency) => currency !== undefined);
}

function isSameAmount(one: string, other: string): boolean {
  return normalized(one) === normalized(other);
}

/** Without zeros that change nothing: `0125.10` is `125.1`. */
function normalized(amount: string): string {
  const [whole = '', cents = ''] = amount.split('.');
  return `${whole.replace(/^0+(?=\d)/, '')}.${withoutTrailingZeros(cents)}`;
}

function isFilled(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

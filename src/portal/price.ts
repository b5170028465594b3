import type { Json, JsonObject } from './exactJson';
import { isObject } from './exactJson';
import { fieldCandidates, readCandidate } from './fieldCandidates';
import { readAs, textual } from './values';

/** A price as the portal calculated it. */
export interface Price {
  /** Decimal text with the digits as received. */
  readonly amount: string;
  /** `USD`, `RMB` …; undefined when the portal does not provide it. */
  readonly currency: string | undefined;
}

/** What stands under a name that means the price of the whole order; `unreadable` stands for any other text. */
type Candidate = Price | 'unreadable';

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

/**
 * Reads the reply of `pricing/calculate` (API guide, price), whose fields no guide documents. Only an amount under a
 * name that means the whole order counts. Undefined when there is none, when one of them cannot be read, or when two
 * differ in amount or currency: a price is neither put together from parts nor chosen from several.
 */
export function readPrice(result: Json): Price | undefined {
  const [first, ...others] = candidatesIn(result, []);
  if (first === undefined || first === 'unreadable') {
    return undefined;
  }
  let { currency } = first;
  for (const other of others) {
    if (other === 'unreadable' || !isSameAmount(first.amount, other.amount)) {
      return undefined;
    }
    if (currency !== undefined && other.currency !== undefined && currency !== other.currency) {
      return undefined;
    }
    currency ??= other.currency;
  }
  return { amount: first.amount, currency };
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
function candidatesIn(value: Json, around: readonly JsonObject[]): Candidate[] {
  if (!isObject(value) || lineIds.some((name) => isFilled(value[name]))) {
    return [];
  }
  const records = [value, ...around];
  return Object.entries(value).flatMap(([key, inner]): Candidate[] => {
    if (isObject(inner)) {
      return holdsTheSame(key) ? candidatesIn(inner, records) : [];
    }
    const name = plainName(key);
    if (Array.isArray(inner) || !isFilled(inner) || !meansTheWhole(name, value)) {
      return [];
    }
    const amount = readAs(textual, inner)?.trim() ?? '';
    return [isAmount(amount) ? { amount, currency: currencyOf(records) } : 'unreadable'];
  });
}

function plainName(key: string): string {
  return key.toLowerCase().replaceAll(/[_-]/g, '');
}

function meansTheWhole(name: string, record: JsonObject): boolean {
  if (plainNames.has(name)) {
    // With a quantity beside it, it may be the price of one.
    return !isFilled(record.quantity);
  }
  return wholeNames.has(name) || (name === 'total' && isTotalOfMoney(record));
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
  return `${whole.replace(/^0+(?=\d)/, '')}.${cents.replace(/0+$/, '')}`;
}

function isFilled(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

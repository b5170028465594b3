import { type Json, type JsonObject, isObject } from './exactJson';
import type * as z from 'zod/mini';
import { readAs } from './values';

/** A record (a JSON object) found in a reply. */
export interface FoundRecord {
  readonly record: JsonObject;
  /** The records that contain it, innermost first. Computed on access, because it is rarely needed. */
  readonly within: readonly JsonObject[];
}

/** A list or record still to be visited, with the chain of records that contain it. */
interface Pending {
  readonly value: Json[] | JsonObject;
  readonly holder: Holder | undefined;
}

interface Holder {
  readonly record: JsonObject;
  readonly outer: Holder | undefined;
}

/**
 * Finds every record in `root` that has a value under `key`, at any depth, in the order of the text. The guide names
 * the keys of a record but not the containers that hold it.
 */
export function findRecords(root: Json, key: string): FoundRecord[] {
  const found: FoundRecord[] = [];
  // No recursion: a reply may be nested deeper than the call stack allows.
  const pending: Pending[] = [];
  addInOrder(pending, [root], undefined);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, holder } = next;
    if (Array.isArray(value)) {
      addInOrder(pending, value, holder);
    } else {
      if (isFilled(value[key])) {
        found.push({
          record: value,
          get within() {
            return entryIdsOf(holder);
          },
        });
      }
      addInOrder(pending, Object.values(value), { record: value, outer: holder });
    }
  }
  return found;
}

/**
 * Pushes the values so that the first one ends on top. One by one: a long list has too many items for the arguments of
 * a single call.
 */
function addInOrder(pending: Pending[], values: readonly Json[], holder: Holder | undefined): void {
  for (let index = values.length - 1; index >= 0; index--) {
    const value = values[index];
    if (Array.isArray(value) || isObject(value)) {
      pending.push({ value, holder });
    }
  }
}

function entryIdsOf(holder: Holder | undefined): JsonObject[] {
  const records: JsonObject[] = [];
  for (let one = holder; one !== undefined; one = one.outer) {
    records.push(one.record);
  }
  return records;
}

function isFilled(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && !Array.isArray(value) && !isObject(value);
}

/** Keeps the first of the values that share a key. */
export function uniqueBy<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const value of values) {
    const key = keyOf(value);
    if (!byKey.has(key)) {
      byKey.set(key, value);
    }
  }
  return [...byKey.values()];
}

const extensions = [
  'extensions',
  'extensionQuantity',
  'extensionNumber',
  'extensionCount',
  'extensionNum',
  'numberOfExtensions',
] as const;

/**
 * Names under which an undocumented value may appear, most likely first. A value under none of them is unknown; it is
 * never guessed.
 */
export const fieldCandidates = {
  instanceName: ['comment', 'pbxName', 'instanceName', 'name'],
  planName: ['planName', 'name', 'plan', 'pricingPlanName', 'displayName', 'title'],
  /** In the record of an instance, where a plain `name` is the instance's own. */
  planNameOfInstance: ['planName', 'plan', 'pricingPlanName'],
  serviceName: ['serviceName', 'name', 'pricingServiceName', 'displayName', 'title'],
  planPricingId: ['pricingId', 'pricingPlanId', 'planPricingId', 'priceId'],
  servicePricingId: ['pricingId', 'pricingServiceId', 'servicePricingId', 'priceId'],
  extensions,
  /** Names that may mean the number of extensions or something else. */
  guessedExtensions: ['capacity'],
  /** The same in the plan's own record. */
  guessedPlanExtensions: ['capacity', 'quantity'],
  expiry: [
    'planExpireDate',
    'expireDate',
    'expiryDate',
    'expirationDate',
    'expireTime',
    'expirationTime',
    'validUntil',
  ],
  /** How often a subscription is billed: `annually`, `monthly`. */
  billingCycle: ['billingCycle', 'planBillingCycle', 'subscriptionCycle', 'billingPeriod'],
  /** Fields whose value, or a word in it, says that a subscription is a trial. */
  trial: ['isTrial', 'trial', 'purchaseType', 'subscriptionType', 'planType', 'licenseType'],
  /** In the reply about a price: when the subscription ends after the order. */
  newExpiry: ['newExpireDate', 'newExpiryDate', 'newExpirationDate', 'newEndDate', 'newExpireTime'],
  subscribed: [
    'subscribed',
    'isSubscribed',
    'subscribe',
    'subscribeStatus',
    'subscriptionStatus',
    'subscribedStatus',
    'activated',
    'isActivated',
  ],
  /** In the record of a service: fields that may say whether it is subscribed. */
  serviceStatus: ['status', 'serviceStatus', 'state'],
  quantityLeast: ['minQuantity', 'quantityMin', 'minimumQuantity', 'minNumber', 'min'],
  quantityLimit: ['maxQuantity', 'quantityMax', 'maximumQuantity', 'maxNumber', 'max'],
  amount: ['totalAmount', 'totalPrice', 'finalPrice', 'payAmount', 'amount', 'total', 'price'],
  /** In the record of a plan or service of the price list. */
  listPrice: ['price', 'unitPrice', 'listPrice', 'salePrice', 'finalPrice', 'unitAmount', 'amount'],
  currency: ['currencyCode', 'currency'],
} as const satisfies Record<string, readonly string[]>;

/** Returns the first value under one of `names` in `record` that fits `schema`; undefined when none does. */
export function readCandidate<T>(
  record: JsonObject,
  names: readonly string[],
  schema: z.ZodMiniType<T>,
): T | undefined {
  for (const name of names) {
    const value = readAs(schema, record[name]);
    if (value !== undefined && value !== '') {
      return value;
    }
  }
  return undefined;
}

/** Returns every distinct value under one of `names` in `records` that fits `schema`, most likely first. */
export function readCandidates<T>(
  records: readonly JsonObject[],
  names: readonly string[],
  schema: z.ZodMiniType<T>,
): T[] {
  const values = records.flatMap((record) => names.map((name) => readAs(schema, record[name])));
  return [...new Set(values.filter((value) => value !== undefined))].filter((value) => value !== '');
}

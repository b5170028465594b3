import type * as z from 'zod/mini';
import type { JsonObject } from './exactJson';
import { readAs } from './values';

const extensions = [
  'extensions',
  'extensionQuantity',
  'extensionNumber',
  'extensionCount',
  'extensionNum',
  'numberOfExtensions',
] as const;

/**
 * The names under which a value that no guide documents may stand, likeliest first. A value that stands
 * under none of them is unknown; it is never guessed.
 */
export const fieldCandidates = {
  instanceName: ['comment', 'pbxName', 'instanceName', 'name'],
  planName: ['planName', 'name', 'plan', 'pricingPlanName', 'displayName', 'title'],
  /** In the record of an instance, where a bare `name` is its own. */
  planNameOfInstance: ['planName', 'plan', 'pricingPlanName'],
  serviceName: ['serviceName', 'name', 'pricingServiceName', 'displayName', 'title'],
  planPricingId: ['pricingId', 'pricingPlanId', 'planPricingId', 'priceId'],
  servicePricingId: ['pricingId', 'pricingServiceId', 'servicePricingId', 'priceId'],
  extensions,
  /** Names that may mean the number of extensions, and may mean something else. */
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
  /** In the record of a service: words that may say whether it is subscribed to. */
  serviceStatus: ['status', 'serviceStatus', 'state'],
  quantityLeast: ['minQuantity', 'quantityMin', 'minimumQuantity', 'minNumber', 'min'],
  quantityLimit: ['maxQuantity', 'quantityMax', 'maximumQuantity', 'maxNumber', 'max'],
  amount: ['totalAmount', 'totalPrice', 'finalPrice', 'payAmount', 'amount', 'total', 'price'],
  /** In the record of a plan or service of the price list. */
  listPrice: ['price', 'unitPrice', 'listPrice', 'salePrice', 'finalPrice', 'unitAmount', 'amount'],
  currency: ['currencyCode', 'currency'],
} as const satisfies Record<string, readonly string[]>;

/** The first of `names` whose value in `record` fits `schema`; undefined when none does. */
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

/** Every value that stands under one of `names` in one of `records` and fits `schema`, likeliest first, each once. */
export function readAll<T>(
  records: readonly JsonObject[],
  names: readonly string[],
  schema: z.ZodMiniType<T>,
): T[] {
  const values = records.flatMap((record) => names.map((name) => readAs(schema, record[name])));
  return [...new Set(values.filter((value) => value !== undefined))].filter((value) => value !== '');
}

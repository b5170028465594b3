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
  'capacity',
] as const;

/**
 * The names under which a value that no guide documents may stand, likeliest first. A value that stands
 * under none of them is unknown; it is never guessed.
 */
export const fieldCandidates = {
  instanceName: ['comment', 'pbxName', 'instanceName', 'name'],
  planName: ['planName', 'name', 'plan', 'pricingPlanName', 'displayName', 'title'],
  currentPlanName: ['planName', 'plan', 'pricingPlanName', 'currentPlan'],
  serviceName: ['serviceName', 'name', 'pricingServiceName', 'displayName', 'title'],
  planPricingId: ['pricingId', 'pricingPlanId', 'planPricingId', 'priceId'],
  servicePricingId: ['pricingId', 'pricingServiceId', 'servicePricingId', 'priceId'],
  /** In the plan's own record a bare quantity is the number of extensions. */
  planExtensions: [...extensions, 'quantity'],
  extensions,
  expiry: [
    'planExpireDate',
    'expireDate',
    'expiryDate',
    'expirationDate',
    'expireTime',
    'expirationTime',
    'validUntil',
  ],
  subscribed: ['subscribed', 'isSubscribed', 'activated'],
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

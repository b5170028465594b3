import type { FieldKind, Fields } from './body';

/** The body of an order beside `serviceList` (API guide: Create an order). */
export const orderFields = {
  operationType: 'text',
  productId: 'integer',
  productNo: 'text',
  billingId: 'integer',
  poNumber: 'text',
  assignId: 'text',
  partnerId: 'text',
  orderPceSpecialRequest: 'object',
} as const satisfies Readonly<Record<string, FieldKind>>;
export type OrderField = keyof typeof orderFields;

/** `orderPceSpecialRequest` (API guide: Create an order). The guide does not tell the types of its ids. */
export const specialRequestFields = {
  pbxName: 'text',
  regionId: 'id',
  pbxSubDomainId: 'id',
} as const satisfies Readonly<Record<string, FieldKind>>;

const itemFields = {
  serviceType: 'text',
  connectionPlanId: 'integer',
  quantity: 'integer',
  purchaseType: 'text',
  billingModel: 'text',
  billingCycle: 'text',
  multiCycle: 'integer',
} as const satisfies Readonly<Record<string, FieldKind>>;

/** An item of an order's `serviceList` (API guide: Create an order). */
export const orderItemFields = { ...itemFields, serviceId: 'integer' } as const;

/** An item of a price calculation: an order's item with the price's id in place of the service's. */
export const priceItemFields = { ...itemFields, pricingId: 'integer' } as const;

/** An item of an order or of a calculation. */
export type Item = Fields<keyof typeof orderItemFields | keyof typeof priceItemFields>;

/** The body of a price calculation beside `serviceList` (API guide: Calculate price). */
export const priceFields = {
  productId: 'integer',
  productNo: 'text',
  operationType: 'text',
  partnerView: 'text',
} as const satisfies Readonly<Record<string, FieldKind>>;

import type { FieldKind } from './body';
import { quantityLimits } from './catalogue';
import type { Service } from './catalogue/product';
import type { Instance } from './instance';

/** The body of an order beside `serviceList` (API guide: Create an order). */
export const orderFields = {
  operationType: 'text',
  productId: 'integer',
  productNo: 'text',
  billingId: 'integer',
  poNumber: 'text',
  assignId: 'text',
  partnerId: 'id',
  orderPceSpecialRequest: 'object',
} as const satisfies Readonly<Record<string, FieldKind>>;
export type OrderField = keyof typeof orderFields;

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
export type OrderItemField = keyof typeof orderItemFields;

/** An item of a price calculation: an order's item with the price's id in place of the service's. */
export const priceItemFields = { ...itemFields, pricingId: 'integer' } as const;
export type PriceItemField = keyof typeof priceItemFields;

/** The body of a price calculation beside `serviceList` (API guide: Calculate price). */
export const priceFields = {
  productId: 'integer',
  productNo: 'text',
  operationType: 'text',
  partnerView: 'text',
} as const satisfies Readonly<Record<string, FieldKind>>;

export const operationTypes: readonly string[] = [
  'trial_plan',
  'trial_service',
  'purchase_plan',
  'purchase_service',
  'switch_plan',
  'switchTrial_plan',
  'renew_plan',
  'renew_service',
];

/** What the sandbox sells: an operation on a product, and what its order must say. */
export interface Offer {
  readonly operationType: string;
  readonly productId: string;
  /** Fields that the body takes beside `operationType`, `productId` and `serviceList`. */
  readonly fields: ReadonlyMap<OrderField, 'required' | 'optional'>;
  /** Fields that every item of an order must have; a list holds the values that are accepted. */
  readonly itemFields: ReadonlyMap<OrderItemField, readonly string[] | 'any'>;
}

/** A further operation or product is a further row. */
export const offers: readonly Offer[] = [
  {
    operationType: 'purchase_service',
    productId: '13',
    fields: new Map([
      ['productNo', 'required'],
      ['billingId', 'required'],
      ['poNumber', 'optional'],
      ['assignId', 'optional'],
      ['partnerId', 'optional'],
    ]),
    itemFields: new Map<OrderItemField, readonly string[] | 'any'>([
      ['serviceType', ['service']],
      ['serviceId', 'any'],
      ['connectionPlanId', 'any'],
      ['quantity', 'any'],
      ['purchaseType', ['purchase']],
      ['billingModel', ['recurring']],
      ['billingCycle', ['annually', 'monthly']],
      ['multiCycle', ['0']],
    ]),
  },
];

/** A line of an order, its service and instance found. */
export interface Line {
  readonly service: Service;
  readonly instance: Instance;
  readonly connectionPlanId: string;
  readonly quantity: number;
}

interface LineRule {
  readonly field: OrderItemField;
  readonly tag: string;
  /** What follows the field's name in `detailMessage`; undefined when the line keeps to the rule. */
  readonly problem: (line: Line) => string | undefined;
}

/** What a line must keep to, in the order in which the portal looks (API guide: the tutorials). */
export const lineRules: readonly LineRule[] = [
  {
    field: 'connectionPlanId',
    tag: 'mismatch',
    problem: ({ connectionPlanId, instance: { plan, productNo } }) =>
      connectionPlanId === plan?.planId ? undefined : `is not the current plan of ${productNo}`,
  },
  {
    field: 'serviceId',
    tag: 'subscribed',
    problem: ({ service: { serviceId, quantity, name }, instance: { services, productNo } }) =>
      quantity.kind === 'currentExtensions' && services.has(serviceId)
        ? `${productNo} is already subscribed to ${name}`
        : undefined,
  },
  {
    field: 'quantity',
    tag: 'eq',
    problem: ({ service, quantity, instance: { extensions } }) =>
      service.quantity.kind === 'currentExtensions' && quantity !== extensions
        ? `must be the current number of extensions (${extensions ?? 0})`
        : undefined,
  },
  {
    field: 'quantity',
    tag: 'min',
    problem: ({ service, quantity, instance }) => {
      const limits = quantityLimits(service, instance.extensions);
      return limits && quantity < limits.least ? `must be at least ${limits.least}` : undefined;
    },
  },
  {
    field: 'quantity',
    tag: 'max',
    problem: ({ service, quantity, instance }) => {
      const limits = quantityLimits(service, instance.extensions);
      return limits && quantity > limits.most ? `must be at most ${limits.most}` : undefined;
    },
  },
];

/** Values of `billingCycle` that a subscription can take (API guide, serviceList). */
export const billingCycles = ['annually', 'monthly'] as const;
export type BillingCycle = (typeof billingCycles)[number];

/** How the quantity of a service is to be understood. */
export type QuantityRule =
  /** Charged per extension: the instance's current number of extensions. */
  | 'currentExtensions'
  /** The amount that comes on top of what the instance has. */
  | 'amountToAdd';

/** What the guide's tutorials fix for one kind of order. */
export interface OrderRule {
  readonly productId: number;
  readonly operationType: 'purchase_service';
  readonly serviceType: 'service';
  readonly purchaseType: 'purchase';
  readonly billingModel: 'recurring';
  readonly billingCycles: readonly BillingCycle[];
  readonly multiCycle: number;
  readonly quantity: QuantityRule;
  /** Whether a tutorial gives these values for this very service; the review says so where none does. */
  readonly documented: boolean;
}

/** Cloud PBX (PCE Instance). */
export const cloudPbx = 13;

/** Extensions that one cloud PBX can have (API guide, tutorials). */
export const mostExtensions = 500;

const subscribe = {
  productId: cloudPbx,
  operationType: 'purchase_service',
  serviceType: 'service',
  purchaseType: 'purchase',
  billingModel: 'recurring',
  billingCycles,
  multiCycle: 0,
} as const;

const highAvailability: OrderRule = { ...subscribe, quantity: 'currentExtensions', documented: true };

/** For services whose billing no tutorial documents: High Availability's values, by analogy. */
const otherService: OrderRule = { ...subscribe, quantity: 'amountToAdd', documented: false };

/** The id that a tutorial published for High Availability on product 13; newer ones say to look it up. */
const publishedHighAvailability = '3048573935752720384';

/** Whether a service of product 13 is High Availability: by its name, or where it has none by its published id. */
export function isHighAvailability(service: { serviceId: string; name: string | undefined }): boolean {
  return service.name === undefined
    ? service.serviceId === publishedHighAvailability
    : /high[\s-]*availability/i.test(service.name);
}

/** The rule for subscribing an instance of product 13 to a service. */
export function ruleFor(service: { serviceId: string; name: string | undefined }): OrderRule {
  return isHighAvailability(service) ? highAvailability : otherService;
}

/** A calendar of payment that the portal sells. */
export const billingCycles = ['annually', 'monthly'] as const;
export type BillingCycle = (typeof billingCycles)[number];

/**
 * How many of a service one order may buy. `amount`: any number within the limits; `currentExtensions`:
 * charged per extension, so exactly the instance's extensions, and only once; `moreExtensions`: an amount
 * to add, as long as all extensions together stay within `most`.
 */
export type QuantityRule =
  | { readonly kind: 'amount'; readonly least: number; readonly most: number }
  | { readonly kind: 'currentExtensions' }
  | { readonly kind: 'moreExtensions'; readonly most: number };

interface Priced {
  readonly name: string;
  /** The id of the price, which the pricing calls take; orders take the plan's or service's own id. */
  readonly pricingId: string;
  /** Hundredths of a US dollar for one unit and one cycle. */
  readonly cents: Readonly<Record<BillingCycle, number>>;
}

export interface Plan extends Priced {
  readonly planId: string;
  readonly least: number;
  readonly most: number;
}

export interface Service extends Priced {
  readonly serviceId: string;
  readonly quantity: QuantityRule;
}

export interface Product {
  readonly productId: string;
  readonly name: string;
  readonly offeringId: string;
  /** Some products are priced for one serial number only (API guide: Query purchasable product information). */
  readonly needsProductNo: boolean;
  readonly plans: readonly Plan[];
  readonly services: readonly Service[];
}

export const mostExtensions = 500;

export const enterprisePlan: Plan = {
  planId: '3048571730026938368',
  pricingId: '3050011982734655489',
  name: 'Enterprise Plan',
  cents: { annually: 3600, monthly: 360 },
  least: 5,
  most: mostExtensions,
};

export const ultimatePlan: Plan = {
  planId: '3048572026291630080',
  pricingId: '3050012105846243331',
  name: 'Ultimate Plan',
  cents: { annually: 5400, monthly: 540 },
  least: 5,
  most: mostExtensions,
};

export const extensionExpansion: Service = {
  serviceId: '3048573516041273344',
  pricingId: '3050012211190321153',
  name: 'Extension Expansion',
  cents: { annually: 3600, monthly: 360 },
  quantity: { kind: 'moreExtensions', most: mostExtensions },
};

export const recordingMinutes: Service = {
  serviceId: '3048573759449317376',
  pricingId: '3050012290017046535',
  name: 'Recording Minutes',
  cents: { annually: 10, monthly: 1 },
  quantity: { kind: 'amount', least: 1, most: 100_000 },
};

export const highAvailability: Service = {
  serviceId: '3048573935752720384',
  pricingId: '3050012377891004417',
  name: 'High Availability',
  cents: { annually: 1250, monthly: 125 },
  quantity: { kind: 'currentExtensions' },
};

export const cloudPbx: Product = {
  productId: '13',
  name: 'Cloud PBX (PCE Instance)',
  offeringId: '130052',
  needsProductNo: false,
  plans: [enterprisePlan, ultimatePlan],
  services: [extensionExpansion, recordingMinutes, highAvailability],
};

const others: readonly (readonly [productId: string, name: string, offeringId: string])[] = [
  ['9', 'Linkus Cloud Service', '90017'],
  ['11', 'P-Series Plan for Appliance Edition', '110034'],
  ['12', 'Software PBX (PSE Self-hosted)', '120071'],
  ['14', 'Cloud PBX (PCE Package)', '140008'],
  ['15', 'Remote Management', '150023'],
  ['19', 'Add-on Service', '190005'],
  ['21', 'Remote Management Premium', '210011'],
];

/** Every product of the portal; so far only the Cloud PBX has plans, services and instances. */
export const products: readonly Product[] = [
  ...others.map(([productId, name, offeringId]) => ({
    productId,
    name,
    offeringId,
    needsProductNo: ['9', '11'].includes(productId),
    plans: [],
    services: [],
  })),
  cloudPbx,
].sort((one, other) => Number(one.productId) - Number(other.productId));

/**
 * The quantities that one order may buy.
 * @param extensions how many the instance has now; undefined when no instance is named
 */
export function quantityLimits(
  { quantity }: Service,
  extensions: number | undefined,
): { readonly least: number; readonly most: number } {
  switch (quantity.kind) {
    case 'amount':
      return { least: quantity.least, most: quantity.most };
    case 'currentExtensions':
      return { least: extensions ?? 1, most: extensions ?? mostExtensions };
    case 'moreExtensions':
      return { least: 1, most: quantity.most - (extensions ?? 0) };
  }
}

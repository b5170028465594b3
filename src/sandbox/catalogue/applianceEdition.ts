import type { Product } from './product';

/** Its plans are priced for the appliance as a whole. */
export const applianceEdition: Product = {
  productId: '11',
  name: 'P-Series Plan for Appliance Edition',
  offeringId: '110034',
  plans: [
    {
      planId: '3048961705893562221',
      pricingId: '3050682598850011189',
      name: 'Enterprise Plan',
      cents: { annually: 24_000, monthly: 2400 },
      canBeTried: false,
      extensions: undefined,
    },
    {
      planId: '3049048716704039627',
      pricingId: '3050686238645043433',
      name: 'Ultimate Plan',
      cents: { annually: 36_000, monthly: 3600 },
      canBeTried: false,
      extensions: undefined,
    },
  ],
  services: [],
};

import type { Product } from './product';

/** The ids of the plans are the guide's. */
export const linkusCloudService: Product = {
  productId: '9',
  name: 'Linkus Cloud Service',
  offeringId: '90017',
  plans: [
    {
      planId: '3048918321840570368',
      pricingId: '3050707897833223683',
      name: 'Linkus Cloud Service',
      cents: { annually: 9900 },
      canBeTried: false,
      extensions: undefined,
    },
    {
      planId: '3048918719332507648',
      pricingId: '3050827447477343073',
      name: 'Linkus Cloud Service Pro',
      cents: { annually: 19_900 },
      canBeTried: false,
      extensions: undefined,
    },
  ],
  services: [],
};

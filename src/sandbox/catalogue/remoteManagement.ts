import { type Product, type Service, sold, soldAndTried } from './product';

const connections = { kind: 'amount', least: 1, most: 10_000 } as const;

export const additionalConnections: Service = {
  ...sold,
  serviceId: '3049474786184064169',
  pricingId: '3051310968175367633',
  name: 'Additional Connections',
  cents: { once: 2500 },
  quantity: connections,
};

export const remoteManagement: Product = {
  productId: '15',
  name: 'Remote Management',
  offeringId: '150023',
  plans: [
    {
      planId: '3049593840724746523',
      pricingId: '3051339473812643237',
      name: 'Remote Management Plan',
      cents: { annually: 19_900 },
      canBeTried: true,
      extensions: undefined,
    },
  ],
  services: [additionalConnections],
};

export const premium: Service = {
  ...soldAndTried,
  serviceId: '3049629326775035347',
  pricingId: '3051378245166996277',
  name: 'Remote Management Premium',
  cents: { annually: 1200 },
  quantity: connections,
};

/** The guide's pages differ in its id. */
export function remoteManagementPremium(productId: '20' | '21'): Product {
  return {
    productId,
    name: 'Remote Management Premium',
    offeringId: '210011',
    plans: [],
    services: [premium],
  };
}

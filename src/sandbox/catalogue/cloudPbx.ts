import { type Plan, type Product, type Service, soldOnly, soldAndTried } from './product';

const mostExtensions = 500;
const extensions = { least: 5, most: mostExtensions };

export const enterprisePlan: Plan = {
  planId: '3048571730026938368',
  pricingId: '3050011982734655489',
  name: 'Enterprise Plan',
  cents: { annually: 3600, monthly: 360 },
  canBeTried: false,
  extensions,
};

const ultimatePlan: Plan = {
  planId: '3048572026291630080',
  pricingId: '3050012105846243331',
  name: 'Ultimate Plan',
  cents: { annually: 5400, monthly: 540 },
  canBeTried: false,
  extensions,
};

const extensionExpansion: Service = {
  ...soldOnly,
  serviceId: '3048573516041273344',
  pricingId: '3050012211190321153',
  name: 'Extension Expansion',
  cents: { annually: 3600, monthly: 360 },
  quantity: { kind: 'moreExtensions', most: mostExtensions },
};

export const recordingMinutes: Service = {
  ...soldOnly,
  serviceId: '3048573759449317376',
  pricingId: '3050012290017046535',
  name: 'Recording Minutes',
  cents: { annually: 10, monthly: 1 },
  quantity: { kind: 'amount', least: 1, most: 100_000 },
};

export const highAvailability: Service = {
  ...soldOnly,
  serviceId: '3048573935752720384',
  pricingId: '3050012377891004417',
  name: 'High Availability',
  cents: { annually: 1250, monthly: 125 },
  quantity: { kind: 'currentExtensions', most: mostExtensions },
};

export const cloudPbx: Product = {
  productId: '13',
  name: 'Cloud PBX (PCE Instance)',
  offeringId: '130052',
  plans: [enterprisePlan, ultimatePlan],
  services: [extensionExpansion, recordingMinutes, highAvailability],
};

const connections = { kind: 'amount', least: 1, most: 10_000 } as const;

export const additionalConnections: Service = {
  ...soldOnly,
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

/** Remote Management Premium. The guide gives two different product ids for it. */
export function remoteManagementPremium(productId: '20' | '21'): Product {
  return {
    productId,
    name: 'Remote Management Premium',
    offeringId: '210011',
    plans: [],
    services: [premium],
  };
}

/** The plan ids are the guide's. */
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

export const pceWhiteLabel: Service = {
  ...soldOnly,
  serviceId: '3049675483072380397',
  pricingId: '3051614551904521659',
  name: 'PCE White Label',
  cents: { annually: 99_900 },
  quantity: { kind: 'uncounted' },
};

export const whiteLabel: Product = {
  productId: '19',
  name: 'Add-on Service',
  offeringId: '190005',
  plans: [],
  services: [pceWhiteLabel],
};

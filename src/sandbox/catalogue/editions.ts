import { type Plan, type Product, type Service, soldOnly, soldAndTried } from './product';

const mostExtensions = 10_000;
const extensions = { least: 1, most: mostExtensions };

export const enterprisePlan: Plan = {
  planId: '3048647114347981821',
  pricingId: '3050113376643116409',
  name: 'Enterprise Plan',
  cents: { annually: 1800 },
  canBeTried: true,
  extensions,
};

const ultimatePlan: Plan = {
  planId: '3048665903665034789',
  pricingId: '3050155498944224271',
  name: 'Ultimate Plan',
  cents: { annually: 2700 },
  canBeTried: true,
  extensions,
};

const extensionExpansion: Service = {
  ...soldOnly,
  serviceId: '3048683026729198263',
  pricingId: '3050213060777388743',
  name: 'Extension Expansion',
  cents: { annually: 1800 },
  quantity: { kind: 'moreExtensions', most: mostExtensions },
};

const concurrentCallExpansion: Service = {
  ...soldOnly,
  serviceId: '3048819283618577649',
  pricingId: '3050220641262554109',
  name: 'Concurrent Call Expansion',
  cents: { annually: 2400 },
  quantity: { kind: 'amount', least: 1, most: 1000 },
};

const hotStandby: Service = {
  ...soldAndTried,
  serviceId: '3048819700759844651',
  pricingId: '3050306062228159023',
  name: 'Hot Standby',
  cents: { annually: 49_900 },
  quantity: { kind: 'uncounted' },
};

export const disasterRecovery: Service = {
  ...soldAndTried,
  serviceId: '3048821131757758907',
  pricingId: '3050420167795764241',
  name: 'Disaster Recovery',
  cents: { annually: 79_900 },
  quantity: { kind: 'uncounted' },
  onlyForPlan: ultimatePlan,
};

export const hotelPms: Service = {
  ...soldAndTried,
  serviceId: '3048892894266844903',
  pricingId: '3050441551649117233',
  name: 'Hotel PMS',
  cents: { annually: 29_900 },
  quantity: { kind: 'uncounted' },
};

const outboundCallCenter: Service = {
  ...soldAndTried,
  serviceId: '3048913276183533371',
  pricingId: '3050586527057118641',
  name: 'Outbound Call Center',
  cents: { annually: 59_900 },
  quantity: { kind: 'uncounted' },
};

export const aiTranscription: Service = {
  ...soldAndTried,
  serviceId: '3048948549407347041',
  pricingId: '3050680686550113877',
  name: 'AI Transcription',
  cents: { annually: 12 },
  quantity: { kind: 'amount', least: 100, most: 1_000_000 },
};

export const softwareEdition: Product = {
  productId: '12',
  name: 'Software PBX (PSE Self-hosted)',
  offeringId: '120071',
  plans: [enterprisePlan, ultimatePlan],
  services: [
    extensionExpansion,
    concurrentCallExpansion,
    hotStandby,
    disasterRecovery,
    hotelPms,
    outboundCallCenter,
    aiTranscription,
  ],
};

/** Appliance plans have one price for the whole appliance. */
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

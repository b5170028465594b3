import { type Plan, type Product, type Service, soldOnly } from './product';

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

export const ultimatePlan: Plan = {
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

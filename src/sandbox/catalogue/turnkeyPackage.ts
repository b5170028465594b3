import { type Plan, type Product, type Service, soldOnly, soldAndTried } from './product';

const mostExtensions = 1000;
const extensions = { least: 1, most: mostExtensions };

const enterprisePlan: Plan = {
  planId: '3049069205210110373',
  pricingId: '3050834136490874369',
  name: 'Turnkey Enterprise Plan',
  cents: { annually: 4200, monthly: 420 },
  canBeTried: true,
  extensions,
};

const ultimatePlan: Plan = {
  planId: '3049165789001669137',
  pricingId: '3050946543687995257',
  name: 'Turnkey Ultimate Plan',
  cents: { annually: 6000, monthly: 600 },
  canBeTried: true,
  extensions,
};

const moreExtensions: Service = {
  ...soldOnly,
  serviceId: '3049196570993835737',
  pricingId: '3051057569068437941',
  name: 'Extensions',
  cents: { annually: 4200, monthly: 420 },
  quantity: { kind: 'moreExtensions', most: mostExtensions },
};

const ultimateExtensions: Service = {
  ...soldOnly,
  serviceId: '3049323483584846171',
  pricingId: '3051057642274985489',
  name: 'Ultimate Extensions',
  cents: { annually: 6000, monthly: 600 },
  quantity: { kind: 'amount', least: 1, most: mostExtensions },
};

export const turnkeyRecordingMinutes: Service = {
  ...soldAndTried,
  serviceId: '3049398805985713053',
  pricingId: '3051092037052845707',
  name: 'Recording Minutes',
  cents: { annually: 10, monthly: 1 },
  quantity: { kind: 'amount', least: 1, most: 100_000 },
};

const transcriptionMinutes: Service = {
  ...soldAndTried,
  serviceId: '3049406654341534559',
  pricingId: '3051106228845962191',
  name: 'Transcription Minutes',
  cents: { annually: 24, monthly: 2 },
  quantity: { kind: 'amount', least: 1, most: 100_000 },
};

export const turnkeyPackage: Product = {
  productId: '14',
  name: 'Cloud PBX (PCE Package)',
  offeringId: '140008',
  plans: [enterprisePlan, ultimatePlan],
  services: [moreExtensions, ultimateExtensions, turnkeyRecordingMinutes, transcriptionMinutes],
};

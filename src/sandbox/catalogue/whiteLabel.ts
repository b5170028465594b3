import { type Product, type Service, sold } from './product';

export const pceWhiteLabel: Service = {
  ...sold,
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

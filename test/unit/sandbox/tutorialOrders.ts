import { tutorialOrders as orders } from '../tutorials/orders';

/** Ids of the portal's other products, as digits. */
export const others = {
  linkus: '3048918321840570368',
  linkusPro: '3048918719332507648',
  applianceEnterprise: '3048961705893562221',
  applianceUltimate: '3049048716704039627',
  softwareEnterprise: '3048647114347981821',
  softwareUltimate: '3048665903665034789',
  softwareExtensions: '3048683026729198263',
  concurrentCalls: '3048819283618577649',
  disasterRecovery: '3048821131757758907',
  hotStandby: '3048819700759844651',
  hotelPms: '3048892894266844903',
  aiTranscription: '3048948549407347041',
  turnkeyEnterprise: '3049069205210110373',
  turnkeyUltimate: '3049165789001669137',
  turnkeyExtensions: '3049196570993835737',
  turnkeyMinutes: '3049398805985713053',
  remoteManagement: '3049593840724746523',
  connections: '3049474786184064169',
  premium: '3049629326775035347',
  whiteLabel: '3049675483072380397',
} as const;

/** Serial numbers that the portal lists. */
export const serials = {
  cloud: '3658B4311196K2ID',
  /** 31 extensions, High Availability. */
  cloudWithHighAvailability: '3612C2063653JAK2',
  /** 495 extensions on the Ultimate Plan, no services. */
  largeCloud: '3613D2071572Q0YP',
  /** 20 extensions on the Enterprise Plan, Hotel PMS. */
  software: '3610S20478155TQS',
  /** 37 extensions on the Ultimate Plan, Disaster Recovery. */
  softwareUltimate: '3611S2055734CK5F',
  /** 54 extensions on the Enterprise Plan, no services. */
  softwareAlone: '3612S2063653JAK2',
  appliance: '3610R20478155TQS',
  applianceWithoutPlan: '3611R2055734CK5F',
  linkus: '3610L20478155TQS',
  linkusWithoutPlan: '3611L2055734CK5F',
} as const;

export const partner = '3197220415588370433';

/** A body: operation and product, its further fields, and its items. */
export function body(head: string, fields: readonly string[], ...items: readonly string[]): string {
  return `{${[head, ...fields].join(',')},"serviceList":[${items.join(',')}]}`;
}

export function plan(planId: string, fields: string): string {
  return `{"serviceType":"plan","serviceId":${planId},${fields}}`;
}

/** @param planId the plan that it belongs to; empty for products without plans */
export function service(serviceId: string, planId: string, fields: string): string {
  const connection = planId === '' ? '' : `"connectionPlanId":${planId},`;
  return `{${connection}"serviceType":"service","serviceId":${serviceId},${fields}}`;
}

export function head(operationType: string, productId: number, productNo = ''): string {
  const serial = productNo === '' ? '' : `,"productNo":"${productNo}"`;
  return `"operationType":"${operationType}","productId":${productId}${serial}`;
}

export const bought = '"purchaseType":"purchase","billingModel":"recurring"';
export const renewed = '"purchaseType":"renew","billingModel":"recurring"';
export const switched = '"purchaseType":"switch","billingModel":"recurring"';
export const tried = '"purchaseType":"trial","multiCycle":0';
export const yearly = '"billingCycle":"annually","multiCycle":0';
export const monthly = '"billingCycle":"monthly","multiCycle":0';
export const years = (count: number) => `"billingCycle":"annually","multiCycle":${count}`;

/** One body that the portal takes for each tutorial, by the tutorial's name in the guide. */
export const tutorialOrders: Readonly<Record<string, string>> = Object.fromEntries(
  orders.map(({ tutorial, body }) => [tutorial, body]),
);

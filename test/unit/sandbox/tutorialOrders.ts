import { ids } from './orderTexts';

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

const bill = `"billingId":${ids.contact}`;
const onBehalf = `"partnerId":"${partner}"`;
const place = '"orderPceSpecialRequest":{"pbxName":"Lagos annex","regionId":"101","pbxSubDomainId":"201"}';

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
export const tutorialOrders: Readonly<Record<string, string>> = {
  'Purchase Cloud PBX (PCE Instance)': body(
    head('purchase_plan', 13),
    [bill, onBehalf, place],
    plan(ids.enterprisePlan, `"quantity":20,${bought},${yearly}`),
    service(ids.recordingMinutes, ids.enterprisePlan, `"quantity":500,${bought},${yearly}`),
  ),
  'Expand extensions, PCE': body(
    head('purchase_service', 13, serials.cloud),
    [bill],
    service(ids.extensionExpansion, ids.enterprisePlan, `"quantity":5,${bought},${yearly}`),
  ),
  'Expand recording minutes, PCE': body(
    head('purchase_service', 13, serials.cloud),
    [bill, '"poNumber":"PO-7"'],
    service(ids.recordingMinutes, ids.enterprisePlan, `"quantity":100,${bought},${monthly}`),
  ),
  'High Availability, PCE': body(
    head('purchase_service', 13, serials.cloud),
    [bill],
    service(ids.highAvailability, ids.enterprisePlan, `"quantity":10,${bought},${yearly}`),
  ),
  'Renew PCE': body(
    head('renew_plan', 13, serials.cloud),
    [bill],
    plan(ids.enterprisePlan, `"quantity":10,${renewed},${yearly}`),
    service(ids.recordingMinutes, ids.enterprisePlan, `"quantity":10,${renewed},${yearly}`),
  ),
  'Switch plan, PCE': body(
    head('switch_plan', 13, serials.cloud),
    [bill],
    plan(ids.ultimatePlan, `${switched},${yearly}`),
  ),
  'Free trial licence, Software Edition': body(
    head('trial_plan', 12),
    [onBehalf, `"assignId":"${partner}"`],
    plan(others.softwareEnterprise, tried),
    service(others.hotelPms, others.softwareEnterprise, tried),
  ),
  'Purchase commercial licence, Software (new)': body(
    head('purchase_plan', 12),
    [bill, onBehalf],
    plan(others.softwareUltimate, `"quantity":50,${bought},${years(3)}`),
    service(others.disasterRecovery, others.softwareUltimate, `${bought},${years(3)}`),
    service(others.aiTranscription, others.softwareUltimate, `"quantity":1000,${bought},${years(1)}`),
  ),
  'Purchase commercial licence, Software (existing PBX)': body(
    head('purchase_plan', 12, serials.software),
    [bill],
    plan(others.softwareUltimate, `"quantity":50,${bought},${years(1)}`),
  ),
  'Expand extensions or concurrent calls, Software': body(
    head('purchase_service', 12, serials.software),
    [bill],
    service(others.concurrentCalls, others.softwareEnterprise, `"quantity":5,${bought},${years(1)}`),
  ),
  'Subscribe to service, Software': body(
    head('purchase_service', 12, serials.software),
    [bill],
    service(others.hotStandby, others.softwareEnterprise, `${bought},${years(5)}`),
  ),
  'Renew Software': body(
    head('renew_plan', 12, serials.software),
    [bill],
    plan(others.softwareEnterprise, `"quantity":20,${renewed},${years(2)}`),
    service(others.hotelPms, others.softwareEnterprise, `"quantity":20,${renewed},${years(2)}`),
  ),
  'Switch plan, Software': body(
    head('switch_plan', 12, serials.software),
    [bill],
    plan(others.softwareUltimate, `${switched},${years(1)}`),
  ),
  'Purchase plan, Appliance': body(
    head('purchase_plan', 11, serials.applianceWithoutPlan),
    [bill],
    plan(others.applianceEnterprise, `${bought},${monthly}`),
  ),
  'Renew plan, Appliance': body(
    head('renew_plan', 11, serials.appliance),
    [bill],
    plan(others.applianceEnterprise, `${renewed},${years(4)}`),
  ),
  'Switch plan, Appliance': body(
    head('switch_plan', 11, serials.appliance),
    [bill],
    plan(others.applianceUltimate, `${switched},${years(1)}`),
  ),
  'Purchase Linkus Cloud Service': body(
    head('purchase_plan', 9, serials.linkusWithoutPlan),
    [bill],
    plan(others.linkus, `${bought},${years(5)}`),
  ),
  'Switch Linkus': body(
    head('switch_plan', 9, serials.linkus),
    [bill],
    plan(others.linkusPro, `${switched},${years(1)}`),
  ),
  'Free trial, Turnkey Package': body(
    head('trial_plan', 14),
    [onBehalf],
    plan(others.turnkeyEnterprise, tried),
    service(others.turnkeyMinutes, others.turnkeyEnterprise, tried),
  ),
  'Purchase Turnkey': body(
    head('purchase_plan', 14),
    [bill, onBehalf],
    plan(others.turnkeyEnterprise, `"quantity":30,${bought},${yearly}`),
    service(others.turnkeyMinutes, others.turnkeyEnterprise, `"quantity":500,${bought},${monthly}`),
  ),
  'Expand / subscribe, Turnkey': body(
    head('purchase_service', 14),
    [bill],
    service(others.turnkeyExtensions, others.turnkeyUltimate, `"quantity":5,${bought},${yearly}`),
  ),
  'Renew Turnkey': body(
    head('renew_plan', 14),
    [bill],
    plan(others.turnkeyEnterprise, `"quantity":30,${renewed},${yearly}`),
    service(others.turnkeyMinutes, others.turnkeyEnterprise, `"quantity":30,${renewed},${yearly}`),
  ),
  'Free trial, Remote Management': body(
    head('trial_plan', 15),
    [onBehalf],
    plan(others.remoteManagement, tried),
  ),
  'Purchase Remote Management': body(
    head('purchase_plan', 15),
    [bill, onBehalf],
    plan(others.remoteManagement, `${bought},${years(1)}`),
    service(
      others.connections,
      others.remoteManagement,
      '"quantity":10,"purchaseType":"purchase","billingCycle":"once","multiCycle":0',
    ),
  ),
  'Additional connections, Remote Management': body(
    head('purchase_service', 15),
    [bill],
    service(
      others.connections,
      others.remoteManagement,
      '"quantity":10,"purchaseType":"purchase","billingCycle":"once","multiCycle":0',
    ),
  ),
  'Renew Remote Management': body(
    head('renew_plan', 15),
    [bill],
    plan(others.remoteManagement, `${renewed},${years(1)}`),
  ),
  'Free trial, RM Premium': body(head('trial_service', 21), [], service(others.premium, '', tried)),
  'Purchase RM Premium': body(
    head('purchase_service', 21),
    [bill, onBehalf],
    service(others.premium, '', `"quantity":25,${bought},${yearly}`),
  ),
  'Additional connections, RM Premium': body(
    head('purchase_service', 21),
    [bill],
    service(others.premium, '', `"quantity":5,${bought},${yearly}`),
  ),
  'Renew RM Premium': body(
    head('renew_service', 21),
    [bill],
    service(others.premium, '', `"quantity":25,${renewed},${yearly}`),
  ),
  'Purchase PCE White Label': body(
    head('purchase_service', 19),
    [bill, onBehalf],
    service(others.whiteLabel, '', `${bought},${yearly}`),
  ),
  'Renew YCM White Label': body(
    head('renew_service', 19),
    [bill],
    service(others.whiteLabel, '', `${renewed},${yearly}`),
  ),
};

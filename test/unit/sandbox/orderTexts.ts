export const savePath = '/order/openapi/order/v1/save';

/** Ids of the tutorial's catalogue, as digits. */
export const ids = {
  enterprisePlan: '3048571730026938368',
  ultimatePlan: '3048572026291630080',
  extensionExpansion: '3048573516041273344',
  recordingMinutes: '3048573759449317376',
  highAvailability: '3048573935752720384',
  contact: '3197218168379846218',
} as const;

/** Ids of the prices of the plan and services above. */
export const pricingIds = {
  enterprisePlan: '3050011982734655489',
  recordingMinutes: '3050012290017046535',
  extensionExpansion: '3050012211190321153',
  highAvailability: '3050012377891004417',
} as const;

/** Raw JSON texts by field name; undefined leaves a field out. */
export type Changes = Readonly<Record<string, string | undefined>>;

/** The text of an object with these fields. */
export function objectText(fields: Changes): string {
  const parts = Object.entries(fields).flatMap(([name, json]) =>
    json === undefined ? [] : [`"${name}":${json}`],
  );
  return `{${parts.join(',')}}`;
}

export function itemText(changes: Changes = {}): string {
  return objectText({
    connectionPlanId: ids.enterprisePlan,
    serviceType: '"service"',
    serviceId: ids.highAvailability,
    quantity: '10',
    purchaseType: '"purchase"',
    billingModel: '"recurring"',
    billingCycle: '"annually"',
    multiCycle: '0',
    ...changes,
  });
}

/** The tutorial's order, High Availability for the first instance, with some of its fields changed. */
export function orderText(changes: Changes = {}, itemChanges: Changes = {}): string {
  return objectText({
    operationType: '"purchase_service"',
    productId: '13',
    productNo: '"3658B4311196K2ID"',
    billingId: ids.contact,
    serviceList: `[${itemText(itemChanges)}]`,
    ...changes,
  });
}

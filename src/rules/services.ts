import {
  forInstance,
  noQuantity,
  oneToFiveYears,
  type LineRule,
  type OperationRule,
  type PurchaseType,
  documented,
  forProduct,
  assumed,
  productIds,
} from './operationRule';

/** Returns the line of a plan that is billed annually, for 1 to 5 years. */
function annualLine(purchaseType: PurchaseType): LineRule {
  return {
    purchaseType: documented(purchaseType),
    billingModel: documented('recurring'),
    billingCycle: documented(['annually']),
    multiCycle: documented(oneToFiveYears),
    quantity: noQuantity,
  };
}

const commonToLinkus = {
  productIds: [productIds.linkusCloudService],
  services: undefined,
  onlyFor: undefined,
} as const;

/** Product 9. The guide has no tutorial for its renewal. */
export const linkusCloudServiceRules: readonly OperationRule[] = [
  {
    ...commonToLinkus,
    tutorial: 'Purchase Linkus Cloud Service',
    operations: ['purchase'],
    operationType: documented('purchase_plan'),
    topLevel: { ...forInstance, productNo: 'entered' },
    plan: annualLine('purchase'),
    remarks: ['firmwareNeeded'],
  },
  {
    ...commonToLinkus,
    tutorial: 'Switch Linkus',
    operations: ['switchPlan'],
    operationType: documented('switch_plan'),
    topLevel: forInstance,
    plan: annualLine('switch'),
    remarks: ['cycleStaysOnUpgrade', 'firmwareNeeded', 'switchOnTrial'],
  },
];

const commonToWhiteLabel = {
  productIds: [productIds.whiteLabel],
  topLevel: forProduct,
  plan: undefined,
  onlyFor: undefined,
} as const;

/** Product 19: a flat rate, so `multiCycle` is 0 and no quantity is sent. */
export const whiteLabelRules: readonly OperationRule[] = [
  {
    ...commonToWhiteLabel,
    tutorial: 'Purchase PCE White Label',
    operations: ['purchase'],
    operationType: documented('purchase_service'),
    services: {
      choice: 'one',
      connectionPlanId: false,
      line: {
        purchaseType: documented('purchase'),
        billingModel: assumed('recurring'),
        billingCycle: assumed(['annually']),
        multiCycle: assumed([0]),
        quantity: assumed('absent'),
      },
    },
    remarks: ['flatRate'],
  },
  {
    ...commonToWhiteLabel,
    tutorial: 'Renew YCM White Label',
    operations: ['renew'],
    operationType: documented('renew_service'),
    services: {
      choice: 'one',
      connectionPlanId: false,
      line: {
        purchaseType: documented('renew'),
        billingModel: documented('recurring'),
        billingCycle: documented(['annually']),
        multiCycle: documented([0]),
        quantity: noQuantity,
      },
    },
    remarks: ['flatRate', 'noSerialNumber'],
  },
];

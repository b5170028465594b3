import { forInstance, noQuantity, oneToFiveYears } from './lines';
import { type LineRule, type OperationRule, type PurchaseType, documented } from './operationRule';
import { productIds } from './products';

function line(purchaseType: PurchaseType): LineRule {
  return {
    purchaseType: documented(purchaseType),
    billingModel: documented('recurring'),
    billingCycle: documented(['annually']),
    multiCycle: documented(oneToFiveYears),
    quantity: noQuantity,
  };
}

const common = {
  productIds: [productIds.linkusCloudService],
  services: undefined,
  onlyFor: undefined,
} as const;

export const linkusCloudServiceRules: readonly OperationRule[] = [
  {
    ...common,
    tutorial: 'Purchase Linkus Cloud Service',
    operations: ['purchase'],
    operationType: documented('purchase_plan'),
    topLevel: { ...forInstance, productNo: 'entered' },
    plan: line('purchase'),
    remarks: ['firmwareNeeded'],
  },
  {
    ...common,
    tutorial: 'Switch Linkus',
    operations: ['switchPlan'],
    operationType: documented('switch_plan'),
    topLevel: forInstance,
    plan: line('switch'),
    remarks: ['cycleStaysOnUpgrade', 'firmwareNeeded', 'switchOnTrial'],
  },
];

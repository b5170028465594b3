import { forInstance, noQuantity, oneToFiveYears } from './lines';
import {
  type LineRule,
  type MultiCycle,
  type OperationRule,
  type PurchaseType,
  assumed,
  documented,
} from './operationRule';
import { productIds } from './products';

const years: MultiCycle = { monthly: [0], annually: oneToFiveYears };

function line(purchaseType: PurchaseType): LineRule {
  return {
    purchaseType: documented(purchaseType),
    billingModel: documented('recurring'),
    billingCycle: documented(['annually', 'monthly']),
    multiCycle: documented(years),
    quantity: noQuantity,
  };
}

const common = {
  productIds: [productIds.applianceEdition],
  services: undefined,
  onlyFor: undefined,
} as const;

export const applianceEditionRules: readonly OperationRule[] = [
  {
    ...common,
    tutorial: 'Purchase plan, Appliance',
    operations: ['purchase'],
    operationType: documented('purchase_plan'),
    topLevel: { ...forInstance, productNo: 'entered' },
    plan: {
      ...line('purchase'),
      billingModel: assumed('recurring'),
      billingCycle: assumed(['annually', 'monthly']),
      multiCycle: assumed(years),
    },
    remarks: [],
  },
  {
    ...common,
    tutorial: 'Renew plan, Appliance',
    operations: ['renew'],
    operationType: documented('renew_plan'),
    topLevel: forInstance,
    plan: { ...line('renew'), multiCycle: assumed(years) },
    remarks: ['cycleStays'],
  },
  {
    ...common,
    tutorial: 'Switch plan, Appliance',
    operations: ['switchPlan'],
    operationType: documented('switch_plan'),
    topLevel: forInstance,
    plan: line('switch'),
    remarks: ['switchOnTrial'],
  },
];

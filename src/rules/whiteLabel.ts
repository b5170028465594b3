import { forProduct, noQuantity } from './lines';
import { type OperationRule, assumed, documented } from './operationRule';
import { productIds } from './products';

const common = {
  productIds: [productIds.whiteLabel],
  topLevel: forProduct,
  plan: undefined,
  onlyFor: undefined,
} as const;

export const whiteLabelRules: readonly OperationRule[] = [
  {
    ...common,
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
    ...common,
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

import {
  assumedQuantity,
  forProduct,
  forTrial,
  quantity,
  trialLine,
  type LineRule,
  type OperationRule,
  assumed,
  documented,
  productIds,
} from './operationRule';

const product = { productIds: [productIds.turnkeyPackage] } as const;

const purchased: LineRule = {
  purchaseType: documented('purchase'),
  billingModel: documented('recurring'),
  billingCycle: assumed(['annually', 'monthly']),
  multiCycle: assumed([0]),
  quantity: quantity({ kind: 'extensions', least: 1, most: undefined }),
};

const renewed: LineRule = {
  ...purchased,
  purchaseType: documented('renew'),
  quantity: quantity({ kind: 'currentExtensions', most: undefined }),
};

export const turnkeyPackageRules: readonly OperationRule[] = [
  {
    ...product,
    tutorial: 'Free trial, Turnkey Package',
    operations: ['startTrial'],
    operationType: documented('trial_plan'),
    topLevel: forTrial,
    plan: trialLine,
    services: { choice: 'any', connectionPlanId: true, line: trialLine },
    onlyFor: undefined,
    remarks: ['contactDiffers'],
  },
  {
    ...product,
    tutorial: 'Purchase Turnkey',
    operations: ['purchase'],
    operationType: documented('purchase_plan'),
    topLevel: forProduct,
    plan: purchased,
    services: {
      choice: 'any',
      connectionPlanId: true,
      line: { ...purchased, quantity: assumedQuantity({ kind: 'whereCounted' }) },
    },
    onlyFor: undefined,
    remarks: [],
  },
  {
    ...product,
    tutorial: 'Expand / subscribe, Turnkey',
    operations: ['subscribe', 'expand'],
    operationType: documented('purchase_service'),
    topLevel: forProduct,
    plan: undefined,
    services: {
      choice: 'one',
      connectionPlanId: true,
      line: {
        ...purchased,
        billingModel: assumed('recurring'),
        quantity: quantity({ kind: 'amountToAdd', mostTogether: undefined }),
      },
    },
    onlyFor: undefined,
    remarks: ['noSerialNumber'],
  },
  {
    ...product,
    tutorial: 'Renew Turnkey',
    operations: ['renew'],
    operationType: documented('renew_plan'),
    topLevel: forProduct,
    plan: renewed,
    services: { choice: 'any', connectionPlanId: true, line: renewed },
    onlyFor: undefined,
    remarks: ['renewedTogether', 'noSerialNumber'],
  },
];

import {
  assumedQuantity,
  forProduct,
  forTrial,
  noQuantity,
  quantity,
  trialLine,
  type LineRule,
  type OperationRule,
  assumed,
  documented,
  productIds,
} from './operationRule';

const product = { productIds: [productIds.remoteManagement] } as const;

const premium = {
  productIds: [productIds.remoteManagementPremium, productIds.remoteManagementPremiumOnOnePage],
  plan: undefined,
  onlyFor: undefined,
} as const;

const connections: LineRule = {
  purchaseType: documented('purchase'),
  billingModel: documented('absent'),
  billingCycle: documented(['once']),
  multiCycle: documented([0]),
  quantity: quantity({ kind: 'connections' }),
};

const premiumConnections: LineRule = {
  purchaseType: documented('purchase'),
  billingModel: documented('recurring'),
  billingCycle: documented(['annually']),
  multiCycle: documented([0]),
  quantity: quantity({ kind: 'connections' }),
};

export const remoteManagementRules: readonly OperationRule[] = [
  {
    ...product,
    tutorial: 'Free trial, Remote Management',
    operations: ['startTrial'],
    operationType: documented('trial_plan'),
    topLevel: forTrial,
    plan: trialLine,
    services: undefined,
    onlyFor: undefined,
    remarks: ['contactDiffers'],
  },
  {
    ...product,
    tutorial: 'Purchase Remote Management',
    operations: ['purchase'],
    operationType: documented('purchase_plan'),
    topLevel: forProduct,
    plan: {
      purchaseType: assumed('purchase'),
      billingModel: assumed('recurring'),
      billingCycle: assumed(['annually']),
      multiCycle: assumed([1]),
      quantity: assumed('absent'),
    },
    services: {
      choice: 'any',
      connectionPlanId: true,
      line: {
        purchaseType: assumed('purchase'),
        billingModel: assumed('absent'),
        billingCycle: assumed(['once']),
        multiCycle: assumed([0]),
        quantity: assumedQuantity({ kind: 'connections' }),
      },
    },
    onlyFor: undefined,
    remarks: [],
  },
  {
    ...product,
    tutorial: 'Additional connections, Remote Management',
    operations: ['subscribe', 'expand'],
    operationType: documented('purchase_service'),
    topLevel: forProduct,
    plan: undefined,
    services: { choice: 'one', connectionPlanId: true, line: connections },
    onlyFor: undefined,
    remarks: ['noSerialNumber'],
  },
  {
    ...product,
    tutorial: 'Renew Remote Management',
    operations: ['renew'],
    operationType: documented('renew_plan'),
    topLevel: forProduct,
    plan: {
      purchaseType: documented('renew'),
      billingModel: documented('recurring'),
      billingCycle: documented(['annually']),
      multiCycle: documented([1]),
      quantity: noQuantity,
    },
    services: undefined,
    onlyFor: undefined,
    remarks: ['noSerialNumber'],
  },
  {
    ...premium,
    tutorial: 'Free trial, RM Premium',
    operations: ['startTrial'],
    operationType: documented('trial_service'),
    topLevel: forTrial,
    services: { choice: 'one', connectionPlanId: false, line: trialLine },
    remarks: ['productIdDiffers', 'contactDiffers'],
  },
  {
    ...premium,
    tutorial: 'Purchase RM Premium',
    operations: ['purchase'],
    operationType: documented('purchase_service'),
    topLevel: forProduct,
    services: { choice: 'one', connectionPlanId: false, line: premiumConnections },
    remarks: ['productIdDiffers'],
  },
  {
    ...premium,
    tutorial: 'Additional connections, RM Premium',
    operations: ['subscribe', 'expand'],
    operationType: documented('purchase_service'),
    topLevel: forProduct,
    services: { choice: 'one', connectionPlanId: false, line: premiumConnections },
    remarks: ['productIdDiffers', 'noSerialNumber'],
  },
  {
    ...premium,
    tutorial: 'Renew RM Premium',
    operations: ['renew'],
    operationType: assumed('renew_service'),
    topLevel: forProduct,
    services: {
      choice: 'one',
      connectionPlanId: false,
      line: { ...premiumConnections, purchaseType: documented('renew') },
    },
    remarks: ['productIdDiffers', 'renewalOperationTypeDiffers', 'noSerialNumber'],
  },
];

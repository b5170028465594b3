import {
  assumedQuantity,
  extensionNames,
  forInstance,
  forProduct,
  forTrial,
  noQuantity,
  oneToFiveYears,
  quantity,
  trialLine,
  type LineRule,
  type OperationRule,
  assumed,
  documented,
  type MultiCycle,
  type PurchaseType,
  productIds,
} from './operationRule';

const expansionNames = new RegExp(
  `${extensionNames.source}|^((additional|extra|more) )?concurrent calls?( expansion| capacity)?$`,
  'i',
);

const product = { productIds: [productIds.softwareEdition] } as const;

const licence: LineRule = {
  purchaseType: documented('purchase'),
  billingModel: documented('recurring'),
  billingCycle: assumed(['annually']),
  multiCycle: assumed(oneToFiveYears),
  quantity: quantity({ kind: 'extensions', least: 1, most: undefined }),
};

const purchase = {
  ...product,
  operations: ['purchase'],
  operationType: documented('purchase_plan'),
  plan: licence,
  services: {
    choice: 'any',
    connectionPlanId: true,
    line: { ...licence, quantity: assumedQuantity({ kind: 'whereCounted' }) },
  },
  onlyFor: undefined,
} as const;

const renewed: LineRule = {
  purchaseType: documented('renew'),
  billingModel: assumed('recurring'),
  billingCycle: assumed(['annually']),
  multiCycle: assumed(oneToFiveYears),
  quantity: quantity({ kind: 'currentExtensions', most: undefined }),
};

export const softwareEditionRules: readonly OperationRule[] = [
  {
    ...product,
    tutorial: 'Free trial licence, Software Edition',
    operations: ['startTrial'],
    operationType: documented('trial_plan'),
    topLevel: { ...forTrial, assignId: 'optional' },
    plan: trialLine,
    services: { choice: 'any', connectionPlanId: true, line: trialLine },
    onlyFor: undefined,
    remarks: ['onlineActivation', 'contactDiffers'],
  },
  { ...purchase, tutorial: 'Purchase commercial licence, Software (new)', topLevel: forProduct, remarks: [] },
  {
    ...purchase,
    tutorial: 'Purchase commercial licence, Software (existing PBX)',
    topLevel: forInstance,
    remarks: [],
  },
  {
    ...product,
    tutorial: 'Expand extensions or concurrent calls, Software',
    operations: ['subscribe', 'expand'],
    operationType: documented('purchase_service'),
    topLevel: forInstance,
    plan: undefined,
    services: {
      choice: 'one',
      connectionPlanId: true,
      line: {
        purchaseType: assumed('purchase'),
        billingModel: assumed('recurring'),
        billingCycle: assumed(['annually']),
        multiCycle: assumed(oneToFiveYears),
        quantity: assumedQuantity({ kind: 'amountToAdd', mostTogether: undefined }),
      },
    },
    onlyFor: { name: expansionNames, publishedIds: [] },
    remarks: [],
  },
  {
    ...product,
    tutorial: 'Subscribe to service, Software',
    operations: ['subscribe'],
    operationType: documented('purchase_service'),
    topLevel: forInstance,
    plan: undefined,
    services: {
      choice: 'one',
      connectionPlanId: true,
      line: {
        purchaseType: documented('purchase'),
        billingModel: documented('recurring'),
        billingCycle: documented(['annually']),
        multiCycle: assumed(oneToFiveYears),
        quantity: quantity({ kind: 'whereCounted' }),
      },
    },
    onlyFor: undefined,
    listed:
      /^(hot[ -]?standby|disaster recovery|hotel pms( integration)?|outbound call cent(er|re)|ai (transcription|receptionist))$/i,
    remarks: ['ultimatePlanOnly'],
  },
  {
    ...product,
    tutorial: 'Renew Software',
    operations: ['renew'],
    operationType: documented('renew_plan'),
    topLevel: forInstance,
    plan: renewed,
    services: { choice: 'allSubscribed', connectionPlanId: true, line: renewed },
    onlyFor: undefined,
    remarks: ['renewedTogether'],
  },
  {
    ...product,
    tutorial: 'Switch plan, Software',
    operations: ['switchPlan'],
    operationType: documented('switch_plan'),
    topLevel: forInstance,
    plan: {
      purchaseType: documented('switch'),
      billingModel: documented('recurring'),
      billingCycle: documented(['annually']),
      multiCycle: documented(oneToFiveYears),
      quantity: noQuantity,
    },
    services: undefined,
    onlyFor: undefined,
    remarks: ['cycleStaysOnUpgrade', 'downgradeAfterExpiry', 'switchOnTrial'],
  },
];

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

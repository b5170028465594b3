import {
  assumedQuantity,
  extensionNames,
  forInstance,
  forProduct,
  noQuantity,
  quantity,
  type LineRule,
  type OperationRule,
  assumed,
  documented,
  productIds,
} from './operationRule';

/** Limits for the extensions of one cloud PBX (API guide, tutorials). */
const [fewestExtensions, mostExtensions] = [5, 500];

/** Values from the High Availability tutorial, assumed for other orders of this product. */
const highAvailabilityDefaults: LineRule = {
  purchaseType: documented('purchase'),
  billingModel: assumed('recurring'),
  billingCycle: assumed(['annually', 'monthly']),
  multiCycle: assumed([0]),
  quantity: assumedQuantity({ kind: 'amountToAdd', mostTogether: undefined }),
};

const product = { productIds: [productIds.cloudPbx] } as const;

const forService = {
  ...product,
  operationType: documented('purchase_service'),
  topLevel: forInstance,
  plan: undefined,
} as const;

const renewed: LineRule = {
  ...highAvailabilityDefaults,
  purchaseType: documented('renew'),
  quantity: quantity({ kind: 'currentExtensions', most: mostExtensions }),
};

export const cloudPbxRules: readonly OperationRule[] = [
  {
    ...product,
    tutorial: 'Purchase Cloud PBX (PCE Instance)',
    operations: ['purchase'],
    operationType: documented('purchase_plan'),
    topLevel: { ...forProduct, orderPceSpecialRequest: 'required' },
    plan: {
      ...highAvailabilityDefaults,
      quantity: quantity({ kind: 'extensions', least: fewestExtensions, most: mostExtensions }),
    },
    services: { choice: 'any', connectionPlanId: true, line: highAvailabilityDefaults },
    onlyFor: undefined,
    remarks: [],
  },
  {
    ...forService,
    tutorial: 'Expand extensions, PCE',
    operations: ['subscribe', 'expand'],
    services: {
      choice: 'one',
      connectionPlanId: true,
      line: {
        ...highAvailabilityDefaults,
        quantity: quantity({ kind: 'amountToAdd', mostTogether: mostExtensions }),
      },
    },
    onlyFor: { name: extensionNames, publishedIds: ['3048573516041273344'] },
    remarks: ['takesEffectAtOnce'],
  },
  {
    ...forService,
    tutorial: 'Expand recording minutes, PCE',
    operations: ['subscribe', 'expand'],
    services: {
      choice: 'one',
      connectionPlanId: true,
      line: {
        ...highAvailabilityDefaults,
        quantity: quantity({ kind: 'amountToAdd', mostTogether: undefined }),
      },
    },
    onlyFor: { name: /^(call )?recording minutes?( expansion)?$/i, publishedIds: ['3048573759449317376'] },
    remarks: ['takesEffectAtOnce'],
  },
  {
    ...forService,
    tutorial: 'High Availability, PCE',
    operations: ['subscribe'],
    services: {
      choice: 'one',
      connectionPlanId: true,
      line: {
        purchaseType: documented('purchase'),
        billingModel: documented('recurring'),
        billingCycle: documented(['annually', 'monthly']),
        multiCycle: documented([0]),
        quantity: quantity({ kind: 'currentExtensions', most: mostExtensions }),
      },
    },
    onlyFor: { name: /^high[ -]?availability( service)?$/i, publishedIds: ['3048573935752720384'] },
    remarks: [],
  },
  {
    ...forService,
    tutorial: 'Other services, PCE',
    operations: ['subscribe'],
    services: {
      choice: 'one',
      connectionPlanId: true,
      line: { ...highAvailabilityDefaults, purchaseType: assumed('purchase') },
    },
    onlyFor: undefined,
    remarks: [],
  },
  {
    ...product,
    tutorial: 'Renew PCE',
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
    tutorial: 'Switch plan, PCE',
    operations: ['switchPlan'],
    operationType: documented('switch_plan'),
    topLevel: forInstance,
    plan: {
      purchaseType: documented('switch'),
      billingModel: documented('recurring'),
      billingCycle: documented(['annually', 'monthly']),
      multiCycle: assumed([0]),
      quantity: noQuantity,
    },
    services: undefined,
    onlyFor: undefined,
    remarks: ['cycleStaysOnUpgrade', 'switchOnTrial'],
  },
];

/** What a partner wants to do; each operation is a command of its own. */
export const operations = ['subscribe', 'expand', 'renew', 'switchPlan', 'purchase', 'startTrial'] as const;
export type Operation = (typeof operations)[number];

/** Values of `operationType` that a tutorial uses (API guide, create an order). */
export type OperationType =
  | 'trial_plan'
  | 'trial_service'
  | 'purchase_plan'
  | 'purchase_service'
  | 'switch_plan'
  | 'renew_plan'
  | 'renew_service';

export type PurchaseType = 'purchase' | 'trial' | 'renew' | 'switch';

/** Values of `billingCycle` (API guide, serviceList). */
export const billingCycles = ['annually', 'monthly', 'once'] as const;
export type BillingCycle = (typeof billingCycles)[number];

/** A value of the request, and whether a tutorial documents it for this kind of order. */
export interface RuleValue<Value> {
  readonly value: Value;
  /** False if the value is assumed from a similar order; the review says so. */
  readonly documented: boolean;
}

/** The possible values of `multiCycle`: one list for all billing cycles, or one list per cycle. */
export type MultiCycle = readonly number[] | Readonly<Partial<Record<BillingCycle, readonly number[]>>>;

/** What the `quantity` of a line means. */
export type QuantityRule =
  /** Exactly the current number of extensions of the PBX. */
  | { readonly kind: 'currentExtensions'; readonly most: number | undefined }
  /** The number of extensions of a new licence. */
  | { readonly kind: 'extensions'; readonly least: number; readonly most: number | undefined }
  /** The amount to add; `mostTogether` limits the total of existing and added. */
  | { readonly kind: 'amountToAdd'; readonly mostTogether: number | undefined }
  | { readonly kind: 'connections' }
  /** Only counted services take a quantity; the portal's limits show which ones are counted. */
  | { readonly kind: 'whereCounted' };

/** The fields of one kind of `serviceList` item; `absent` means that the parameter is not sent. */
export interface LineRule {
  readonly purchaseType: RuleValue<PurchaseType>;
  readonly billingModel: RuleValue<'recurring' | 'absent'>;
  readonly billingCycle: RuleValue<readonly BillingCycle[] | 'absent'>;
  readonly multiCycle: RuleValue<MultiCycle>;
  readonly quantity: RuleValue<QuantityRule | 'absent'>;
}

/**
 * Which services a rule applies to: those with an id that a tutorial published, and those whose whole name matches,
 * without text in brackets, if their id is not one of the published ones. A looser match would mistake “Call Recording
 * (per extension)” for extensions.
 */
export interface ServiceMatch {
  readonly name: RegExp;
  readonly publishedIds: readonly string[];
}

/** Which services an order contains, and their fields. */
export interface ServicesRule {
  /** `one`: a single service; `any`: any number of them; `allSubscribed`: all services of the instance. */
  readonly choice: 'one' | 'any' | 'allSubscribed';
  /** Whether each item names the plan that it belongs to. */
  readonly connectionPlanId: boolean;
  readonly line: LineRule;
}

/** A remark that the user has to know for an order, apart from its values. Form and documentation share the texts. */
export type Remark =
  | 'productIdDiffers'
  | 'renewalOperationTypeDiffers'
  | 'renewedTogether'
  | 'cycleStaysOnUpgrade'
  | 'cycleStays'
  | 'downgradeAfterExpiry'
  | 'takesEffectAtOnce'
  | 'onlineActivation'
  | 'ultimatePlanOnly'
  | 'firmwareNeeded'
  | 'noSerialNumber'
  | 'flatRate'
  | 'serviceUndecided'
  | 'contactDiffers'
  | 'switchOnTrial';

/** Parameters besides `serviceList` that depend on the order. Every order may have a `poNumber`. */
export interface TopLevelRule {
  /**
   * `listed`: the serial number of an instance in the portal's list. `entered`: the serial number may also be read off
   * the PBX and typed. `absent`: the order names none.
   */
  readonly productNo: 'listed' | 'entered' | 'absent';
  /** `optional`: the guide's pages disagree on whether the order takes one; it is sent if the user chooses one. */
  readonly billingId: 'required' | 'optional';
  readonly partnerId: 'optional' | 'absent';
  readonly assignId: 'optional' | 'absent';
  readonly orderPceSpecialRequest: 'required' | 'absent';
}

/** What the guide's tutorials specify for one kind of order: a row of the table of rules. */
export interface OperationRule {
  /** The tutorial's name in the guide. */
  readonly tutorial: string;
  readonly operations: readonly Operation[];
  /** Several if the guide's pages disagree; the portal's product list shows which one is right. */
  readonly productIds: readonly number[];
  readonly operationType: RuleValue<OperationType>;
  readonly topLevel: TopLevelRule;
  /** Undefined if the order has no item of type `plan`. */
  readonly plan: LineRule | undefined;
  /** Undefined if the order has no item of type `service`. */
  readonly services: ServicesRule | undefined;
  /** Undefined if the rule applies to every service of the product that has no rule of its own. */
  readonly onlyFor: ServiceMatch | undefined;
  /**
   * Service names in the tutorial of a rule for all other services; the review warns about a service with any other
   * name.
   */
  readonly listed?: RegExp;
  readonly remarks: readonly Remark[];
}

/** Something that the guide mentions without saying how to order it; it is not offered. */
export interface UndocumentedOperation {
  readonly tutorial: string;
  readonly productIds: readonly number[];
  readonly reason: string;
}

export function documented<const Value>(value: Value): RuleValue<Value> {
  return { value, documented: true };
}

export function assumed<const Value>(value: Value): RuleValue<Value> {
  return { value, documented: false };
}

/** The years that can be chosen when a tutorial allows 1 to 5 of them. */
export const oneToFiveYears = [1, 2, 3, 4, 5] as const;

/** Possible names of the service that adds extensions to a PBX. */
export const extensionNames =
  /^(extensions?( expansion| capacity| quantity)?|(additional|extra|more) extensions?|expan(d|sion of) extensions?)$/i;

export const noQuantity = documented('absent');

/** An item of a trial: the tutorials list only the purchase type and a `multiCycle` of 0. */
export const trialLine: LineRule = {
  purchaseType: documented('trial'),
  billingModel: documented('absent'),
  billingCycle: documented('absent'),
  multiCycle: documented([0]),
  quantity: noQuantity,
};

export function quantity(rule: QuantityRule): RuleValue<QuantityRule> {
  return documented(rule);
}

export function assumedQuantity(rule: QuantityRule): RuleValue<QuantityRule> {
  return assumed(rule);
}

/** An order for an instance in the portal's list, with an invoice. */
export const forInstance: TopLevelRule = {
  productNo: 'listed',
  billingId: 'required',
  partnerId: 'absent',
  assignId: 'absent',
  orderPceSpecialRequest: 'absent',
};

/** An order that names no instance, for the partner or a subordinate user, with an invoice. */
export const forProduct: TopLevelRule = {
  productNo: 'absent',
  billingId: 'required',
  partnerId: 'optional',
  assignId: 'absent',
  orderPceSpecialRequest: 'absent',
};

/**
 * A trial, for the partner or a subordinate user. The reference requires a billing contact for every order, but the
 * trial tutorials leave it out (API guide, create an order).
 */
export const forTrial: TopLevelRule = { ...forProduct, billingId: 'optional' };

/** Product ids of the guide (API guide, product ids and known constants). */
export const productIds = {
  linkusCloudService: 9,
  applianceEdition: 11,
  softwareEdition: 12,
  cloudPbx: 13,
  turnkeyPackage: 14,
  remoteManagement: 15,
  whiteLabel: 19,
  remoteManagementPremium: 21,
  /** The product id of Remote Management Premium on a single page of the guide. */
  remoteManagementPremiumOnOnePage: 20,
} as const;

/**
 * Products whose plans and services are available only for a specific serial number (API guide, purchase_product_info).
 */
export const productsPricedBySerialNumber: readonly number[] = [
  productIds.linkusCloudService,
  productIds.applianceEdition,
];

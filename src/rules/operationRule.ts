/** What a partner sets out to do; each of these is a command of its own. */
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

/** A value of the request, and whether a tutorial of the guide gives it for this very order. */
export interface Cell<Value> {
  readonly value: Value;
  /** False: taken over from a similar order; the review says so. */
  readonly documented: boolean;
}

/** Values of `multiCycle` that can be chosen: for every billing cycle the same ones, or some for each. */
export type MultiCycle = readonly number[] | Readonly<Partial<Record<BillingCycle, readonly number[]>>>;

/** How the `quantity` of a line is to be understood. */
export type QuantityRule =
  /** Exactly the number of extensions that the PBX has now. */
  | { readonly kind: 'currentExtensions'; readonly most: number | undefined }
  /** The number of extensions of a new licence. */
  | { readonly kind: 'extensions'; readonly least: number; readonly most: number | undefined }
  /** The amount that comes on top; `mostTogether` is for what there is and what is added. */
  | { readonly kind: 'amountToAdd'; readonly mostTogether: number | undefined }
  | { readonly kind: 'connections' }
  /** Only services that are counted take a quantity; which these are, the portal's limits tell. */
  | { readonly kind: 'whereCounted' };

/** What one kind of item of `serviceList` carries; `absent` is a parameter that is not sent. */
export interface LineRule {
  readonly purchaseType: Cell<PurchaseType>;
  readonly billingModel: Cell<'recurring' | 'absent'>;
  readonly billingCycle: Cell<readonly BillingCycle[] | 'absent'>;
  readonly multiCycle: Cell<MultiCycle>;
  readonly quantity: Cell<QuantityRule | 'absent'>;
}

/**
 * The services that a rule is for: by the ids that a tutorial published, or where the id is none of those by the whole
 * name, without what stands in brackets. A looser match would take “Call Recording (per extension)” for extensions.
 */
export interface ServiceMatch {
  readonly name: RegExp;
  readonly publishedIds: readonly string[];
}

/** How an order takes its services. */
export interface ServicesRule {
  /** `one`: a single service; `any`: as many as are chosen; `allSubscribed`: all that the instance has. */
  readonly choice: 'one' | 'any' | 'allSubscribed';
  /** Whether each item names the plan that it belongs to. */
  readonly connectionPlanId: boolean;
  readonly line: LineRule;
}

/** What a user has to know of an order beside its values; the texts stand in one place for form and documentation. */
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

/** Parameters of the body beside `serviceList` that not every order takes. `poNumber` may stand in each of them. */
export interface TopLevelRule {
  /**
   * `listed`: the serial number of an instance of the portal's list; `entered`: it may as well be read on the PBX and
   * typed; `absent`: the order names none.
   */
  readonly productNo: 'listed' | 'entered' | 'absent';
  /** `optional`: the guide's pages differ on whether the order takes one; it is sent where it is chosen. */
  readonly billingId: 'required' | 'optional';
  readonly partnerId: 'optional' | 'absent';
  readonly assignId: 'optional' | 'absent';
  readonly orderPceSpecialRequest: 'required' | 'absent';
}

/** What the guide's tutorials fix for one kind of order: a row of the table of rules. */
export interface OperationRule {
  /** The tutorial, in the words of the guide's reference. */
  readonly tutorial: string;
  readonly operations: readonly Operation[];
  /** Several where the guide's pages differ; the portal's own list of products tells which one it is. */
  readonly productIds: readonly number[];
  readonly operationType: Cell<OperationType>;
  readonly topLevel: TopLevelRule;
  /** Undefined: the order has no item of type `plan`. */
  readonly plan: LineRule | undefined;
  /** Undefined: the order has no item of type `service`. */
  readonly services: ServicesRule | undefined;
  /** Undefined: for every service of the product that no other rule is for. */
  readonly onlyFor: ServiceMatch | undefined;
  /** Names that the tutorial of a rule for all other services lists; the review names a service that has none of them. */
  readonly listed?: RegExp;
  readonly remarks: readonly Remark[];
}

/** Something that the guide names without telling how it is ordered; it is not offered. */
export interface UndocumentedOperation {
  readonly tutorial: string;
  readonly productIds: readonly number[];
  readonly reason: string;
}

export function documented<const Value>(value: Value): Cell<Value> {
  return { value, documented: true };
}

export function assumed<const Value>(value: Value): Cell<Value> {
  return { value, documented: false };
}

import { applianceEditionRules, softwareEditionRules } from './editions';
import { cloudPbxRules } from './cloudPbx';
import { linkusCloudServiceRules, whiteLabelRules } from './services';
import {
  type Operation,
  type OperationRule,
  type ServiceMatch,
  type UndocumentedOperation,
  operations,
  type PurchaseType,
  productIds,
} from './operationRule';
import { remoteManagementRules } from './remoteManagement';
import { turnkeyPackageRules } from './turnkeyPackage';

/** Every order that a tutorial of the guide describes (API guide, tutorials). */
export const operationRules: readonly OperationRule[] = [
  ...cloudPbxRules,
  ...softwareEditionRules,
  ...applianceEditionRules,
  ...linkusCloudServiceRules,
  ...turnkeyPackageRules,
  ...remoteManagementRules,
  ...whiteLabelRules,
];

/** Operations that the guide mentions but does not describe: guessing would spend other people's money. */
export const undocumentedOperations: readonly UndocumentedOperation[] = [
  {
    tutorial: 'Renew Linkus',
    productIds: [productIds.linkusCloudService],
    reason: 'the guide has no tutorial for it',
  },
  {
    tutorial: 'Trial of a Cloud PBX (PCE Instance)',
    productIds: [productIds.cloudPbx],
    reason: 'the portal has pages for it, the guide no tutorial',
  },
  {
    tutorial: 'Switch of plan during a trial (operationType switchTrial_plan)',
    productIds: [],
    reason: 'the guide lists the operationType and describes neither its request nor its effect',
  },
  {
    tutorial: 'BYOI package, Workplace',
    productIds: [],
    reason: 'neither product ids nor tutorials are in the guide',
  },
];

/** The properties of a service that a rule depends on. */
export interface ServiceName {
  readonly serviceId: string;
  readonly name: string | undefined;
}

/** What an order is for: one instance, or the product as a whole. */
export type Subject = 'instance' | 'product';

/** Returns the rules of an operation: several if they depend on the service, none if the guide has no tutorial. */
export function rulesFor(productId: number, operation: Operation, subject: Subject): OperationRule[] {
  return operationRules.filter(
    (rule) =>
      rule.productIds.includes(productId) && rule.operations.includes(operation) && isFor(rule, subject),
  );
}

/** Returns the operations that the guide describes for an instance, or for the product as a whole. */
export function operationsFor(productId: number, subject: Subject): Operation[] {
  return operations.filter((operation) => rulesFor(productId, operation, subject).length > 0);
}

/** Returns the rule for a service: its own rule, otherwise the one for all other services. */
export function ruleForService(
  rules: readonly OperationRule[],
  service: ServiceName | undefined,
): OperationRule | undefined {
  const own = rules.find((rule) => service !== undefined && isSpecificTo(rule, service));
  return own ?? rules.find(({ onlyFor }) => onlyFor === undefined);
}

/** Whether a rule is specific to this service. */
export function isSpecificTo({ onlyFor, productIds }: OperationRule, service: ServiceName): boolean {
  return onlyFor !== undefined && matchOf(productIds, service) === onlyFor;
}

/**
 * Whether a rule applies to a service only because neither its id nor its name identifies it. False if the rule is the
 * only one.
 */
export function isUndecided(
  rule: OperationRule,
  rules: readonly OperationRule[],
  service: ServiceName,
): boolean {
  const isOneOfSeveral = rules.some(({ onlyFor }) => onlyFor !== undefined);
  const isListed = rule.listed?.test(wholeName(service)) === true;
  return isOneOfSeveral && !isSpecificTo(rule, service) && !isListed;
}

/** Whether a service has a rule of its own that takes the current number of extensions. */
export function isChargedPerExtension(productId: number, service: ServiceName): boolean {
  return operationRules.some(
    (rule) =>
      rule.productIds.includes(productId) &&
      rule.services?.line.quantity.value !== 'absent' &&
      rule.services?.line.quantity.value.kind === 'currentExtensions' &&
      isSpecificTo(rule, service),
  );
}

function isFor({ topLevel: { productNo } }: OperationRule, subject: Subject): boolean {
  return subject === 'instance' ? productNo !== 'absent' : productNo !== 'listed';
}

/**
 * What identifies the services of each rule's products. Computed once, because it is needed for every service of a long
 * list.
 */
const matchesByProducts: ReadonlyMap<readonly number[], readonly ServiceMatch[]> = new Map(
  operationRules.map(({ productIds: ids }) => [
    ids,
    operationRules
      .filter((rule) => rule.productIds.some((productId) => ids.includes(productId)))
      .flatMap(({ onlyFor }) => onlyFor ?? []),
  ]),
);

/** Identifies a service: by its published id, otherwise by a name that matches only one rule. */
function matchOf(productIds: readonly number[], service: ServiceName): ServiceMatch | undefined {
  const all = matchesByProducts.get(productIds) ?? [];
  const byId = all.find(({ publishedIds }) => publishedIds.includes(service.serviceId));
  if (byId) {
    return byId;
  }
  const nameWithoutBrackets = wholeName(service);
  const [byName, ...others] = all.filter(({ name }) => name.test(nameWithoutBrackets));
  return others.length === 0 ? byName : undefined;
}

/** Returns the name without text in brackets, which says how the service is charged rather than what it is. */
function wholeName({ name = '' }: ServiceName): string {
  return name
    .normalize('NFKC')
    .replaceAll(/\([^)]{0,200}\)|\[[^\]]{0,200}\]/g, ' ')
    .trim()
    .replaceAll(/[\s\u2010-\u2015]+/g, ' ');
}

/** What differs by operation and not by product. */
export interface OperationTraits {
  /** The `purchaseType` of the catalogue's plans and services that the operation orders (API guide, purchase_product_info). */
  readonly purchaseType: PurchaseType;
  /** Which of the catalogue's plans and services it can order, by the `purchaseType` that they carry or lack. */
  readonly offered: 'purchases' | 'allButTrials' | 'trials';
  /** The pages of the API that give the limits of an order; undefined if there are none for this operation. */
  readonly terms: 'purchase' | 'renew' | 'trial' | undefined;
  /** Which plans the form offers: those of the catalogue, all but the current one, or the current one. */
  readonly plans: 'offered' | 'others' | 'current';
  /** What the form says below its plans. */
  readonly planHint: 'currentIfUnknown' | 'current' | 'none';
  /** Which earlier order for the same PBX counts as the same order. */
  readonly repeats: 'renewal' | 'sameService' | 'equalOrder';
}

export const operationTraits: Readonly<Record<Operation, OperationTraits>> = {
  subscribe: {
    purchaseType: 'purchase',
    offered: 'purchases',
    terms: 'purchase',
    plans: 'offered',
    planHint: 'currentIfUnknown',
    repeats: 'sameService',
  },
  expand: {
    purchaseType: 'purchase',
    offered: 'purchases',
    terms: 'purchase',
    plans: 'offered',
    planHint: 'currentIfUnknown',
    repeats: 'equalOrder',
  },
  renew: {
    purchaseType: 'renew',
    offered: 'allButTrials',
    terms: 'renew',
    plans: 'current',
    planHint: 'currentIfUnknown',
    repeats: 'renewal',
  },
  switchPlan: {
    purchaseType: 'switch',
    offered: 'allButTrials',
    terms: undefined,
    plans: 'others',
    planHint: 'current',
    repeats: 'sameService',
  },
  purchase: {
    purchaseType: 'purchase',
    offered: 'purchases',
    terms: 'purchase',
    plans: 'offered',
    planHint: 'none',
    repeats: 'sameService',
  },
  startTrial: {
    purchaseType: 'trial',
    offered: 'trials',
    terms: 'trial',
    plans: 'offered',
    planHint: 'none',
    repeats: 'sameService',
  },
};

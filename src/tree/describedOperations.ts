import { productIds, type Operation } from '../rules/operationRule';
import {
  type ServiceName,
  isChargedPerExtension,
  operationsFor,
  ruleForService,
  rulesFor,
} from '../rules/table';

/**
 * Returns a row's `contextValue`: the kind of row, then the operations that the guide describes for it, separated by
 * spaces. The `when` clauses in package.json match these words.
 */
export function rowContextValue(kind: string, words: readonly string[]): string {
  return [kind, ...words].join(' ');
}

/** Returns the operations on a product as a whole. */
export function productOperations(productId: number): readonly Operation[] {
  return operationsFor(productId, 'product');
}

/**
 * Returns the operations on an instance, plus `highAvailability` if the product offers it. If the instance has it, the
 * word is `hasHighAvailability`: it is then offered only among several selected rows.
 */
export function instanceOperations(productId: number, hasHighAvailability = false): readonly string[] {
  const operations = operationsFor(productId, 'instance');
  if (productId !== productIds.cloudPbx) {
    return operations;
  }
  return [...operations, hasHighAvailability ? 'hasHighAvailability' : 'highAvailability'];
}

/** Whether a service is High Availability, which has a command of its own. */
export function isHighAvailability(productId: number, service: ServiceName): boolean {
  return productId === productIds.cloudPbx && isChargedPerExtension(productId, service);
}

/** Returns the operations on the current plan of an instance. */
export function planOperations(productId: number): readonly Operation[] {
  const ofPlan = ['renew', 'switchPlan'] as const;
  return ofPlan.filter((operation) =>
    rulesFor(productId, operation, 'instance').some(({ plan }) => plan !== undefined),
  );
}

/**
 * Returns the operations on one service of an instance. Operations that cover plan and services together belong to the
 * plan; see `planOperations`.
 */
export function serviceOperations(productId: number, service: ServiceName): readonly Operation[] {
  const ofService = ['subscribe', 'expand', 'renew'] as const;
  return ofService.filter((operation) => {
    const rules = rulesFor(productId, operation, 'instance').filter(
      ({ plan, services }) => plan === undefined && services !== undefined,
    );
    return ruleForService(rules, service) !== undefined;
  });
}

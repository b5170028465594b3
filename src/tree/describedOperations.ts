import { productIds } from '../rules/products';
import type { Operation } from '../rules/operationRule';
import { type ServiceName, operationsFor, ruleForService, rulesFor } from '../rules/table';

/**
 * The words of a row's `contextValue`: the kind of row, then the operations that the guide describes for it. The
 * `when` clauses of package.json look for them.
 */
export function contextValue(kind: string, words: readonly string[]): string {
  return [kind, ...words].join(' ');
}

/** Operations for a product as a whole. */
export function productOperations(productId: number): readonly Operation[] {
  return operationsFor(productId, 'product');
}

/** Operations for an instance, and `highAvailability` where that can be subscribed to. */
export function instanceOperations(productId: number): readonly string[] {
  const operations = operationsFor(productId, 'instance');
  return productId === productIds.cloudPbx ? [...operations, 'highAvailability'] : operations;
}

/** Operations for the plan that an instance runs on. */
export function planOperations(productId: number): readonly Operation[] {
  const ofPlan = ['renew', 'switchPlan'] as const;
  return ofPlan.filter((operation) =>
    rulesFor(productId, operation, 'instance').some(({ plan }) => plan !== undefined),
  );
}

/** Operations for one service of an instance; where plan and services go together, that is the plan's. */
export function serviceOperations(productId: number, service: ServiceName): readonly Operation[] {
  const ofService = ['subscribe', 'expand', 'renew'] as const;
  return ofService.filter((operation) => {
    const rules = rulesFor(productId, operation, 'instance').filter(
      ({ plan, services }) => plan === undefined && services !== undefined,
    );
    return ruleForService(rules, service) !== undefined;
  });
}

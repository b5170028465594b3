import type { Plan, Service } from '../portal/catalogue';
import type { Operation, PurchaseType } from '../rules/operationRule';
import type { LookedUp } from './lookedUp';
import { answerOf } from './lookedUp';

/** The plans that an operation can name. */
export function offeredPlans({ catalogue }: LookedUp, operation: Operation): Plan[] {
  return ofPurchaseType(answerOf(catalogue)?.plans ?? [], operation);
}

/** The services that an operation can name for a plan; for all plans as long as none is chosen. */
export function servicesFor(
  connectionPlanId: string,
  { catalogue }: LookedUp,
  operation: Operation,
): Service[] {
  const services = (answerOf(catalogue)?.services ?? []).filter(
    ({ planId }) => planId === undefined || connectionPlanId === '' || planId === connectionPlanId,
  );
  const offered = ofPurchaseType(services, operation);
  return [...new Map(offered.map((service) => [service.serviceId, service])).values()];
}

/**
 * The catalogue may tell of a plan or service that it can only be tried, or only be bought (API guide,
 * purchase_product_info); where it does not tell, both may be possible.
 */
function ofPurchaseType<T extends { readonly purchaseType: string | undefined }>(
  offered: readonly T[],
  operation: Operation,
): T[] {
  const of = (purchaseType: PurchaseType) => offered.filter((one) => one.purchaseType === purchaseType);
  const untold = offered.filter(({ purchaseType }) => purchaseType === undefined);
  switch (operation) {
    case 'startTrial':
      return of('trial').length > 0 ? of('trial') : untold;
    case 'subscribe':
    case 'expand':
    case 'purchase':
      return offered.filter(({ purchaseType }) => purchaseType === undefined || purchaseType === 'purchase');
    case 'renew':
    case 'switchPlan':
      return offered.filter(({ purchaseType }) => purchaseType !== 'trial');
  }
}

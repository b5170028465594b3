import type { BillingContact, Partner, Region } from '../portal/lookupReplies';
import type { Catalogue, Plan, Service } from '../portal/catalogue';
import type { InstanceDetail } from '../portal/instances';
import { operationTraits } from '../rules/table';
import type { Id } from '../portal/values';
import type { Operation, PurchaseType } from '../rules/operationRule';

/** A question to the portal: not asked yet, under way, answered, or failed. */
export type Look<T> =
  | { readonly status: 'unasked' }
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly error: unknown };

/** Quantities that the portal takes of a plan or a service, as far as it tells. */
export interface QuantityLimits {
  readonly least: number | undefined;
  readonly most: number | undefined;
}

/** What the form knows of the portal. */
export interface LookedUp {
  readonly detail: Look<InstanceDetail>;
  readonly catalogue: Look<Catalogue>;
  readonly contacts: Look<readonly BillingContact[]>;
  readonly partners: Look<readonly Partner[]>;
  readonly regions: Look<readonly Region[]>;
  /** By the id of a plan or service; an id without an entry was not asked for. */
  readonly terms: ReadonlyMap<string, QuantityLimits>;
}

export const nothingLookedUp: LookedUp = {
  detail: { status: 'unasked' },
  catalogue: { status: 'unasked' },
  contacts: { status: 'unasked' },
  partners: { status: 'unasked' },
  regions: { status: 'unasked' },
  terms: new Map(),
};

/** The answer; undefined as long as there is none. */
export function answerOf<T>(look: Look<T>): T | undefined {
  return look.status === 'ready' ? look.value : undefined;
}

/** The plans that an operation can name. */
export function offeredPlans({ catalogue }: LookedUp, operation: Operation): Plan[] {
  return oneOfEach(answerOf(catalogue)?.plans ?? [], ({ planId }) => planId, operation);
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
  const isOwn = ({ planId }: Service) => connectionPlanId !== '' && planId === connectionPlanId;
  const ownIds = new Set(services.filter(isOwn).map(({ serviceId }) => serviceId));
  // What a plan's own record says of a service is closer than what is said for all plans.
  const closest = services.filter((service) => !ownIds.has(service.serviceId) || isOwn(service));
  return oneOfEach(closest, ({ serviceId }) => serviceId, operation);
}

interface Priced {
  readonly pricingId: Id | undefined;
  readonly purchaseType: string | undefined;
}

/**
 * What an operation can name, each id once. Where several of the same id have pricing ids that differ, and none is
 * certainly the one of this operation, it has none: a price that cannot be told is not another one's.
 */
function oneOfEach<T extends Priced>(offered: readonly T[], idOf: (one: T) => Id, operation: Operation): T[] {
  const byId = new Map<Id, T[]>();
  for (const one of ofPurchaseType(offered, operation)) {
    const same = byId.get(idOf(one)) ?? [];
    same.push(one);
    byId.set(idOf(one), same);
  }
  return [...byId.values()].flatMap((same) => {
    const meant = same.filter(({ purchaseType }) => purchaseType === operationTraits[operation].purchaseType);
    const closest = meant.length > 0 ? meant : same;
    const pricingIds = new Set(
      closest.flatMap(({ pricingId }) => (pricingId === undefined ? [] : [pricingId])),
    );
    const [pricingId] = pricingIds.size === 1 ? pricingIds : [];
    return closest.slice(0, 1).map((one) => (one.pricingId === pricingId ? one : { ...one, pricingId }));
  });
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
  switch (operationTraits[operation].offered) {
    case 'trials':
      return of('trial').length > 0 ? of('trial') : untold;
    case 'purchases':
      return offered.filter(({ purchaseType }) => purchaseType === undefined || purchaseType === 'purchase');
    case 'allButTrials':
      return offered.filter(({ purchaseType }) => purchaseType !== 'trial');
  }
}

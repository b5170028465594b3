import type { BillingContact, Partner, Region } from '../portal/lookupReplies';
import type { Catalogue, Plan, Service } from '../portal/catalogue';
import type { InstanceDetail } from '../portal/instances';
import { operationTraits } from '../rules/table';
import type { Id } from '../portal/values';
import type { Operation, PurchaseType } from '../rules/operationRule';

/** State of one lookup in the portal: not started, under way, answered or failed. */
export type Lookup<T> =
  | { readonly status: 'unasked' }
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly error: unknown };

/** Smallest and largest quantity of a plan or service that the portal accepts; undefined when it reports no limit. */
export interface QuantityLimits {
  readonly least: number | undefined;
  readonly most: number | undefined;
}

/** The lookups of a form. */
export interface FormAnswers {
  readonly detail: Lookup<InstanceDetail>;
  readonly catalogue: Lookup<Catalogue>;
  readonly contacts: Lookup<readonly BillingContact[]>;
  readonly partners: Lookup<readonly Partner[]>;
  readonly regions: Lookup<readonly Region[]>;
  /** Limits by the id of a plan or service; an id without an entry has not been looked up. */
  readonly terms: ReadonlyMap<string, QuantityLimits>;
}

export const noAnswers: FormAnswers = {
  detail: { status: 'unasked' },
  catalogue: { status: 'unasked' },
  contacts: { status: 'unasked' },
  partners: { status: 'unasked' },
  regions: { status: 'unasked' },
  terms: new Map(),
};

/** Returns the answer of a lookup; undefined until there is one. */
export function answerOf<T>(lookup: Lookup<T>): T | undefined {
  return lookup.status === 'ready' ? lookup.value : undefined;
}

/** Returns the plans that are offered for an operation, each id once. */
export function offeredPlans({ catalogue }: FormAnswers, operation: Operation): Plan[] {
  return oneOfEach(answerOf(catalogue)?.plans ?? [], ({ planId }) => planId, operation);
}

/**
 * Returns the services that are offered for an operation and a plan, each id once. An empty plan id stands for all
 * plans.
 */
export function servicesFor(
  connectionPlanId: string,
  { catalogue }: FormAnswers,
  operation: Operation,
): Service[] {
  const services = (answerOf(catalogue)?.services ?? []).filter(
    ({ planId }) => planId === undefined || connectionPlanId === '' || planId === connectionPlanId,
  );
  const isForPlan = ({ planId }: Service) => connectionPlanId !== '' && planId === connectionPlanId;
  const idsForPlan = new Set(services.filter(isForPlan).map(({ serviceId }) => serviceId));
  // An entry for this plan describes the service better than one for all plans.
  const closest = services.filter((service) => !idsForPlan.has(service.serviceId) || isForPlan(service));
  return oneOfEach(closest, ({ serviceId }) => serviceId, operation);
}

interface Priced {
  readonly pricingId: Id | undefined;
  readonly purchaseType: string | undefined;
}

/**
 * Returns what is offered for an operation, each id once. If entries with the same id have different pricing ids, and
 * none is certainly meant for this operation, the result has no pricing id: no price is better than a wrong one.
 */
function oneOfEach<T extends Priced>(offered: readonly T[], idOf: (one: T) => Id, operation: Operation): T[] {
  const byId = new Map<Id, T[]>();
  for (const one of ofPurchaseType(offered, operation)) {
    const same = byId.get(idOf(one)) ?? [];
    same.push(one);
    byId.set(idOf(one), same);
  }
  return [...byId.values()].flatMap((same) => {
    const exact = same.filter(({ purchaseType }) => purchaseType === operationTraits[operation].purchaseType);
    const closest = exact.length > 0 ? exact : same;
    const pricingIds = new Set(
      closest.flatMap(({ pricingId }) => (pricingId === undefined ? [] : [pricingId])),
    );
    const [pricingId] = pricingIds.size === 1 ? pricingIds : [];
    return closest.slice(0, 1).map((one) => (one.pricingId === pricingId ? one : { ...one, pricingId }));
  });
}

/**
 * Returns the entries that can be ordered with an operation. The catalogue can limit a plan or service to trials or to
 * purchases (API guide, purchase_product_info); without such a limit it counts as available for both.
 */
function ofPurchaseType<T extends { readonly purchaseType: string | undefined }>(
  offered: readonly T[],
  operation: Operation,
): T[] {
  const withType = (purchaseType: PurchaseType) => offered.filter((one) => one.purchaseType === purchaseType);
  const unspecified = offered.filter(({ purchaseType }) => purchaseType === undefined);
  switch (operationTraits[operation].offered) {
    case 'trials':
      return withType('trial').length > 0 ? withType('trial') : unspecified;
    case 'purchases':
      return offered.filter(({ purchaseType }) => purchaseType === undefined || purchaseType === 'purchase');
    case 'allButTrials':
      return offered.filter(({ purchaseType }) => purchaseType !== 'trial');
  }
}

/** Resolves with `answer`, or rejects when `signal` aborts first. */
export async function untilAborted(answer: Promise<void>, signal: AbortSignal): Promise<void> {
  const ended = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('the time is up')), { once: true });
  });
  await Promise.race([answer, ended]);
}

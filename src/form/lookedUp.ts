import type { BillingContact } from '../portal/billingContacts';
import type { Catalogue, Plan, Service } from '../portal/catalogue';
import type { InstanceDetail } from '../portal/instances';
import type { Id } from '../portal/values';

/** A question to the portal: under way, answered, or failed. */
export type Look<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly error: unknown };

/** What the form knows of the portal. */
export interface LookedUp {
  readonly detail: Look<InstanceDetail>;
  readonly catalogue: Look<Catalogue>;
  readonly contacts: Look<readonly BillingContact[]>;
  /** What the portal tells of buying one service; undefined as long as it was not asked. */
  readonly terms: { readonly serviceId: Id; readonly quantityLimit: number | undefined } | undefined;
}

export const nothingLookedUp: LookedUp = {
  detail: { status: 'loading' },
  catalogue: { status: 'loading' },
  contacts: { status: 'loading' },
  terms: undefined,
};

/** The answer; undefined as long as there is none. */
export function answerOf<T>(look: Look<T>): T | undefined {
  return look.status === 'ready' ? look.value : undefined;
}

/** The instance's current plan, where the portal tells it by id, or by a name that only one plan has. */
export function currentPlan({ detail, catalogue }: LookedUp): Plan | undefined {
  const told = answerOf(detail);
  const plans = answerOf(catalogue)?.plans ?? [];
  if (told?.planId !== undefined) {
    return plans.find(({ planId }) => planId === told.planId);
  }
  const sameName = plans.filter(({ name }) => name !== undefined && name === told?.planName);
  return sameName.length === 1 ? sameName[0] : undefined;
}

/** The services that can be bought for a plan; for all plans as long as none is chosen. */
export function servicesFor(connectionPlanId: string, { catalogue }: LookedUp): Service[] {
  const services = (answerOf(catalogue)?.services ?? []).filter(
    ({ planId, purchaseType }) =>
      (planId === undefined || connectionPlanId === '' || planId === connectionPlanId) &&
      (purchaseType === undefined || purchaseType === 'purchase'),
  );
  return [...new Map(services.map((service) => [service.serviceId, service])).values()];
}

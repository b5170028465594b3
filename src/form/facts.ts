import {
  operationTraits,
  type Subject,
  isChargedPerExtension,
  isMadeFor,
  isUndecided,
  ruleForService,
  rulesFor,
} from '../rules/table';
import type { PortalText } from '../portal/values';
import type { Operation, OperationRule } from '../rules/operationRule';
import { namesPlan } from '../orders/order';
import { type FormValues, isTicked, valueOf } from '../orders/formValues';
import type { Plan, Service } from '../portal/catalogue';
import { findPlan, type NamedServices } from '../portal/subscriptions';
import { type LookedUp, answerOf, offeredPlans, servicesFor } from './lookedUp';

/** Everything that the fields are derived from. */
export interface FormFacts {
  readonly target: FormTarget;
  readonly lookedUp: LookedUp;
  /** The values as the webview last told them; an empty one stands for the suggested one. */
  readonly values: FormValues;
  /** What the host or the portal found wrong with a field, by its name. */
  readonly problems: Readonly<Record<string, string>>;
  /** What happened and what can be done, for a person. */
  readonly explain: (error: unknown) => string;
}

/** The rules that the order can be under; which of several, its service decides. */
export function rulesOf({ target }: Pick<FormFacts, 'target'>): OperationRule[] {
  return rulesFor(target.productId, target.operation, subjectOf(target));
}

/** The rule that the order is under; undefined as long as that is open. */
export function ruleOf(facts: FormFacts): OperationRule | undefined {
  const rules = rulesOf(facts);
  const service = chosenService(facts);
  const rule = ruleForService(rules, service);
  return rule && service && isUndecided(rule, rules, service)
    ? { ...rule, remarks: [...rule.remarks, 'serviceUndecided'] }
    : rule;
}

/** The rule by which the form is shaped: any of them as long as the service is open, since they differ in values alone. */
export function shapeOf(facts: FormFacts): OperationRule | undefined {
  return ruleOf(facts) ?? rulesOf(facts)[0];
}

/** The plan that the instance runs on, where the portal names it by id, or by a name that only one plan has. */
export function currentPlan({ lookedUp: { detail, catalogue } }: FormFacts): Plan | undefined {
  const known = answerOf(detail);
  return known && findPlan(answerOf(catalogue)?.plans ?? [], known);
}

/** The name of the plan that the instance runs on, or else its id, whether the catalogue knows it or not. */
export function runningPlanName(facts: FormFacts): PortalText | undefined {
  const detail = answerOf(facts.lookedUp.detail);
  return currentPlan(facts)?.name ?? detail?.planName ?? detail?.planId;
}

/** The plan that comes after the current one, while a switch to it is under way and the portal names it. */
export function comingPlan({ lookedUp: { detail, catalogue } }: FormFacts): Plan | undefined {
  const coming = answerOf(detail)?.planSwitch?.coming;
  return coming && findPlan(answerOf(catalogue)?.plans ?? [], coming);
}

/** A switch of plan that is under way, by names where there are any; what is undefined is unknown. */
export interface PlanSwitchNames {
  readonly running: PortalText | undefined;
  readonly until: PortalText | undefined;
  readonly coming: PortalText | undefined;
}

/** What the portal says of a switch of plan that is under way; undefined when none is. */
export function planSwitchNames(facts: FormFacts): PlanSwitchNames | undefined {
  const detail = answerOf(facts.lookedUp.detail);
  if (!detail?.planSwitch) {
    return undefined;
  }
  const { until, coming } = detail.planSwitch;
  return {
    running: runningPlanName(facts),
    until,
    coming: comingPlan(facts)?.name ?? coming?.planName ?? coming?.planId,
  };
}

/** The plan that the form suggests: the current one, unless the order is for another. */
export function suggestedPlanId(facts: FormFacts): string {
  const { operation } = facts.target;
  if (operation === 'subscribe' || operation === 'expand' || operation === 'renew') {
    return currentPlan(facts)?.planId ?? '';
  }
  return '';
}

/** The plan that is chosen or suggested; empty when there is none. */
export function chosenPlanId(facts: FormFacts): string {
  return valueOf(facts.values, 'connectionPlanId') || suggestedPlanId(facts);
}

export function chosenPlan(facts: FormFacts): Plan | undefined {
  const chosen = chosenPlanId(facts);
  return planChoices(facts).find(({ planId }) => planId === chosen);
}

/** The plans that the order can name. */
export function planChoices(facts: FormFacts): Plan[] {
  const { operation } = facts.target;
  const current = currentPlan(facts);
  const plans = offeredPlans(facts.lookedUp, operation);
  switch (operationTraits[operation].plans) {
    case 'others':
      return plans.filter(({ planId }) => planId !== current?.planId);
    case 'current':
      // While a switch is under way the guide does not say which of the two a renewal is for.
      return current && rulesOf(facts)[0]?.plan
        ? [current, comingPlan(facts)].flatMap((plan) => (plan ? [asOffered(plan, plans)] : []))
        : plans;
    case 'offered':
      return plans;
  }
}

/** The plan as it can be ordered; what the catalogue does not offer for that has no price. */
function asOffered(plan: Plan, offered: readonly Plan[]): Plan {
  return offered.find(({ planId }) => planId === plan.planId) ?? { ...plan, pricingId: undefined };
}

/** The services that the order can name, for the chosen plan where it names one. */
export function serviceChoices(facts: FormFacts): Service[] {
  const rules = rulesOf(facts);
  const services = servicesFor(chosenPlanId(facts), facts.lookedUp, facts.target.operation);
  // An operation that is for some services alone offers no others.
  return rules.some(({ onlyFor }) => onlyFor === undefined)
    ? services
    : services.filter((service) => rules.some((rule) => isMadeFor(rule, service)));
}

/** The one service that is chosen or suggested; undefined when there is none, or when the order takes several. */
export function chosenService(facts: FormFacts): Service | undefined {
  if (!rulesOf(facts).some(({ services }) => services?.choice === 'one')) {
    return undefined;
  }
  const services = serviceChoices(facts);
  const { service } = facts.target;
  const suggested: string | undefined =
    service === 'highAvailability'
      ? services.find((candidate) => isChargedPerExtension(facts.target.productId, candidate))?.serviceId
      : (service?.serviceId ?? (services.length === 1 ? services[0]?.serviceId : undefined));
  const serviceId: string | undefined = valueOf(facts.values, 'serviceId') || suggested;
  return services.find((candidate) => candidate.serviceId === serviceId);
}

/** The services that the instance has, where the portal names any; the others can be renewed with nothing. */
export function subscribedServices(facts: FormFacts): Service[] | undefined {
  const subscribed = answerOf(facts.lookedUp.detail)?.subscribed;
  return subscribed && knownServices(facts, subscribed);
}

/** The services of which the portal says something about a subscription that is not understood. */
export function unclearServices(facts: FormFacts): Service[] {
  return knownServices(facts, answerOf(facts.lookedUp.detail)?.unclear ?? new Map());
}

/** As the order can name them for its plan. What the catalogue has for other plans alone has a name, and no price. */
function knownServices(facts: FormFacts, named: NamedServices): Service[] {
  const { lookedUp, target } = facts;
  const offered = byId(servicesFor(chosenPlanId(facts), lookedUp, target.operation));
  const all = byId(answerOf(lookedUp.catalogue)?.services ?? []);
  return [...named].map(
    ([serviceId, name]): Service =>
      offered.get(serviceId) ?? {
        ...{ serviceId, name: all.get(serviceId)?.name ?? name, pricingId: undefined, planId: undefined },
        ...{ purchaseType: undefined, raw: {} },
      },
  );
}

/** The first of each id. */
function byId(services: readonly Service[]): ReadonlyMap<string, Service> {
  return new Map(services.toReversed().map((service) => [service.serviceId, service]));
}

/** The services that can be ticked, in their order; empty for orders that take one service or none. */
export function tickableServices(facts: FormFacts): Service[] {
  switch (shapeOf(facts)?.services?.choice) {
    case 'any':
      return serviceChoices(facts);
    case 'allSubscribed':
      return isRenewalKnown(facts)
        ? [...(subscribedServices(facts) ?? []), ...unclearServices(facts)]
        : serviceChoices(facts);
    case 'one':
    case undefined:
      return [];
  }
}

/** Whether the portal names the subscribed services of an order that is for all of them. */
function isRenewalKnown(facts: FormFacts): boolean {
  return shapeOf(facts)?.services?.choice === 'allSubscribed' && subscribedServices(facts) !== undefined;
}

/** The services that cannot be left out of the order: the instance is certainly subscribed to them. */
export function lockedServices(facts: FormFacts): ReadonlySet<string> {
  const locked = isRenewalKnown(facts) ? (subscribedServices(facts) ?? []) : [];
  return new Set(locked.map(({ serviceId }) => serviceId));
}

/** The services that the order names. */
export function orderedServices(facts: FormFacts): Service[] {
  const one = chosenService(facts);
  if (one) {
    return [one];
  }
  const locked = lockedServices(facts);
  return tickableServices(facts).filter(
    ({ serviceId }) => locked.has(serviceId) || isTicked(facts.values, serviceId),
  );
}

/** Current number of extensions: the instance's own, or that of its renewal's limits, or a guess. */
export function currentExtensions(facts: FormFacts): number | undefined {
  return certainExtensions(facts) ?? answerOf(facts.lookedUp.detail)?.extensions;
}

/** Current number of extensions where the portal leaves no doubt that it is one. */
export function certainExtensions(facts: FormFacts): number | undefined {
  const { extensions, areExtensionsGuessed } = answerOf(facts.lookedUp.detail) ?? {};
  if (extensions !== undefined && areExtensionsGuessed !== true) {
    return extensions;
  }
  if (facts.target.operation !== 'renew') {
    return undefined;
  }
  const { least, most } = facts.lookedUp.terms.get(chosenPlanId(facts)) ?? {};
  return least === most ? least : undefined;
}

export function needsPlan(facts: FormFacts): boolean {
  const rule = shapeOf(facts);
  return rule !== undefined && namesPlan(rule);
}

/** What the form is opened for. */
export interface FormTarget {
  readonly operation: Operation;
  readonly productId: number;
  /** As the portal names it; empty where it is not known. */
  readonly productName: PortalText;
  /** Serial number of the instance; empty for an order for the product as a whole. */
  readonly productNo: string;
  /** Empty when the portal has no name for it. */
  readonly instanceName: PortalText;
  /** The service to preselect; High Availability's id is looked up. */
  readonly service: { readonly serviceId: string } | 'highAvailability' | undefined;
}

export function subjectOf({ productNo }: Pick<FormTarget, 'productNo'>): Subject {
  return productNo === '' ? 'product' : 'instance';
}

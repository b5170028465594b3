import {
  operationTraits,
  type Subject,
  isChargedPerExtension,
  isSpecificTo,
  isUndecided,
  ruleForService,
  rulesFor,
} from '../rules/table';
import type { PortalText } from '../portal/values';
import type { Operation, OperationRule } from '../rules/operationRule';
import { namesPlan } from '../orders/order';
import { type FormValues, isTicked, valueOf } from '../orders/formValues';
import type { Plan, Service } from '../portal/catalogue';
import type { Choices } from './rememberedChoices';
import { findPlan, type NamedServices } from '../portal/subscriptions';
import { type FormAnswers, answerOf, offeredPlans, servicesFor } from './formAnswers';

/** Everything that the fields of an order form are derived from. */
export interface FormInput {
  readonly target: FormTarget;
  readonly lookedUp: FormAnswers;
  /** The latest values from the webview; an empty value stands for the suggested one. */
  readonly values: FormValues;
  /** Problems that the host or the portal found, by field name. */
  readonly problems: Readonly<Record<string, string>>;
  /** Turns an error into a text for the user: what happened, and what they can do. */
  readonly explain: (error: unknown) => string;
  /** What the last order of this account named; suggested where the portal suggests nothing. */
  readonly remembered?: Choices;
}

/** Rules that can apply to the order; if there are several, the chosen service decides between them. */
export function rulesOf({ target }: Pick<FormInput, 'target'>): OperationRule[] {
  return rulesFor(target.productId, target.operation, subjectOf(target));
}

/** The rule that applies to the order; undefined until it is known which one does. */
export function ruleOf(facts: FormInput): OperationRule | undefined {
  const rules = rulesOf(facts);
  const service = chosenService(facts);
  const rule = ruleForService(rules, service);
  return rule && service && isUndecided(rule, rules, service)
    ? { ...rule, remarks: [...rule.remarks, 'serviceUndecided'] }
    : rule;
}

/**
 * The rule that decides which fields the form has. Until a service is chosen any candidate will do: they differ only in
 * values.
 */
export function formRule(facts: FormInput): OperationRule | undefined {
  return ruleOf(facts) ?? rulesOf(facts)[0];
}

/** The instance's current plan, if the portal identifies it by id, or by a name that only one plan has. */
export function currentPlan({ lookedUp: { detail, catalogue } }: FormInput): Plan | undefined {
  const known = answerOf(detail);
  return known && findPlan(answerOf(catalogue)?.plans ?? [], known);
}

/** Name of the instance's current plan, or its id if it has no name, whether or not the catalogue contains the plan. */
export function runningPlanName(facts: FormInput): PortalText | undefined {
  const detail = answerOf(facts.lookedUp.detail);
  return currentPlan(facts)?.name ?? detail?.planName ?? detail?.planId;
}

/**
 * The plan that the instance is being switched to; undefined when no switch is under way or the portal does not name
 * the plan.
 */
export function comingPlan({ lookedUp: { detail, catalogue } }: FormInput): Plan | undefined {
  const coming = answerOf(detail)?.planSwitch?.coming;
  return coming && findPlan(answerOf(catalogue)?.plans ?? [], coming);
}

/** A plan switch that is under way, with names where known and ids otherwise; undefined properties are unknown. */
export interface PlanSwitchNames {
  readonly running: PortalText | undefined;
  readonly until: PortalText | undefined;
  readonly coming: PortalText | undefined;
}

/** The plan switch that the portal reports as under way; undefined when there is none. */
export function planSwitchNames(facts: FormInput): PlanSwitchNames | undefined {
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

/** Id of the plan that the form suggests: the current one, if the operation keeps it; otherwise empty. */
export function suggestedPlanId(facts: FormInput): string {
  const { operation } = facts.target;
  if (operation === 'subscribe' || operation === 'expand' || operation === 'renew') {
    return currentPlan(facts)?.planId ?? '';
  }
  return '';
}

/** Id of the plan that is chosen, otherwise suggested; empty when there is neither. */
export function chosenPlanId(facts: FormInput): string {
  return valueOf(facts.values, 'connectionPlanId') || suggestedPlanId(facts);
}

export function chosenPlan(facts: FormInput): Plan | undefined {
  const chosen = chosenPlanId(facts);
  return planChoices(facts).find(({ planId }) => planId === chosen);
}

/** Plans that the order can name. */
export function planChoices(facts: FormInput): Plan[] {
  const { operation } = facts.target;
  const current = currentPlan(facts);
  const plans = offeredPlans(facts.lookedUp, operation);
  switch (operationTraits[operation].plans) {
    case 'others':
      return plans.filter(({ planId }) => planId !== current?.planId);
    case 'current':
      // The API guide does not say which of the two plans a renewal applies to while a switch is under way.
      return current && rulesOf(facts)[0]?.plan
        ? [current, comingPlan(facts)].flatMap((plan) => (plan ? [asOffered(plan, plans)] : []))
        : plans;
    case 'offered':
      return plans;
  }
}

/** The plan as offered for the operation. A plan that is not offered for it has no price. */
function asOffered(plan: Plan, offered: readonly Plan[]): Plan {
  return offered.find(({ planId }) => planId === plan.planId) ?? { ...plan, pricingId: undefined };
}

/** Services that the order can name, limited to those of the chosen plan if there is one. */
export function serviceChoices(facts: FormInput): Service[] {
  const rules = rulesOf(facts);
  const services = servicesFor(chosenPlanId(facts), facts.lookedUp, facts.target.operation);
  // If every rule is limited to certain services, only those are offered.
  return rules.some(({ onlyFor }) => onlyFor === undefined)
    ? services
    : services.filter((service) => rules.some((rule) => isSpecificTo(rule, service)));
}

/** The service that is chosen, otherwise suggested; undefined when there is none, or when the order can take several. */
export function chosenService(facts: FormInput): Service | undefined {
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

/**
 * Services that the instance is subscribed to; undefined when the portal does not report them. Only these can be
 * renewed.
 */
export function subscribedServices(facts: FormInput): Service[] | undefined {
  const subscribed = answerOf(facts.lookedUp.detail)?.subscribed;
  return subscribed && knownServices(facts, subscribed);
}

/** Services for which the portal reports a subscription state that cannot be interpreted. */
export function unclearServices(facts: FormInput): Service[] {
  return knownServices(facts, answerOf(facts.lookedUp.detail)?.unclear ?? new Map());
}

/**
 * Returns the named services as offered for the order's plan. A service that is only offered for other plans has a name
 * but no price.
 */
function knownServices(facts: FormInput, named: NamedServices): Service[] {
  const { lookedUp, target } = facts;
  const offered = byId(servicesFor(chosenPlanId(facts), lookedUp, target.operation));
  const all = byId(answerOf(lookedUp.catalogue)?.services ?? []);
  return [...named].map(
    ([serviceId, name]): Service =>
      offered.get(serviceId) ?? {
        serviceId,
        name: all.get(serviceId)?.name ?? name,
        pricingId: undefined,
        planId: undefined,
        purchaseType: undefined,
        raw: {},
      },
  );
}

/** Maps each id to the first service that has it. */
function byId(services: readonly Service[]): ReadonlyMap<string, Service> {
  return new Map(services.toReversed().map((service) => [service.serviceId, service]));
}

/** Services that have a check box, in display order; empty for orders that take one service or none. */
export function tickableServices(facts: FormInput): Service[] {
  switch (formRule(facts)?.services?.choice) {
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

/** Whether the order renews all subscribed services and the portal reports which they are. */
function isRenewalKnown(facts: FormInput): boolean {
  return formRule(facts)?.services?.choice === 'allSubscribed' && subscribedServices(facts) !== undefined;
}

/** Ids of the services that cannot be left out of the order, because the instance is certainly subscribed to them. */
export function lockedServices(facts: FormInput): ReadonlySet<string> {
  const locked = isRenewalKnown(facts) ? (subscribedServices(facts) ?? []) : [];
  return new Set(locked.map(({ serviceId }) => serviceId));
}

/** Services that the order contains. */
export function orderedServices(facts: FormInput): Service[] {
  const one = chosenService(facts);
  if (one) {
    return [one];
  }
  const locked = lockedServices(facts);
  return tickableServices(facts).filter(
    ({ serviceId }) => locked.has(serviceId) || isTicked(facts.values, serviceId),
  );
}

/** Current number of extensions: the certain number, otherwise a guess from the portal's reply. */
export function currentExtensions(facts: FormInput): number | undefined {
  return certainExtensions(facts) ?? answerOf(facts.lookedUp.detail)?.extensions;
}

/**
 * Current number of extensions, if the portal's reply is unambiguous: the instance's own number, or the only quantity
 * that its renewal allows.
 */
export function certainExtensions(facts: FormInput): number | undefined {
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

export function needsPlan(facts: FormInput): boolean {
  const rule = formRule(facts);
  return rule !== undefined && namesPlan(rule);
}

/** What a form is opened for. */
export interface FormTarget {
  readonly operation: Operation;
  readonly productId: number;
  /** Name from the portal; empty when unknown. */
  readonly productName: PortalText;
  /** Serial number of the instance; empty for an order for the product rather than an instance. */
  readonly productNo: string;
  /** Name from the portal; empty when it has none. */
  readonly instanceName: PortalText;
  /** The service to preselect; the id of High Availability is taken from the catalogue. */
  readonly service: { readonly serviceId: string } | 'highAvailability' | undefined;
}

export function subjectOf({ productNo }: Pick<FormTarget, 'productNo'>): Subject {
  return productNo === '' ? 'product' : 'instance';
}

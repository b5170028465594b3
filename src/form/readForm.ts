import { type OrderKind, namesPlan, readOrder, readPricedOrder, type Order } from '../orders/order';
import type { Partner } from '../portal/lookupReplies';
import type { Service } from '../portal/catalogue';
import type { Id, PortalText } from '../portal/values';
import {
  type FormInput,
  chosenPlan,
  currentExtensions,
  orderedServices,
  planSwitchNames,
  runningPlanName,
  ruleOf,
  subscribedServices,
  tickableServices,
  unclearServices,
} from './facts';
import type { PriceOwner, PriceQuestion } from './formPrice';
import { answerOf } from './formAnswers';
import type { OrderUnderReview, ExistingService } from './review';

/**
 * Returns the question for the price of what the form's values describe; undefined while that depends on something that
 * has not been looked up. The values of `fieldsWithoutPrice` may be missing.
 */
export function readPriceQuestion(facts: FormInput): PriceQuestion | undefined {
  const kind = orderKindOf(facts);
  const partners = answerOf(facts.lookedUp.partners) ?? [];
  const { partnerId = '' } = facts.values;
  const partner = partners.find((one) => one.partnerId === partnerId);
  const isPartnerUnknown = partnerId !== '' && kind?.rule.topLevel.partnerId !== 'absent' && !partner;
  if (!kind || isPartnerUnknown) {
    return undefined;
  }
  const { rule } = kind;
  const { names, pricingIds } = offeredBy(facts);
  const order = readPricedOrder(facts.values, kind);
  return { target: facts.target, order, rule, names, pricingIds, view: priceOwnerOf(partner) };
}

/** Returns how the values are read as an order; undefined while plan, service or rule are unknown. */
function orderKindOf(facts: FormInput): OrderKind | undefined {
  const rule = ruleOf(facts);
  const isServiceOpen = rule?.services?.choice === 'one' && orderedServices(facts).length === 0;
  return !rule || (namesPlan(rule) && !chosenPlan(facts)) || isServiceOpen
    ? undefined
    : {
        rule,
        productId: facts.target.productId,
        services: tickableServices(facts).map(({ serviceId }) => serviceId),
      };
}

/** Returns names and pricing ids of the plan and the services of the order, by their ids. */
function offeredBy(facts: FormInput): {
  readonly names: ReadonlyMap<string, PortalText>;
  readonly pricingIds: ReadonlyMap<string, Id>;
} {
  const plan = chosenPlan(facts);
  const named = [
    ...(plan ? [{ id: plan.planId, ...plan }] : []),
    ...orderedServices(facts).map((service) => ({ id: service.serviceId, ...service })),
  ];
  return {
    names: new Map(named.flatMap(({ id, name }) => (name === undefined ? [] : [[id, name] as const]))),
    pricingIds: new Map(
      named.flatMap(({ id, pricingId }): (readonly [string, Id])[] =>
        pricingId === undefined ? [] : [[id, pricingId]],
      ),
    ),
  };
}

/**
 * Returns the order that the form's values describe, with everything its review shows; undefined while it depends on
 * something that has not been looked up.
 */
export function readForm(facts: FormInput): Omit<OrderUnderReview, 'target'> | undefined {
  const kind = orderKindOf(facts);
  if (!kind) {
    return undefined;
  }
  const { rule } = kind;
  const order = readOrder(facts.values, kind);
  const contacts = answerOf(facts.lookedUp.contacts) ?? [];
  const contact = contacts.find(({ billingContactId }) => billingContactId === order.billingId);
  const partners = answerOf(facts.lookedUp.partners) ?? [];
  const partner = partners.find(({ partnerId }) => partnerId === order.partnerId);
  const assigned = partners.find(({ partnerId }) => partnerId === order.assignId);
  const isKnown =
    (order.billingId === undefined || contact !== undefined) &&
    (order.partnerId === undefined || partner !== undefined) &&
    (order.assignId === undefined || assigned !== undefined);
  if (!isKnown) {
    return undefined;
  }
  const { names, pricingIds } = offeredBy(facts);
  return {
    order,
    rule,
    names,
    contact,
    partner,
    assigned,
    extensions: currentExtensions(facts),
    place: regionAndDomain(order, facts),
    endDate: answerOf(facts.lookedUp.detail)?.expiry,
    has: servicesOf(facts),
    offersServices: tickableServices(facts).length > 0,
    planSwitch: planSwitchNames(facts),
    plan: runningPlanName(facts),
    serviceName: orderedNames(order, names),
    question: { target: facts.target, order, rule, names, pricingIds, view: priceOwnerOf(partner) },
  };
}

/** Returns whose price applies: an order on behalf of a user has that user's price, never the partner's own. */
function priceOwnerOf(partner: Partner | undefined): PriceOwner {
  if (!partner) {
    return { of: 'own' };
  }
  const email: PortalText = partner.email.trim();
  return email === '' ? { of: 'unknownPartner' } : { of: 'partner', email };
}

/** Returns the services of the PBX by id, including those whose subscription state is unclear. */
function servicesOf(facts: FormInput): ReadonlyMap<string, ExistingService> | undefined {
  const subscribed = subscribedServices(facts);
  const named = (services: readonly Service[], isSure: boolean) =>
    services.map(({ serviceId, name }) => [serviceId, { name: name ?? serviceId, isSure }] as const);
  return subscribed && new Map([...named(subscribed, true), ...named(unclearServices(facts), false)]);
}

/** Returns the names of region and domain of a new PBX; empty when there are none. */
function regionAndDomain({ orderPceSpecialRequest: request }: Order, { lookedUp }: FormInput): PortalText {
  const region = answerOf(lookedUp.regions)?.find(({ id }) => id === request?.regionId);
  const domain = region?.subDomains.find(({ pbxSubDomainId }) => pbxSubDomainId === request?.pbxSubDomainId);
  return [region?.name ?? '', ...(domain?.names ?? [])].filter((part) => part !== '').join(', ');
}

/** Returns the names of everything that is ordered; empty if any of them is unknown. */
function orderedNames({ serviceList }: Order, names: ReadonlyMap<string, PortalText>): PortalText {
  const all = serviceList.map(({ serviceId }) => names.get(serviceId));
  return all.some((name) => name === undefined) ? '' : all.join(', ');
}

import { namesPlan, readOrder, type Order } from '../orders/order';
import type { Partner } from '../portal/lookupReplies';
import type { Service } from '../portal/catalogue';
import type { Id, PortalText } from '../portal/values';
import {
  type FormFacts,
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
import type { PriceView } from './formPrice';
import { answerOf } from './lookedUp';
import type { OrderUnderReview } from './openReview';
import type { HadService } from './review';

/** What the form's values order, with all that is told of it; undefined as long as something is not looked up yet. */
export function readForm(facts: FormFacts): Omit<OrderUnderReview, 'target'> | undefined {
  const rule = ruleOf(facts);
  const plan = chosenPlan(facts);
  const services = orderedServices(facts);
  if (!rule || (namesPlan(rule) && !plan) || (rule.services?.choice === 'one' && services.length === 0)) {
    return undefined;
  }
  const order = readOrder(facts.values, {
    rule,
    productId: facts.target.productId,
    services: tickableServices(facts).map(({ serviceId }) => serviceId),
  });
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
  const told = [
    ...(plan ? [{ id: plan.planId, ...plan }] : []),
    ...services.map((service) => ({ id: service.serviceId, ...service })),
  ];
  const names = new Map(told.flatMap(({ id, name }) => (name === undefined ? [] : [[id, name] as const])));
  const pricingIds = new Map(
    told.flatMap(({ id, pricingId }): (readonly [string, Id])[] =>
      pricingId === undefined ? [] : [[id, pricingId]],
    ),
  );
  return {
    ...{ order, rule, names, contact, partner, assigned, extensions: currentExtensions(facts) },
    place: placeOf(order, facts),
    endDate: answerOf(facts.lookedUp.detail)?.expiry,
    has: servicesOf(facts),
    planSwitch: planSwitchNames(facts),
    plan: runningPlanName(facts),
    serviceName: namesOf(order, names),
    question: { order, pricingIds, view: viewOf(partner) },
  };
}

/** An order on behalf of a user has that user's price, and never one's own. */
function viewOf(partner: Partner | undefined): PriceView {
  if (!partner) {
    return { of: 'own' };
  }
  const email: PortalText = partner.email.trim();
  return email === '' ? { of: 'untold' } : { of: 'partner', email };
}

/** The services that the PBX has, by id, with those of which the portal says what is not understood. */
function servicesOf(facts: FormFacts): ReadonlyMap<string, HadService> | undefined {
  const subscribed = subscribedServices(facts);
  const named = (services: readonly Service[], isSure: boolean) =>
    services.map(({ serviceId, name }) => [serviceId, { name: name ?? serviceId, isSure }] as const);
  return subscribed && new Map([...named(subscribed, true), ...named(unclearServices(facts), false)]);
}

/** Region and domain of a new PBX, by their names. */
function placeOf({ orderPceSpecialRequest: request }: Order, { lookedUp }: FormFacts): PortalText {
  const region = answerOf(lookedUp.regions)?.find(({ id }) => id === request?.regionId);
  const domain = region?.subDomains.find(({ pbxSubDomainId }) => pbxSubDomainId === request?.pbxSubDomainId);
  return [region?.name ?? '', ...(domain?.names ?? [])].filter((part) => part !== '').join(', ');
}

/** What is ordered, by the portal's names; empty where one of them is not told. */
function namesOf({ serviceList }: Order, names: ReadonlyMap<string, PortalText>): PortalText {
  const all = serviceList.map(({ serviceId }) => names.get(serviceId));
  return all.some((name) => name === undefined) ? '' : all.join(', ');
}

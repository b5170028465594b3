import { billingCycles } from '../rules/operationRule';
import type { BillingCycle } from '../rules/operationRule';
import { quantityLimits } from './catalogue';
import type { Limits, Plan, Product, Service } from './catalogue/product';
import type { Instance } from './instance';
import type { Json } from './reply';
import { dressAmount, dressId } from './shapes';
import type { SandboxShape } from './shapes';

/** What the order is for: the first segment of the paths of `plan_info` and `add_on_info`. */
export type PurchaseType = 'trial' | 'purchase' | 'renew';

type Fields = Readonly<Record<string, Json>>;

/** The product's plans and services with both of their ids (API guide: Query purchasable product information). */
export function dressProduct(shape: SandboxShape, product: Product): Json {
  const head = {
    offeringId: dressId(shape, product.offeringId),
    productId: Number(product.productId),
    productName: product.name,
  };
  const plans = product.plans.map((plan) => planIdentity(shape, plan));
  const services = product.services.map((service) => ({
    ...serviceIdentity(shape, service),
    // What can be tried as well as bought says neither.
    ...(service.canBeTried ? {} : { purchaseType: 'purchase' }),
  }));
  switch (shape.containers) {
    case 'lists':
      return { ...head, planList: plans, serviceList: services };
    case 'nested':
      return {
        ...head,
        offering:
          plans.length === 0
            ? { serviceList: services }
            : { plans: plans.map((plan) => ({ ...plan, related: { serviceList: services } })) },
      };
    case 'renamed':
      return { ...head, data: { catalogue: { basePlans: plans, addOns: services } } };
  }
}

/** One plan (API guide: Query plan details); `untold` answers with an empty object. */
export function dressPlanInfo(
  shape: SandboxShape,
  plan: Plan,
  purchaseType: PurchaseType,
  instance: Instance | undefined,
): Json {
  if (shape.details === 'untold') {
    return {};
  }
  return terms(
    shape,
    planIdentity(shape, plan),
    plan,
    purchaseType,
    renewed(purchaseType, instance) ?? plan.extensions,
  );
}

/** One service (API guide: Query service details); `untold` answers with an empty object. */
export function dressServiceInfo(
  shape: SandboxShape,
  service: Service,
  purchaseType: PurchaseType,
  instance: Instance | undefined,
): Json {
  if (shape.details === 'untold') {
    return {};
  }
  const limits = renewed(purchaseType, instance) ?? quantityLimits(service, instance?.extensions);
  return terms(shape, serviceIdentity(shape, service), service, purchaseType, limits);
}

/** One line of the price list (API guide: Query my prices). */
export function dressListPrice(shape: SandboxShape, item: Plan | Service, cents: number | undefined): Json {
  const identity = 'planId' in item ? planIdentity(shape, item) : serviceIdentity(shape, item);
  return cents === undefined
    ? identity
    : { ...identity, currencyCode: 'USD', price: dressAmount(shape, cents) };
}

/** A renewal covers exactly the extensions that there are. */
function renewed(purchaseType: PurchaseType, instance: Instance | undefined): Limits | undefined {
  const extensions = purchaseType === 'renew' ? instance?.extensions : undefined;
  return extensions === undefined ? undefined : { least: extensions, most: extensions };
}

function planIdentity(shape: SandboxShape, { planId, pricingId, name }: Plan): Fields {
  const id = dressId(shape, planId);
  const pricing = dressId(shape, pricingId);
  return shape.containers === 'renamed'
    ? { planId: id, pricingPlanId: pricing, name }
    : { planId: id, pricingId: pricing, planName: name };
}

function serviceIdentity(shape: SandboxShape, { serviceId, pricingId, name }: Service): Fields {
  const id = dressId(shape, serviceId);
  const pricing = dressId(shape, pricingId);
  return shape.containers === 'renamed'
    ? { serviceId: id, pricingServiceId: pricing, name }
    : { serviceId: id, pricingId: pricing, serviceName: name };
}

/** Cycles and limits; a trial has no cycles, and what is not counted no limits. */
function terms(
  shape: SandboxShape,
  identity: Fields,
  { cents }: Plan | Service,
  purchaseType: PurchaseType,
  limits: Limits | undefined,
): Json {
  const cycles: readonly BillingCycle[] =
    purchaseType === 'trial' ? [] : billingCycles.filter((cycle) => cents[cycle] !== undefined);
  const common = {
    ...identity,
    purchaseType,
    ...(cycles.some((cycle) => cycle !== 'once') && { billingModel: 'recurring' }),
  };
  const isRenamed = shape.containers === 'renamed';
  const billing = cycles.length > 0 && { [isRenamed ? 'billingCycles' : 'billingCycleList']: cycles };
  const range = limits && { minQuantity: limits.least, maxQuantity: limits.most };
  switch (shape.containers) {
    case 'lists':
      return { ...common, ...billing, ...range };
    case 'nested':
      return { ...common, ...billing, ...(range && { quantityLimit: range }) };
    case 'renamed':
      return { info: { ...common, ...billing, ...(limits && { min: limits.least, max: limits.most }) } };
  }
}

import { billingCycles, quantityLimits } from './catalogue';
import type { BillingCycle, Plan, Product, Service } from './catalogue';
import type { Instance } from './estate';
import type { Json } from './reply';
import { dressAmount, dressId } from './shapes';
import type { SandboxShape } from './shapes';

/** What the order is for: the first segment of the paths of `plan_info` and `add_on_info`. */
export type PurchaseType = 'trial' | 'purchase' | 'renew';

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
    purchaseType: 'purchase',
  }));
  switch (shape.containers) {
    case 'lists':
      return { ...head, planList: plans, serviceList: services };
    case 'nested':
      return {
        ...head,
        offering: { plans: plans.map((plan) => ({ ...plan, related: { serviceList: services } })) },
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
  // A renewal covers exactly the extensions that there are.
  const fixed = purchaseType === 'renew' ? instance?.extensions : undefined;
  return limits(shape, planIdentity(shape, plan), purchaseType, fixed ?? plan.least, fixed ?? plan.most);
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
  const { least, most } = quantityLimits(service, instance?.extensions);
  return limits(shape, serviceIdentity(shape, service), purchaseType, least, most);
}

/** One line of the price list (API guide: Query my prices). */
export function dressListPrice(
  shape: SandboxShape,
  item: Plan | Service,
  cycle: BillingCycle | undefined,
): Json {
  const identity = 'planId' in item ? planIdentity(shape, item) : serviceIdentity(shape, item);
  return cycle === undefined
    ? identity
    : { ...identity, currencyCode: 'USD', price: dressAmount(shape, item.cents[cycle]) };
}

function planIdentity(
  shape: SandboxShape,
  { planId, pricingId, name }: Plan,
): Readonly<Record<string, Json>> {
  const id = dressId(shape, planId);
  const pricing = dressId(shape, pricingId);
  return shape.containers === 'renamed'
    ? { planId: id, pricingPlanId: pricing, name }
    : { planId: id, pricingId: pricing, planName: name };
}

function serviceIdentity(
  shape: SandboxShape,
  { serviceId, pricingId, name }: Service,
): Readonly<Record<string, Json>> {
  const id = dressId(shape, serviceId);
  const pricing = dressId(shape, pricingId);
  return shape.containers === 'renamed'
    ? { serviceId: id, pricingServiceId: pricing, name }
    : { serviceId: id, pricingId: pricing, serviceName: name };
}

function limits(
  shape: SandboxShape,
  identity: Readonly<Record<string, Json>>,
  purchaseType: PurchaseType,
  least: number,
  most: number,
): Json {
  const common = { ...identity, purchaseType, billingModel: 'recurring' };
  switch (shape.containers) {
    case 'lists':
      return { ...common, billingCycleList: billingCycles, minQuantity: least, maxQuantity: most };
    case 'nested':
      return {
        ...common,
        billingCycleList: billingCycles,
        quantityLimit: { minQuantity: least, maxQuantity: most },
      };
    case 'renamed':
      return { info: { ...common, billingCycles, min: least, max: most } };
  }
}

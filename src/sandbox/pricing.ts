import { productsPricedBySerialNumber, billingCycles } from '../rules/operationRule';
import type { Plan, Product, Service } from './catalogue/product';
import {
  planInfo,
  productInfo,
  serviceInfo,
  type PurchaseType,
  amountText,
  listPrice,
} from './productEndpoints';
import { jsonPost, known, read, required, requiredProduct, type Call, type Endpoint, oneOf } from './router';
import type { PortalData } from './estate';
import { takesNewSerialNumbers, instanceNamed, requestedRules, rulesForSubject } from './orderRules';
import { refusedParameter, type Json } from './reply';
import { readBody } from './body';
import { checkConnectionPlan, purchaseTypeOf } from './lineRules';
import { priceFields, priceItemFields, readLine, type Line } from './orderLine';
import type { SubordinateUser } from './people';
import type { Instance } from './instance';

const purchaseTypes: readonly PurchaseType[] = ['trial', 'purchase', 'renew'];

/** Returns the endpoints of the module `pricing`: catalogue, limits and prices. */
export function pricingEndpoints(data: PortalData): readonly Endpoint[] {
  return [
    read('/pricing/openapi/purchase/v1/product_list', [], () =>
      data.products.map((product) => ({
        name: product.name,
        productId: Number(product.productId),
      })),
    ),
    read('/pricing/openapi/purchase/v1/purchase_product_info', ['productId', 'productNo'], (call) => {
      const product = requiredProduct(call, data.products);
      namedInstance(call, product, data);
      return productInfo(product);
    }),
    ...purchaseTypes.flatMap((purchaseType) => infoEndpoints(data, purchaseType)),
    jsonPost('/pricing/openapi/purchase/v1/pricing/calculate', ({ body }) => calculate(data, body)),
    read(
      '/pricing/openapi/purchase/v1/my_price_info',
      ['productId', 'billingCycle', 'offeringId', 'partnerId'],
      (call) => listPrices(data, call),
    ),
  ];
}

function infoEndpoints(data: PortalData, purchaseType: PurchaseType): readonly Endpoint[] {
  const base = `/pricing/openapi/purchase/v1/${purchaseType}`;
  const instanceOf = (call: Call, product: Product) =>
    purchaseType === 'renew'
      ? known('productNo', data.estate.find(product, required(call, 'productNo')))
      : namedInstance(call, product, data);
  return [
    read(`${base}/plan_info/{pricingPlanId}`, ['productId', 'productNo'], (call) => {
      const product = requiredProduct(call, data.products);
      const instance = instanceOf(call, product);
      const plan = findPriced(product.plans, required(call, 'pricingPlanId'), 'pricingPlanId');
      return planInfo(plan, purchaseType, instance);
    }),
    read(
      `${base}/add_on_info/{pricingServiceId}`,
      ['productId', 'productNo', ...(purchaseType === 'renew' ? [] : ['connectionPlanId'])],
      (call) => {
        const product = requiredProduct(call, data.products);
        const instance = instanceOf(call, product);
        const service = findPriced(product.services, required(call, 'pricingServiceId'), 'pricingServiceId');
        const connectionPlanId = call.parameters.get('connectionPlanId');
        if (connectionPlanId !== undefined) {
          checkPlan(product, instance, connectionPlanId);
        }
        return serviceInfo(service, purchaseType, instance);
      },
    ),
  ];
}

/**
 * Returns the instance with the `productNo` that was sent, if it is listed; for some products `productNo` is required.
 */
function namedInstance(call: Call, product: Product, { estate }: PortalData): Instance | undefined {
  const needsProductNo = productsPricedBySerialNumber.includes(Number(product.productId));
  const productNo = needsProductNo ? required(call, 'productNo') : call.parameters.get('productNo');
  const mayBeNew = productNo === undefined || (takesNewSerialNumbers(product) && estate.mayBeNew(productNo));
  return mayBeNew ? undefined : known('productNo', estate.find(product, productNo));
}

function findPriced<Item extends Plan | Service>(
  items: readonly Item[],
  pricingId: string,
  field: string,
): Item {
  return known(
    field,
    items.find((item) => item.pricingId === pricingId),
  );
}

function checkPlan(product: Product, instance: Instance | undefined, connectionPlanId: string): void {
  known(
    'connectionPlanId',
    product.plans.find(({ planId }) => planId === connectionPlanId),
  );
  if (instance !== undefined && instance.plan?.planId !== connectionPlanId) {
    throw refusedParameter(
      'connectionPlanId',
      'mismatch',
      `is not the current plan of ${instance.productNo}`,
    );
  }
}

/**
 * Calculates a price (API guide: Calculate price). Items follow the same rules as in an order, but with pricing ids
 * instead of the ids of plans and services. What the PBX already has is checked only in orders.
 */
function calculate(data: PortalData, text: string): Json {
  const { fields, items } = readBody(text, priceFields, priceItemFields);
  const { product, rules } = requestedRules(fields, data.products);
  // `productNo` is optional here.
  const applicableRules = fields.get('productNo') === undefined ? rules : rulesForSubject(fields, rules);
  const instance = instanceNamed(fields, product, applicableRules, data.estate);
  const partnerView = fields.get('partnerView');
  const user =
    partnerView === undefined
      ? undefined
      : fields.known('partnerView', data.people.withYeastarId(partnerView));
  const lines = items.map((item) => readLine(item, 'pricingId', product, applicableRules));
  const planLine = lines.find((line) => line.serviceType === 'plan');
  lines.forEach((line) =>
    checkConnectionPlan(line, {
      product,
      name: instance?.productNo ?? '',
      current: instance,
      isInstance: instance !== undefined,
      planLine,
    }),
  );
  const serviceList = lines.map((line) => ({
    pricingId: itemOf(line).pricingId,
    ...(line.quantity !== undefined && { quantity: line.quantity }),
  }));
  const cents = lines.reduce((sum, line) => sum + centsFor(line, instance), 0);
  return { amount: amountText(amountFor(user, cents)), currency: 'USD', serviceList };
}

/** Returns the prices of everything that is sold for the cycle (API guide: Query my prices). */
function listPrices(data: PortalData, call: Call): Json {
  const product = requiredProduct(call, data.products);
  required(call, 'billingCycle');
  const cycle = known('billingCycle', oneOf(call, 'billingCycle', billingCycles));
  if (required(call, 'offeringId') !== product.offeringId) {
    throw refusedParameter('offeringId', 'unknown', 'unknown');
  }
  const partnerId = call.parameters.get('partnerId');
  const user = partnerId === undefined ? undefined : known('partnerId', data.people.find(partnerId));
  const listed = (items: readonly (Plan | Service)[]) =>
    items.flatMap((item) => {
      const cents = item.cents[cycle];
      return cents === undefined ? [] : [listPrice(item, amountFor(user, cents))];
    });
  return {
    offeringId: product.offeringId,
    planList: listed(product.plans),
    serviceList: listed(product.services),
  };
}

function itemOf(line: Line): Plan | Service {
  return line.serviceType === 'plan' ? line.plan : line.service;
}

/**
 * Returns units times cycles times price. A plan that is switched to is charged for all current extensions; a trial is
 * free.
 */
function centsFor(line: Line, instance: Instance | undefined): number {
  const { quantity, billingCycle, multiCycle } = line;
  if (billingCycle === undefined || purchaseTypeOf(line) === 'trial') {
    return 0;
  }
  const { cents } = itemOf(line);
  const isForExtensions = line.serviceType === 'plan' && line.plan.extensions !== undefined;
  const units = quantity ?? (isForExtensions ? instance?.extensions : undefined) ?? 1;
  return (cents[billingCycle] ?? 0) * units * Math.max(1, multiCycle);
}

/** Returns the amount to show: a subordinate user pays 10 per cent more than the partner. */
function amountFor(user: SubordinateUser | undefined, cents: number): number {
  return user === undefined ? cents : Math.round((cents * 11) / 10);
}

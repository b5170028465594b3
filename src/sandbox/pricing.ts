import { readBody, sent, sentQuantity } from './body';
import type { Fields } from './body';
import { billingCycles } from '../rules/operationRule';
import type { BillingCycle } from '../rules/operationRule';
import { pricedBySerialNumber } from '../rules/products';
import type { Plan, Product, Service } from './catalogue/product';
import { dressListPrice, dressPlanInfo, dressProduct, dressServiceInfo } from './catalogueShape';
import type { PurchaseType } from './catalogueShape';
import { partners } from './contacts';
import { act, known, oneOf, read, required, requiredProduct } from './endpoint';
import type { Call, Endpoint } from './endpoint';
import type { Estate } from './estate';
import type { Instance } from './instance';
import { checkAccepted, findOffer } from './orderCheck';
import { priceFields, priceItemFields } from './orderRules';
import type { PriceItemField } from './orderRules';
import { Refusal, refusedParameter } from './reply';
import type { Json } from './reply';
import { dressAmount, dressId } from './shapes';
import type { SandboxShape } from './shapes';

/** Whether the portal tells prices, leaves them out, or refuses to calculate. */
export type PriceAnswer = 'told' | 'untold' | 'refused';

const purchaseTypes: readonly PurchaseType[] = ['trial', 'purchase', 'renew'];

/** The module `pricing`: the catalogue, limits and prices. */
export function pricingEndpoints(
  shape: SandboxShape,
  products: readonly Product[],
  estate: Estate,
  price: PriceAnswer,
): readonly Endpoint[] {
  return [
    read('/pricing/openapi/purchase/v1/product_list', [], () =>
      products.map((product) => ({
        name: product.name,
        productId: Number(product.productId),
        // The guide knows this list with and without the offerings.
        ...(shape.ids === 'number' ? { offeringId: [dressId(shape, product.offeringId)] } : {}),
      })),
    ),
    read('/pricing/openapi/purchase/v1/purchase_product_info', ['productId', 'productNo'], (call) => {
      const product = requiredProduct(call, products);
      namedInstance(call, product, estate);
      return dressProduct(shape, product);
    }),
    ...purchaseTypes.flatMap((purchaseType) => infoEndpoints(shape, products, estate, purchaseType)),
    act('/pricing/openapi/purchase/v1/pricing/calculate', ({ body }) =>
      calculate(shape, products, estate, price, body),
    ),
    read(
      '/pricing/openapi/purchase/v1/my_price_info',
      ['productId', 'billingCycle', 'offeringId', 'partnerId'],
      (call) => listPrices(shape, products, price, call),
    ),
  ];
}

function infoEndpoints(
  shape: SandboxShape,
  products: readonly Product[],
  estate: Estate,
  purchaseType: PurchaseType,
): readonly Endpoint[] {
  const base = `/pricing/openapi/purchase/v1/${purchaseType}`;
  const instanceOf = (call: Call, product: Product) => {
    if (purchaseType === 'renew') {
      required(call, 'productNo');
    }
    return namedInstance(call, product, estate);
  };
  return [
    read(`${base}/plan_info/{pricingPlanId}`, ['productId', 'productNo'], (call) => {
      const product = requiredProduct(call, products);
      const instance = instanceOf(call, product);
      const plan = findPriced(product.plans, required(call, 'pricingPlanId'), 'pricingPlanId');
      return dressPlanInfo(shape, plan, purchaseType, instance);
    }),
    read(
      `${base}/add_on_info/{pricingServiceId}`,
      ['productId', 'productNo', ...(purchaseType === 'renew' ? [] : ['connectionPlanId'])],
      (call) => {
        const product = requiredProduct(call, products);
        const instance = instanceOf(call, product);
        const service = findPriced(product.services, required(call, 'pricingServiceId'), 'pricingServiceId');
        const connectionPlanId = call.parameters.get('connectionPlanId');
        if (connectionPlanId !== undefined) {
          checkPlan(product, instance, connectionPlanId);
        }
        return dressServiceInfo(shape, service, purchaseType, instance);
      },
    ),
  ];
}

/** The instance that `productNo` names, if it is sent; some products must have it sent. */
function namedInstance(call: Call, product: Product, estate: Estate): Instance | undefined {
  const needsProductNo = pricedBySerialNumber.includes(Number(product.productId));
  const productNo = needsProductNo ? required(call, 'productNo') : call.parameters.get('productNo');
  return productNo === undefined ? undefined : findInstance(product, estate, productNo);
}

function findInstance(product: Product, estate: Estate, productNo: string): Instance {
  return known('productNo', estate.find(product, productNo));
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

/** API guide: Calculate price. Takes the ids of prices; ids of plans and services are refused as unknown. */
function calculate(
  shape: SandboxShape,
  products: readonly Product[],
  estate: Estate,
  price: PriceAnswer,
  text: string,
): Json {
  const { fields, items } = readBody(text, priceFields, priceItemFields);
  const productId = sent(fields, 'productId');
  const offer = findOffer(sent(fields, 'operationType'), productId);
  items.forEach((item) => checkAccepted(item, offer));
  const product = known(
    'productId',
    products.find((candidate) => candidate.productId === productId),
  );
  const productNo = fields.get('productNo');
  const instance = productNo === undefined ? undefined : findInstance(product, estate, productNo);
  const partnerView = fields.get('partnerView');
  if (partnerView !== undefined) {
    known(
      'partnerView',
      partners.find(({ email }) => email === partnerView),
    );
  }
  const lines = items.map((item) => pricedLine(product, instance, item));
  if (price === 'refused') {
    throw new Refusal(400, 'price_not_available', 'The price of this order cannot be calculated');
  }
  const serviceList = lines.map(({ pricingId, quantity }) => ({
    pricingId: dressId(shape, pricingId),
    quantity,
  }));
  if (price === 'untold') {
    return { serviceList };
  }
  const amount = dressAmount(
    shape,
    lines.reduce((sum, { cents }) => sum + cents, 0),
  );
  switch (shape.containers) {
    case 'lists':
      return { amount, currency: 'USD', serviceList };
    case 'nested':
      return { price: { amount, currency: 'USD' }, serviceList };
    case 'renamed':
      return { data: { total: { amount, currencyCode: 'USD' }, items: serviceList } };
  }
}

interface PricedLine {
  readonly pricingId: string;
  readonly quantity: number;
  readonly cents: number;
}

function pricedLine(
  product: Product,
  instance: Instance | undefined,
  item: Fields<PriceItemField>,
): PricedLine {
  const serviceType = sent(item, 'serviceType');
  if (serviceType !== 'plan' && serviceType !== 'service') {
    throw refusedParameter('serviceType', 'oneof', 'must be one of plan, service');
  }
  const pricingId = sent(item, 'pricingId');
  const priced = findPriced<Plan | Service>(
    serviceType === 'plan' ? product.plans : product.services,
    pricingId,
    'pricingId',
  );
  const connectionPlanId = item.get('connectionPlanId');
  if (connectionPlanId !== undefined) {
    checkPlan(product, instance, connectionPlanId);
  }
  const quantity = sentQuantity(item);
  return { pricingId, quantity, cents: quantity * (priced.cents[sentCycle(item)] ?? 0) };
}

function sentCycle(item: Fields<PriceItemField>): BillingCycle {
  const value = sent(item, 'billingCycle');
  const cycle = billingCycles.find((candidate) => candidate === value);
  if (cycle === undefined) {
    throw refusedParameter('billingCycle', 'oneof', `must be one of ${billingCycles.join(', ')}`);
  }
  return cycle;
}

/** API guide: Query my prices. Nothing here is sold once only. */
function listPrices(shape: SandboxShape, products: readonly Product[], price: PriceAnswer, call: Call): Json {
  const product = requiredProduct(call, products);
  required(call, 'billingCycle');
  const cycle = known('billingCycle', oneOf(call, 'billingCycle', billingCycles));
  if (required(call, 'offeringId') !== product.offeringId) {
    throw refusedParameter('offeringId', 'unknown', 'unknown');
  }
  const partner = call.parameters.get('partnerId');
  if (partner !== undefined) {
    known(
      'partnerId',
      partners.find(({ partnerId }) => partnerId === partner),
    );
  }
  if (price === 'refused') {
    throw new Refusal(400, 'price_not_available', 'The prices cannot be shown');
  }
  const offeringId = dressId(shape, product.offeringId);
  const dressed = (items: readonly (Plan | Service)[]) =>
    items
      .filter(({ cents }) => cents[cycle] !== undefined)
      .map((item) => dressListPrice(shape, item, price === 'told' ? item.cents[cycle] : undefined));
  return { offeringId, planList: dressed(product.plans), serviceList: dressed(product.services) };
}

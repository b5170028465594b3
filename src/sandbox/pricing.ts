import { pricedBySerialNumber } from '../rules/products';
import type { Plan, Product, Service } from './catalogue/product';
import { planInfo, productInfo, serviceInfo, type PurchaseType } from './catalogueReplies';
import { act, known, read, required, requiredProduct, type Call, type Endpoint } from './endpoint';
import type { Instance } from './instance';
import { takesNewSerialNumbers } from './orderRules';
import type { PortalData } from './portalData';
import { calculate, listPrices } from './price';
import { refusedParameter } from './reply';

const purchaseTypes: readonly PurchaseType[] = ['trial', 'purchase', 'renew'];

/** The module `pricing`: the catalogue, limits and prices. */
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
    act('/pricing/openapi/purchase/v1/pricing/calculate', ({ body }) => calculate(data, body)),
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

/** The instance that `productNo` names, if it is sent and listed; some products must have it sent. */
function namedInstance(call: Call, product: Product, { estate }: PortalData): Instance | undefined {
  const needsProductNo = pricedBySerialNumber.includes(Number(product.productId));
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

import { regions } from './people';
import {
  known,
  requestedPage,
  pageOf,
  pageParameters,
  read,
  required,
  requiredProduct,
  type Endpoint,
} from './router';
import type { PortalData } from './estate';
import type { Json } from './reply';
import { billingCycles, type BillingCycle } from '../rules/operationRule';
import type { Limits, Plan, Product, Service } from './catalogue/product';
import { applianceEdition, softwareEdition } from './catalogue/editions';
import {
  cloudPbx,
  linkusCloudService,
  remoteManagement,
  remoteManagementPremium,
  whiteLabel,
} from './catalogue/cloudPbx';
import { turnkeyPackage } from './catalogue/turnkeyPackage';
import { type Instance, writtenEnd } from './instance';

/** Returns the endpoints of the module `product`: purchased instances and regions. */
export function productEndpoints({ products, estate }: PortalData): readonly Endpoint[] {
  return [
    read(
      '/product/openapi/instance_product/v1/client/instance_product_list',
      ['productId', ...pageParameters],
      (call) => {
        const product = requiredProduct(call, products);
        const page = requestedPage(call);
        const instances = estate.rows(product, (page.pageNo - 1) * page.pageSize, page.pageSize);
        return pageOf(instances.map(instanceRow), estate.count(product), page);
      },
    ),
    read('/product/openapi/instance_product/v1/detail', ['productNo', 'productId'], (call) => {
      const productNo = required(call, 'productNo');
      const product = requiredProduct(call, products);
      return instanceDetail(known('productNo', estate.find(product, productNo)));
    }),
    read('/product/openapi/instance/v1/region_list', [], () => regions),
  ];
}

/** Returns a row of the purchased products (API guide: Query purchased products). */
function instanceRow(instance: Instance): Fields {
  const { activationCode, activationStatus, comment, productNo } = instance;
  return { activationCode, activationStatus, comment, productNo, ...subscription(instance) };
}

/**
 * Returns one purchased product (API guide: Query product details). `currentPlan` is empty unless a switch is pending.
 */
function instanceDetail(instance: Instance): Json {
  const noSwitch = { createTime: instance.createTime, currentPlan: '', currentPlanExpireDate: '' };
  return { ...noSwitch, ...instanceRow(instance) };
}

/**
 * Returns the undocumented fields: plan, extensions, end date and services. Values that the instance does not have are
 * left out.
 */
function subscription(instance: Instance): Fields {
  const { instanceId, plan, coming, extensions, expires, endDateStyle, billingCycle, product, services } =
    instance;
  const expiry = expires === undefined ? '' : writtenEnd(expires, endDateStyle);
  const expireDate = expires !== undefined && { expireDate: expiry };
  const named = coming ?? plan;
  const serviceList = product.services.flatMap(({ serviceId, name }) => {
    const quantity = services.get(serviceId);
    return quantity === undefined ? [] : [{ serviceId, serviceName: name, quantity, ...expireDate }];
  });
  return {
    instanceId,
    ...(named && { planId: named.planId, planName: named.name }),
    ...(coming && { currentPlan: plan?.name ?? '', currentPlanExpireDate: expiry }),
    ...(extensions !== undefined && { extensions }),
    ...expireDate,
    ...(billingCycle !== undefined && { billingCycle }),
    serviceList,
  };
}

/** The purpose of an order: the first segment of the paths of `plan_info` and `add_on_info`. */
export type PurchaseType = 'trial' | 'purchase' | 'renew';

type Fields = Readonly<Record<string, Json>>;

/** Returns the product's plans and services, each with both ids (API guide: Query purchasable product information). */
export function productInfo(product: Product): Json {
  return {
    offeringId: product.offeringId,
    productId: Number(product.productId),
    productName: product.name,
    planList: product.plans.map(identity),
    serviceList: product.services.map((service) => ({
      ...identity(service),
      // A service that can be both bought and tried has no `purchaseType`.
      ...(service.canBeTried ? {} : { purchaseType: 'purchase' }),
    })),
  };
}

/** Returns one plan (API guide: Query plan details). */
export function planInfo(plan: Plan, purchaseType: PurchaseType, instance: Instance | undefined): Json {
  return terms(plan, purchaseType, renewalLimits(purchaseType, instance) ?? plan.extensions);
}

/** Returns one service (API guide: Query service details). */
export function serviceInfo(
  service: Service,
  purchaseType: PurchaseType,
  instance: Instance | undefined,
): Json {
  const limits = renewalLimits(purchaseType, instance) ?? quantityLimits(service, instance?.extensions);
  return terms(service, purchaseType, limits);
}

/**
 * Returns one line of the price list (API guide: Query my prices).
 *
 * @param cents a whole number of hundredths
 */
export function listPrice(item: Plan | Service, cents: number): Json {
  return { ...identity(item), currencyCode: 'USD', price: amountText(cents) };
}

/** Formats an amount with two decimals: `125.00`. @param cents a whole number of hundredths */
export function amountText(cents: number): string {
  return `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

/** Returns the quantity limits of a renewal, which covers exactly the current number of extensions. */
function renewalLimits(purchaseType: PurchaseType, instance: Instance | undefined): Limits | undefined {
  const extensions = purchaseType === 'renew' ? instance?.extensions : undefined;
  return extensions === undefined ? undefined : { least: extensions, most: extensions };
}

function identity(item: Plan | Service): Fields {
  const { pricingId, name } = item;
  return 'planId' in item
    ? { planId: item.planId, pricingId, planName: name }
    : { serviceId: item.serviceId, pricingId, serviceName: name };
}

/** Returns billing cycles and limits. A trial has no cycles; an uncounted service has no limits. */
function terms(item: Plan | Service, purchaseType: PurchaseType, limits: Limits | undefined): Json {
  const cycles: readonly BillingCycle[] =
    purchaseType === 'trial' ? [] : billingCycles.filter((cycle) => item.cents[cycle] !== undefined);
  return {
    ...identity(item),
    purchaseType,
    ...(cycles.some((cycle) => cycle !== 'once') && { billingModel: 'recurring' }),
    ...(cycles.length > 0 && { billingCycleList: cycles }),
    ...(limits && { minQuantity: limits.least, maxQuantity: limits.most }),
  };
}

/** The product ids of Remote Management Premium on different pages of the guide. */
export type RemoteManagementPremiumId = '20' | '21';

/** Returns every product of the portal, ordered by id. */
export function productsOf(premiumId: RemoteManagementPremiumId): readonly Product[] {
  return [
    linkusCloudService,
    applianceEdition,
    softwareEdition,
    cloudPbx,
    turnkeyPackage,
    remoteManagement,
    whiteLabel,
    remoteManagementPremium(premiumId),
  ];
}

/**
 * Returns the possible quantities of one order; undefined for a service that is not counted.
 *
 * @param extensions the current number; undefined when no instance is named
 */
export function quantityLimits({ quantity }: Service, extensions: number | undefined): Limits | undefined {
  switch (quantity.kind) {
    case 'amount':
      return { least: quantity.least, most: quantity.most };
    case 'currentExtensions':
      return { least: extensions ?? 1, most: extensions ?? quantity.most };
    case 'moreExtensions':
      return { least: 1, most: quantity.most - (extensions ?? 0) };
    case 'uncounted':
      return undefined;
  }
}

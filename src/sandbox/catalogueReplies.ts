import { billingCycles, type BillingCycle } from '../rules/operationRule';
import type { Limits, Plan, Product, Service } from './catalogue/product';
import type { Instance } from './instance';
import type { Json } from './reply';
import { applianceEdition, softwareEdition } from './catalogue/softwareEdition';
import { cloudPbx } from './catalogue/cloudPbx';
import {
  linkusCloudService,
  remoteManagement,
  remoteManagementPremium,
  whiteLabel,
} from './catalogue/cloudServices';
import { turnkeyPackage } from './catalogue/turnkeyPackage';

/** What the order is for: the first segment of the paths of `plan_info` and `add_on_info`. */
export type PurchaseType = 'trial' | 'purchase' | 'renew';

type Fields = Readonly<Record<string, Json>>;

/** The product's plans and services with both of their ids (API guide: Query purchasable product information). */
export function productInfo(product: Product): Json {
  return {
    offeringId: product.offeringId,
    productId: Number(product.productId),
    productName: product.name,
    planList: product.plans.map(identity),
    serviceList: product.services.map((service) => ({
      ...identity(service),
      // What can be tried as well as bought says neither.
      ...(service.canBeTried ? {} : { purchaseType: 'purchase' }),
    })),
  };
}

/** One plan (API guide: Query plan details). */
export function planInfo(plan: Plan, purchaseType: PurchaseType, instance: Instance | undefined): Json {
  return terms(plan, purchaseType, renewed(purchaseType, instance) ?? plan.extensions);
}

/** One service (API guide: Query service details). */
export function serviceInfo(
  service: Service,
  purchaseType: PurchaseType,
  instance: Instance | undefined,
): Json {
  const limits = renewed(purchaseType, instance) ?? quantityLimits(service, instance?.extensions);
  return terms(service, purchaseType, limits);
}

/**
 * One line of the price list (API guide: Query my prices).
 * @param cents a whole number of hundredths
 */
export function listPrice(item: Plan | Service, cents: number): Json {
  return { ...identity(item), currencyCode: 'USD', price: amountText(cents) };
}

/** @param cents a whole number of hundredths; written with two decimals: `125.00` */
export function amountText(cents: number): string {
  return `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

/** A renewal covers exactly the extensions that there are. */
function renewed(purchaseType: PurchaseType, instance: Instance | undefined): Limits | undefined {
  const extensions = purchaseType === 'renew' ? instance?.extensions : undefined;
  return extensions === undefined ? undefined : { least: extensions, most: extensions };
}

function identity(item: Plan | Service): Fields {
  const { pricingId, name } = item;
  return 'planId' in item
    ? { planId: item.planId, pricingId, planName: name }
    : { serviceId: item.serviceId, pricingId, serviceName: name };
}

/** Cycles and limits; a trial has no cycles, and what is not counted no limits. */
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

/** The product ids that pages of the guide give Remote Management Premium. */
export type RemoteManagementPremiumId = '20' | '21';

/** Every product of the portal, in the order of their ids. */
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
 * The quantities that one order may buy; undefined for a service that is not counted.
 * @param extensions how many there are now; undefined when no instance is named
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

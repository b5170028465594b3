import * as z from 'zod/mini';
import { type BaseUrl } from '../portal/baseUrl';
import { parseExact } from '../portal/exactJson';
import { textOrNumber } from '../portal/values';
import { productIds } from '../rules/operationRule';
import { type OrderBody } from './request';

/** An optional parameter; a value that another version wrote in another shape counts as absent. */
const optionalText = z.optional(z.catch(z.optional(textOrNumber), undefined));

const orderedLine = z.object({
  serviceId: textOrNumber,
  serviceType: optionalText,
  connectionPlanId: optionalText,
  quantity: z.optional(textOrNumber),
  purchaseType: optionalText,
  billingModel: optionalText,
  billingCycle: optionalText,
  multiCycle: optionalText,
});

const specialRequest = z.object({
  pbxName: optionalText,
  regionId: optionalText,
  pbxSubDomainId: optionalText,
});

const orderedBody = z.object({
  operationType: z.string(),
  productId: textOrNumber,
  productNo: z.optional(z.string()),
  billingId: optionalText,
  poNumber: z.optional(z.string()),
  assignId: optionalText,
  partnerId: optionalText,
  orderPceSpecialRequest: z.optional(z.catch(z.optional(specialRequest), undefined)),
  serviceList: z.array(orderedLine),
});

/** What an order's body orders, with ids and numbers as strings of the digits in the body. */
export type OrderContents = Readonly<z.infer<typeof orderedBody>>;

/** What is ordered, and in which portal. */
export interface PortalPurchase {
  readonly baseUrl: BaseUrl;
  readonly ordered: OrderContents;
}

/** Reads what a body orders. @throws SyntaxError or ZodError when it is not the body of an order. */
export function readOrderContents(body: OrderBody): OrderContents {
  return z.parse(orderedBody, parseExact(body));
}

/**
 * Returns a serial number in comparable form, since people type it in upper or lower case, with spaces or in groups.
 * The `*` of a masked serial number stays.
 */
export function comparableSerialNumber(productNo: string): string {
  return productNo
    .normalize('NFKC')
    .replace(/[^\p{L}\d]/gu, '')
    .toUpperCase();
}

/** Returns a product id in comparable form, since the API guide has two ids for one product. */
export function comparableProduct(productId: string): string {
  const { remoteManagementPremium, remoteManagementPremiumOnOnePage } = productIds;
  const id = productId.trim();
  return id === String(remoteManagementPremiumOnOnePage) ? String(remoteManagementPremium) : id;
}

/** Whether an order is a renewal. */
export function isRenewal({ operationType }: Pick<OrderContents, 'operationType'>): boolean {
  return operationType.startsWith('renew_');
}

/**
 * Returns the subjects of an order: one for each of its services, consisting of the portal, the product, the instance
 * and the service, and for a renewal also one for the renewal of the instance. Two orders that share a subject may be
 * the same purchase.
 */
export function subjectsOf({ baseUrl, ordered }: PortalPurchase): string[] {
  const { productId, productNo = '', serviceList } = ordered;
  const things = [
    ...serviceList.map(({ serviceId }) => serviceId),
    ...(isRenewal(ordered) && productNo !== '' ? ['renewal'] : []),
  ];
  return [
    ...new Set(
      things.map((thing) =>
        [baseUrl, comparableProduct(productId), comparableSerialNumber(productNo), thing].join(' '),
      ),
    ),
  ].sort();
}

/** Whether two orders share a subject, so that they may be the same purchase. */
export function shareSubject(one: PortalPurchase, other: PortalPurchase): boolean {
  const subjects = new Set(subjectsOf(one));
  return subjectsOf(other).some((subject) => subjects.has(subject));
}

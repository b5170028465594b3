import * as z from 'zod/mini';
import type { BaseUrl } from '../portal/baseUrl';
import { parseExact } from '../portal/exactJson';
import { textual } from '../portal/values';
import { productIds } from '../rules/products';
import type { OrderBody } from './request';

/** What another version writes in another shape counts as absent: it must not make the whole body unreadable. */
const sent = z.optional(z.catch(z.optional(textual), undefined));

const orderedLine = z.object({
  serviceId: textual,
  serviceType: sent,
  connectionPlanId: sent,
  quantity: z.optional(textual),
  purchaseType: sent,
  billingModel: sent,
  billingCycle: sent,
  multiCycle: sent,
});

const specialRequest = z.object({ pbxName: sent, regionId: sent, pbxSubDomainId: sent });

const orderedBody = z.object({
  operationType: z.string(),
  productId: textual,
  productNo: z.optional(z.string()),
  billingId: sent,
  poNumber: z.optional(z.string()),
  assignId: sent,
  partnerId: sent,
  orderPceSpecialRequest: z.optional(z.catch(z.optional(specialRequest), undefined)),
  serviceList: z.array(orderedLine),
});

/** What a body orders, with ids and quantities as their digits. */
export type Ordered = Readonly<z.infer<typeof orderedBody>>;

/** What is ordered in which portal. */
export interface OrderedThere {
  readonly baseUrl: BaseUrl;
  readonly ordered: Ordered;
}

/** Reads what a body orders. @throws SyntaxError or ZodError when it is not the body of an order. */
export function readOrdered(body: OrderBody): Ordered {
  return z.parse(orderedBody, parseExact(body));
}

/** A serial number as it is compared: the same one is typed with blanks around it and in either case. */
export function comparableSerialNumber(productNo: string): string {
  return productNo.trim().toUpperCase();
}

/** The id of a product as it is compared: pages of the guide give one product two ids. */
export function comparableProduct(productId: string): string {
  const { remoteManagementPremium, remoteManagementPremiumOnOnePage } = productIds;
  const id = productId.trim();
  return id === String(remoteManagementPremiumOnOnePage) ? String(remoteManagementPremium) : id;
}

/** Whether an order renews something that there is. */
export function isRenewal({ operationType }: Pick<Ordered, 'operationType'>): boolean {
  return operationType.startsWith('renew_');
}

/**
 * Names each thing that an order is about: the portal, the instance and one of the services, and for a renewal the
 * renewal of that instance. Two orders that share one of these may be the same purchase.
 */
export function subjectsOf({ baseUrl, ordered }: OrderedThere): string[] {
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

/** Whether two orders are for the same service of the same instance in the same portal. */
export function shareSubject(one: OrderedThere, other: OrderedThere): boolean {
  const subjects = new Set(subjectsOf(one));
  return subjectsOf(other).some((subject) => subjects.has(subject));
}

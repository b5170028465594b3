import * as z from 'zod/mini';
import type { BaseUrl } from '../portal/baseUrl';
import { parseExact } from '../portal/exactJson';
import { textual } from '../portal/values';
import type { OrderBody } from './request';

const orderedBody = z.object({
  operationType: z.string(),
  productId: textual,
  productNo: z.optional(z.string()),
  poNumber: z.optional(z.string()),
  serviceList: z.array(z.object({ serviceId: textual, quantity: z.optional(textual) })),
});

/** What a body orders, with ids and quantities as their digits. */
export type Ordered = Readonly<z.infer<typeof orderedBody>>;

/** Reads what a body orders. @throws SyntaxError or ZodError when it is not the body of an order. */
export function readOrdered(body: OrderBody): Ordered {
  return z.parse(orderedBody, parseExact(body));
}

/**
 * Names each thing that an order is about: the portal, the instance and one of the services. Two orders that
 * share one of these may be the same purchase.
 */
export function subjectsOf({ baseUrl, body }: { baseUrl: BaseUrl; body: OrderBody }): string[] {
  const { productId, productNo = '', serviceList } = readOrdered(body);
  return [
    ...new Set(serviceList.map(({ serviceId }) => [baseUrl, productId, productNo, serviceId].join(' '))),
  ].sort();
}

/** Whether two orders are for the same service of the same instance in the same portal. */
export function shareSubject(
  one: { baseUrl: BaseUrl; body: OrderBody },
  other: { baseUrl: BaseUrl; body: OrderBody },
): boolean {
  const subjects = new Set(subjectsOf(one));
  return subjectsOf(other).some((subject) => subjects.has(subject));
}

import assert from 'node:assert/strict';
import type { Intercept, Reply, TestPortal } from '../../portal/testPortal';
import type { Parts } from './portal';
import { enterprise } from './reference';
import { pagePath, savePath } from './requests';

export const detailPath = '/order/openapi/order/v1/get/';

/** A service that the sandbox sells to an instance as often as one likes. */
export const recordingMinutesId = '3048573759449317376';

/** The body of an order of recording minutes. */
export function minutesBody(quantity: number, poNumber = ''): string {
  const po = poNumber === '' ? '' : `"poNumber":"${poNumber}",`;
  return (
    `{"operationType":"purchase_service","productId":13,"productNo":"3658B4311196K2ID",` +
    `"billingId":3197218168379846218,${po}"serviceList":[{"connectionPlanId":${enterprise},` +
    `"serviceType":"service","serviceId":${recordingMinutesId},"quantity":${quantity},"purchaseType":"purchase",` +
    `"billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}`
  );
}

/** Orders something in another way than by this machine's records, as a colleague does. */
export async function orderElsewhere({ client, session }: Parts, body: string): Promise<void> {
  await client.saveOrder(await session.authorization(), body);
}

/** Does the same without a request over the network, which takes a hundred times as long. */
export async function giveOrder(portal: TestPortal, { session }: Parts, body: string): Promise<void> {
  const { header: authorization } = await session.authorization();
  const headers = { authorization, 'user-agent': 'OpenAPI', 'content-type': 'application/json' };
  const { status, body: reply } = portal.deliver({
    method: 'POST',
    path: savePath,
    query: '',
    headers,
    body,
  });
  assert.equal(status, 200, reply);
}

/** Gives the portal so many orders of recording minutes, one after the other. */
export async function giveOrders(portal: TestPortal, parts: Parts, count: number): Promise<void> {
  for (let quantity = 1; quantity <= count; quantity++) {
    await giveOrder(portal, parts, minutesBody(quantity));
  }
}

/** The numbers of the pages of orders that were asked for. */
export function pagesAsked(portal: TestPortal): number[] {
  return portal.requests
    .filter(({ path, query }) => path === pagePath && query.includes('sort=-id'))
    .map(({ query }) => Number(new URLSearchParams(query).get('pageNo')));
}

/** Has the portal answer as if another page, or another sequence, of orders had been asked for. */
export function onPages(portal: TestPortal, change: (query: URLSearchParams) => void): Intercept {
  return async (request, process) => {
    if (request.path !== pagePath || !request.query.includes('sort=-id')) {
      return process();
    }
    const query = new URLSearchParams(request.query);
    query.set('sort', 'id');
    change(query);
    const { authorization = '', 'user-agent': userAgent = '' } = request.headers;
    const response = await fetch(`${portal.baseUrl}${pagePath}?${query.toString()}`, {
      headers: { authorization, 'user-agent': userAgent },
    });
    return asReply(response);
  };
}

async function asReply(response: Response): Promise<Reply> {
  return {
    status: response.status,
    headers: { 'Content-Type': 'application/json' },
    body: await response.text(),
  };
}

/** Has requests answered like this whose path begins with `path`. */
export function onPath(portal: TestPortal, path: string, intercept: Intercept): void {
  portal.intercept = (request, process, response) =>
    request.path.startsWith(path) ? intercept(request, process, response) : process();
}

/** The numbers of all orders of the portal, oldest first. */
export function numbersAt(portal: TestPortal): string[] {
  return portal.orders.map(({ orderNo }) => orderNo);
}

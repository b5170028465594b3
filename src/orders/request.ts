import { LosslessNumber } from 'lossless-json';
import { type JsonObject, printExact } from '../portal/exactJson';
import { type Id, type PortalText } from '../portal/values';
import { type BaseUrl } from '../portal/baseUrl';
import { saveOrderPath } from '../portal/client';
import { type Order, type OrderLine, type PricedOrder } from './order';

declare const bodyBrand: unique symbol;

/** The body of one order. It is built once: the same text is shown, kept in the journal and sent. */
export type OrderBody = string & { readonly [bodyBrand]: true };

/**
 * Returns the body of `order/v1/save` (API guide, create an order): keys in the same sequence as in the tutorials,
 * 64-bit ids as bare integers with the digits that were received, and no key for a parameter without a value.
 */
export function orderBody(order: Order): OrderBody {
  const { operationType, productId, productNo, billingId, poNumber, assignId, partnerId } = order;
  const { orderPceSpecialRequest, serviceList } = order;
  return printExact({
    operationType,
    productId: integer(productId),
    ...(productNo === undefined ? {} : { productNo }),
    ...(billingId === undefined ? {} : { billingId: integer(billingId) }),
    ...(poNumber === '' ? {} : { poNumber }),
    ...(assignId === undefined ? {} : { assignId }),
    ...(partnerId === undefined ? {} : { partnerId }),
    ...(orderPceSpecialRequest === undefined
      ? {}
      : { orderPceSpecialRequest: { ...orderPceSpecialRequest } }),
    serviceList: serviceList.map((line) => ({
      ...connectionPlan(line),
      serviceType: line.serviceType,
      serviceId: integer(line.serviceId),
      ...terms(line),
    })),
  }) as OrderBody;
}

/**
 * Returns the body of `pricing/calculate` for the same order (API guide, price).
 *
 * @param pricingIdOf Returns the pricing id of a line's plan or service, which differs from its plan or service id.
 * @param partnerView The Yeastar ID of the user whose price is requested; undefined for the user's own price.
 * @returns Undefined if a line has no pricing id: a price without that line would be the price of another order.
 */
export function priceBody(
  order: PricedOrder,
  pricingIdOf: (line: OrderLine) => Id | undefined,
  partnerView: PortalText | undefined,
): string | undefined {
  const { productId, productNo, operationType } = order;
  const serviceList: JsonObject[] = [];
  for (const line of order.serviceList) {
    const pricingId = pricingIdOf(line);
    if (pricingId === undefined) {
      return undefined;
    }
    serviceList.push({
      serviceType: line.serviceType,
      pricingId: integer(pricingId),
      ...connectionPlan(line),
      ...terms(line),
    });
  }
  return printExact({
    productId: integer(productId),
    ...(productNo === undefined ? {} : { productNo }),
    operationType,
    ...(partnerView === undefined ? {} : { partnerView }),
    serviceList,
  });
}

function connectionPlan({ connectionPlanId }: OrderLine): JsonObject {
  return connectionPlanId === undefined ? {} : { connectionPlanId: integer(connectionPlanId) };
}

function terms({ quantity, purchaseType, billingModel, billingCycle, multiCycle }: OrderLine): JsonObject {
  return {
    ...(quantity === undefined ? {} : { quantity: integer(quantity) }),
    purchaseType,
    ...(billingModel === undefined ? {} : { billingModel }),
    ...(billingCycle === undefined ? {} : { billingCycle }),
    multiCycle: integer(multiCycle),
  };
}

function integer(digits: string | number): LosslessNumber {
  return new LosslessNumber(String(digits));
}

/**
 * Returns the order as a curl command for a POSIX shell. The token is read from the variable TOKEN, never written out.
 */
export function asCurl(baseUrl: BaseUrl, userAgent: string, body: OrderBody): string {
  return [
    `curl -X POST ${quoted(`${baseUrl}${saveOrderPath}`)}`,
    `-H ${quoted('Content-Type: application/json')}`,
    `-H ${quoted(`User-Agent: ${userAgent}`)}`,
    '-H "Authorization: Bearer $TOKEN"',
    `--data-raw ${quoted(body)}`,
  ].join(' \\\n  ');
}

/**
 * Returns orders as a POSIX shell script that sends one after the other with curl. It prints each reply, and ends at the
 * first that is not a success: the API guide does not say that a refusal has an HTTP status of its own, so the reply's
 * code decides.
 */
export function asShellScript(baseUrl: BaseUrl, userAgent: string, bodies: readonly OrderBody[]): string {
  const orders = bodies.map((body, index) => {
    const order = asCurl(baseUrl, userAgent, body).replace(/^curl /, 'curl --fail-with-body ');
    return [
      `# ${index + 1}/${bodies.length}`,
      `reply=$(${order}) || { printf '%s\\n' "$reply"; exit 1; }`,
      'accepted "$reply"',
    ].join('\n');
  });
  return ['#!/bin/sh', 'set -eu', acceptedFunction, ...orders].join('\n\n').concat('\n');
}

/**
 * Prints a reply, and ends the script unless every code in it is `success`. A shell reads no JSON, so a code inside the
 * result counts, too: one order too few is better than one after a refusal.
 */
const acceptedFunction = String.raw`accepted() {
  printf '%s\n' "$1"
  codes=$(printf '%s' "$1" | tr '\r\n' '  ' | grep -Eo '"code"[[:space:]]*:[[:space:]]*("[^"]*"|[^,}]*)') || exit 1
  if printf '%s\n' "$codes" | grep -Eqv ':[[:space:]]*"success"$'; then exit 1; fi
}`;

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

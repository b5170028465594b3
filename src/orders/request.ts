import { LosslessNumber } from 'lossless-json';
import * as z from 'zod/mini';
import { printExact } from '../portal/exactJson';
import type { Id } from '../portal/values';
import { id } from '../portal/values';
import type { FormValues } from './formValues';
import type { OrderRule } from './rules';
import { billingCycles } from './rules';

declare const bodyBrand: unique symbol;

/** The body of one order: made once, then shown, kept and sent as this very text. */
export type OrderBody = string & { readonly [bodyBrand]: true };

const order = z.object({
  productNo: z.string().check(z.trim(), z.minLength(1)),
  connectionPlanId: id,
  serviceId: id,
  quantity: z.pipe(
    z.string().check(z.trim(), z.regex(/^[1-9]\d{0,15}$/)),
    z.transform((digits: string) => new LosslessNumber(digits)),
  ),
  billingCycle: z.enum(billingCycles),
  billingId: id,
  poNumber: z.string().check(z.trim()),
});

/** Form values that have been read; ids and quantity carry the digits that the user saw. */
export type SubscribeOrder = Readonly<z.infer<typeof order>>;

/**
 * Reads values that `validate` found nothing wrong with.
 *
 * @throws ZodError when something is wrong with them all the same.
 */
export function readOrder(values: FormValues): SubscribeOrder {
  return z.parse(order, values);
}

/**
 * The body of `order/v1/save` for subscribing an instance to a service (API guide, create an order): keys in
 * the tutorial's order, ids as bare integers with the digits that were received, no `poNumber` when empty.
 */
export function orderBody(
  { productNo, connectionPlanId, serviceId, quantity, billingCycle, billingId, poNumber }: SubscribeOrder,
  rule: OrderRule,
): OrderBody {
  return printExact({
    operationType: rule.operationType,
    productId: new LosslessNumber(String(rule.productId)),
    productNo,
    billingId: new LosslessNumber(billingId),
    ...(poNumber === '' ? {} : { poNumber }),
    serviceList: [
      {
        connectionPlanId: new LosslessNumber(connectionPlanId),
        serviceType: rule.serviceType,
        serviceId: new LosslessNumber(serviceId),
        quantity,
        purchaseType: rule.purchaseType,
        billingModel: rule.billingModel,
        billingCycle,
        multiCycle: new LosslessNumber(String(rule.multiCycle)),
      },
    ],
  }) as OrderBody;
}

/**
 * The body of `pricing/calculate` for the same order (API guide, price).
 *
 * @param pricingId The service's pricing id; the service id is of another family.
 */
export function priceBody(
  { productNo, connectionPlanId, quantity, billingCycle }: SubscribeOrder,
  rule: OrderRule,
  pricingId: Id,
): string {
  return printExact({
    productId: new LosslessNumber(String(rule.productId)),
    productNo,
    operationType: rule.operationType,
    serviceList: [
      {
        serviceType: rule.serviceType,
        pricingId: new LosslessNumber(pricingId),
        connectionPlanId: new LosslessNumber(connectionPlanId),
        quantity,
        purchaseType: rule.purchaseType,
        billingModel: rule.billingModel,
        billingCycle,
        multiCycle: new LosslessNumber(String(rule.multiCycle)),
      },
    ],
  });
}

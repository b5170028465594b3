import assert from 'node:assert/strict';
import { type Order, readOrder } from '../../../src/orders/order';
import type { FormValues } from '../../../src/orders/formValues';
import { type OperationRule, productIds } from '../../../src/rules/operationRule';
import { type ServiceName, ruleForService, rulesFor } from '../../../src/rules/table';

export const enterprise = '3048571730026938368';
export const highAvailabilityId = '3048573935752720384';
const highAvailability: ServiceName = { serviceId: highAvailabilityId, name: 'High Availability' };

/** The tutorial's order as the form holds it. */
export const referenceValues = {
  productNo: '3658B4311196K2ID',
  connectionPlanId: enterprise,
  serviceId: highAvailabilityId,
  quantity: '10',
  billingCycle: 'annually',
  billingId: '3197218168379846218',
  poNumber: '',
} as const satisfies FormValues;

/** The rule for subscribing a cloud PBX to a service. */
export function subscribeRule(service: ServiceName = highAvailability): OperationRule {
  const rule = ruleForService(rulesFor(productIds.cloudPbx, 'subscribe', 'instance'), service);
  assert.ok(rule);
  return rule;
}

/** The tutorial's order, with other values in some fields, read by the rule of its service. */
export function subscribeOrder(values: FormValues = {}, service: ServiceName = highAvailability): Order {
  return readOrder(
    { ...referenceValues, ...values },
    { rule: subscribeRule(service), productId: productIds.cloudPbx, services: [] },
  );
}

export const referenceOrder = subscribeOrder();

/** The tutorial's order as it reaches the portal. */
export const referenceBody =
  '{"operationType":"purchase_service","productId":13,"productNo":"3658B4311196K2ID","billingId":3197218168379846218,' +
  '"serviceList":[{"connectionPlanId":3048571730026938368,"serviceType":"service","serviceId":3048573935752720384,' +
  '"quantity":10,"purchaseType":"purchase","billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}';

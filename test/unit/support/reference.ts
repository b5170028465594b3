import { readOrder } from '../../../src/orders/request';
import type { FormValues } from '../../../src/orders/formValues';

export const enterprise = '3048571730026938368';
export const highAvailabilityId = '3048573935752720384';

/** The tutorial's order as the form holds it. */
export const referenceValues: FormValues = {
  productNo: '3658B4311196K2ID',
  connectionPlanId: enterprise,
  serviceId: highAvailabilityId,
  quantity: '10',
  billingCycle: 'annually',
  billingId: '3197218168379846218',
  poNumber: '',
};

export const referenceOrder = readOrder(referenceValues);

/** The tutorial's order as it reaches the portal. */
export const referenceBody =
  '{"operationType":"purchase_service","productId":13,"productNo":"3658B4311196K2ID","billingId":3197218168379846218,' +
  '"serviceList":[{"connectionPlanId":3048571730026938368,"serviceType":"service","serviceId":3048573935752720384,' +
  '"quantity":10,"purchaseType":"purchase","billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}';

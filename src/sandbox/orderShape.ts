import type { PlacedOrder } from './orderBook';
import type { Json } from './reply';
import { dressId } from './shapes';
import type { SandboxShape } from './shapes';

/** The answer to a placed order (API guide: Create an order). */
export function dressOrderReply(shape: SandboxShape, placed: PlacedOrder): Json {
  const { orderNo, transactionNo, status, order } = placed;
  return {
    instanceId: dressId(shape, order.instance.instanceId),
    orderNo,
    orderStatus: status,
    productNo: order.instance.productNo,
    transactionNo,
  };
}

/** A row of the order list (API guide: Query orders). `told` adds the PO number and the serial number. */
export function dressOrderRow(shape: SandboxShape, placed: PlacedOrder): Readonly<Record<string, Json>> {
  const isTold = shape.details === 'told';
  return {
    createTime: placed.createTime,
    currencyCode: 'USD',
    customReferenceNo: isTold ? placed.poNumber : '',
    id: dressId(shape, placed.id),
    invoiceNo: '',
    orderNo: placed.orderNo,
    orderStatus: placed.status,
    ...(isTold ? { productNo: placed.order.instance.productNo } : {}),
  };
}

/** One order (API guide: Query order details). Only `basicInformation` has documented fields. */
export function dressOrderDetail(shape: SandboxShape, placed: PlacedOrder): Json {
  const { product, instance, contact } = placed.order;
  const basicInformation = {
    productId: product.productId,
    productName: product.name,
    productNo: instance.productNo,
  };
  if (shape.details === 'untold') {
    return { basicInformation, billingInformation: {}, orderInformation: {}, orderSummary: {} };
  }
  const { operationType } = placed.order;
  return {
    basicInformation,
    billingInformation: contact,
    orderInformation: { ...dressOrderRow(shape, placed), operationType, transactionNo: placed.transactionNo },
    orderSummary: summary(shape, placed),
  };
}

function summary(shape: SandboxShape, { order }: PlacedOrder): Json {
  const lines = order.lines.map(({ service, connectionPlanId, quantity, billingCycle }) => ({
    serviceType: 'service',
    serviceId: dressId(shape, service.serviceId),
    serviceName: service.name,
    connectionPlanId: dressId(shape, connectionPlanId),
    quantity,
    billingCycle,
  }));
  switch (shape.containers) {
    case 'lists':
      return { serviceList: lines };
    case 'nested':
      return { plan: { planId: dressId(shape, order.instance.plan?.planId ?? ''), serviceList: lines } };
    case 'renamed':
      return { data: { items: lines } };
  }
}

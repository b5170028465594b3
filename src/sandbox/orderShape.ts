import type { GoodOrder } from './orderCheck';
import type { PlacedOrder } from './orderBook';
import type { Line } from './orderLine';
import type { Json } from './reply';
import { dressId } from './shapes';
import type { SandboxShape } from './shapes';

/** The answer to a placed order (API guide: Create an order). What has no serial number leaves its fields empty. */
export function dressOrderReply(shape: SandboxShape, placed: PlacedOrder): Json {
  const { orderNo, transactionNo, status, order } = placed;
  return {
    instanceId: order.instance ? dressId(shape, order.instance.instanceId) : '',
    orderNo,
    orderStatus: status,
    productNo: productNoOf(order),
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
    ...(isTold ? { productNo: productNoOf(placed.order) } : {}),
  };
}

/** One order (API guide: Query order details). Only `basicInformation` has documented fields. */
export function dressOrderDetail(shape: SandboxShape, placed: PlacedOrder): Json {
  const { order, transactionNo } = placed;
  const { product, contact, operationType, partnerId } = order;
  const basicInformation = {
    productId: product.productId,
    productName: product.name,
    productNo: productNoOf(order),
  };
  if (shape.details === 'untold') {
    return { basicInformation, billingInformation: {}, orderInformation: {}, orderSummary: {} };
  }
  return {
    basicInformation,
    billingInformation: contact ?? {},
    orderInformation: {
      ...dressOrderRow(shape, placed),
      operationType,
      transactionNo,
      ...(partnerId === '' ? {} : { partnerId }),
    },
    orderSummary: summary(shape, order),
  };
}

function productNoOf({ instance, productNo }: GoodOrder): string {
  return instance?.productNo ?? productNo;
}

function summary(shape: SandboxShape, { instance, lines }: GoodOrder): Json {
  const dressed = lines.map((line) => dressLine(shape, line));
  switch (shape.containers) {
    case 'lists':
      return { serviceList: dressed };
    case 'nested':
      return {
        plan: {
          ...(instance?.plan && { planId: dressId(shape, instance.plan.planId) }),
          serviceList: dressed,
        },
      };
    case 'renamed':
      return { data: { items: dressed } };
  }
}

/** A plan's line names the plan as `serviceId`, as the order did. */
function dressLine(shape: SandboxShape, line: Line): Json {
  const [id, { name }] =
    line.serviceType === 'plan'
      ? ([line.plan.planId, line.plan] as const)
      : ([line.service.serviceId, line.service] as const);
  const { quantity, billingCycle } = line;
  return {
    serviceType: line.serviceType,
    serviceId: dressId(shape, id),
    serviceName: name,
    ...(line.serviceType === 'service' &&
      line.connectionPlanId !== undefined && { connectionPlanId: dressId(shape, line.connectionPlanId) }),
    ...(quantity !== undefined && { quantity }),
    ...(billingCycle && { billingCycle }),
  };
}

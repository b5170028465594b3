import type { GoodOrder } from './orderCheck';
import type { PlacedOrder } from './orderBook';
import type { Line } from './orderLine';
import type { Json } from './reply';

/** The answer to a placed order (API guide: Create an order). What has no serial number leaves its fields empty. */
export function orderReply({ orderNo, transactionNo, status, order }: PlacedOrder): Json {
  return {
    instanceId: order.instance?.instanceId ?? '',
    orderNo,
    orderStatus: status,
    productNo: productNoOf(order),
    transactionNo,
  };
}

/** A row of the order list (API guide: Query orders). The guide does not document `productNo` here. */
export function orderRow(placed: PlacedOrder): Readonly<Record<string, Json>> {
  return {
    createTime: placed.createTime,
    currencyCode: 'USD',
    customReferenceNo: placed.poNumber,
    id: placed.id,
    invoiceNo: '',
    orderNo: placed.orderNo,
    orderStatus: placed.status,
    productNo: productNoOf(placed.order),
  };
}

/** One order (API guide: Query order details). Only `basicInformation` has documented fields. */
export function orderDetail(placed: PlacedOrder): Json {
  const { order, transactionNo } = placed;
  const { product, contact, operationType, partnerId } = order;
  return {
    basicInformation: {
      productId: product.productId,
      productName: product.name,
      productNo: productNoOf(order),
    },
    billingInformation: contact ?? {},
    orderInformation: {
      ...orderRow(placed),
      operationType,
      transactionNo,
      ...(partnerId === '' ? {} : { partnerId }),
    },
    orderSummary: { serviceList: order.lines.map(orderedLine) },
  };
}

function productNoOf({ instance, productNo }: GoodOrder): string {
  return instance?.productNo ?? productNo;
}

/** A plan's line names the plan as `serviceId`, as the order did. */
function orderedLine(line: Line): Json {
  const [id, { name }] =
    line.serviceType === 'plan'
      ? ([line.plan.planId, line.plan] as const)
      : ([line.service.serviceId, line.service] as const);
  const { quantity, billingCycle } = line;
  return {
    serviceType: line.serviceType,
    serviceId: id,
    serviceName: name,
    ...(line.serviceType === 'service' &&
      line.connectionPlanId !== undefined && { connectionPlanId: line.connectionPlanId }),
    ...(quantity !== undefined && { quantity }),
    ...(billingCycle && { billingCycle }),
  };
}

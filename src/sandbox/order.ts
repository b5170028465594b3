import {
  jsonPost,
  known,
  oneOf,
  requestedPage,
  pageOf,
  pageParameters,
  read,
  required,
  type Endpoint,
  type OrderStatus,
} from './router';
import { checkOrder, type ValidOrder } from './orderRules';
import { applyOrder } from './orderEffects';
import type { PortalData } from './estate';
import type { StorageQuota } from './people';
import type { Line } from './orderLine';
import type { Json } from './reply';

/**
 * Returns the endpoints of the module `order`: placing, listing and reading orders.
 *
 * @param now milliseconds since 1970
 */
export function orderEndpoints(
  data: PortalData,
  book: OrderBook,
  room: StorageQuota,
  now: () => number,
): readonly Endpoint[] {
  return [
    jsonPost('/order/openapi/order/v1/save', ({ body, orderStatus }) => {
      const order = checkOrder(body, data);
      room.take(body);
      const time = now();
      const instance = orderStatus === 'succeed' ? applyOrder(order, data.estate, time) : order.instance;
      return orderReply(book.add({ ...order, instance }, time, orderStatus));
    }),
    read('/order/openapi/order/v1/page', [...pageParameters, 'sort'], (call) => {
      const page = requestedPage(call);
      const listed = book.listed(now());
      const orders = oneOf(call, 'sort', ['id', '-id']) === 'id' ? listed : [...listed].reverse();
      const offset = (page.pageNo - 1) * page.pageSize;
      const rows = orders.slice(offset, offset + page.pageSize).map(orderRow);
      return pageOf(rows, orders.length, page);
    }),
    read('/order/openapi/order/v1/get/{id}', [], (call) =>
      orderDetail(known('id', book.find(required(call, 'id'), now()))),
    ),
  ];
}

/**
 * Returns the reply to a placed order (API guide: Create an order). Fields for a serial number are empty if there is
 * none.
 */
function orderReply({ orderNo, transactionNo, status, order }: PlacedOrder): Json {
  return {
    instanceId: order.instance?.instanceId ?? '',
    orderNo,
    orderStatus: status,
    productNo: productNoOf(order),
    transactionNo,
  };
}

/** Returns a row of the order list (API guide: Query orders). The guide does not document `productNo` here. */
function orderRow(placed: PlacedOrder): Readonly<Record<string, Json>> {
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

/** Returns one order (API guide: Query order details). Only `basicInformation` has documented fields. */
function orderDetail(placed: PlacedOrder): Json {
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

function productNoOf({ instance, productNo }: ValidOrder): string {
  return instance?.productNo ?? productNo;
}

/** Returns a line of the details. A plan's line has the plan's id as `serviceId`, as in the order. */
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

/** An order that the portal has accepted. */
export interface PlacedOrder {
  /** The id used in the order list and the details: digits. */
  readonly id: string;
  readonly orderNo: string;
  readonly transactionNo: string;
  readonly status: OrderStatus;
  /** Milliseconds since 1970. */
  readonly createTime: number;
  /** Empty when none was sent. */
  readonly poNumber: string;
  readonly order: ValidOrder;
}

const firstOrder = 3_206_252_408_495_661_056n;
const firstTransaction = 3_206_252_409_602_957_313n;
/** Odd, so that the next numbers are ones that a double cannot represent. */
const step = 1_000_003n;

/** The portal's orders, oldest first. The first one that is placed has the numbers from the tutorial's reply. */
export class OrderBook {
  private readonly placed: PlacedOrder[] = [];
  /** When the orders that are listed late are listed: milliseconds since 1970. */
  private readonly listedFrom = new Map<PlacedOrder, number>();

  /** @param past how many orders are added first that were placed before the portal started */
  constructor(private readonly past = 0) {}

  get orders(): readonly PlacedOrder[] {
    return this.placed;
  }

  /** @param createTime milliseconds since 1970 */
  add(order: ValidOrder, createTime: number, status: OrderStatus): PlacedOrder {
    const offset = BigInt(this.placed.length - this.past) * step;
    const placed: PlacedOrder = {
      id: String(firstOrder + offset + 1n),
      orderNo: `YL${firstOrder + offset}`,
      transactionNo: `HX${firstTransaction + offset}`,
      status,
      createTime,
      poNumber: order.poNumber,
      order,
    };
    this.placed.push(placed);
    return placed;
  }

  /** Leaves the newest order out of lists and lookups until a time. @param time milliseconds since 1970 */
  listNewestFrom(time: number): void {
    const newest = this.placed.at(-1);
    if (newest) {
      this.listedFrom.set(newest, time);
    }
  }

  /** Returns the orders that the portal shows, oldest first. @param now milliseconds since 1970 */
  listed(now: number): readonly PlacedOrder[] {
    return this.placed.filter((order) => (this.listedFrom.get(order) ?? now) <= now);
  }

  /**
   * @param idOrOrderNo the order's id or number; the portal accepts either
   * @param now milliseconds since 1970
   */
  find(idOrOrderNo: string, now: number): PlacedOrder | undefined {
    return this.listed(now).find(({ id, orderNo }) => id === idOrOrderNo || orderNo === idOrOrderNo);
  }
}

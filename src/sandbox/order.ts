import {
  act,
  known,
  oneOf,
  pageAsked,
  pageOf,
  pageParameters,
  read,
  required,
  type Endpoint,
} from './endpoint';
import type { OrderBook } from './orderBook';
import { checkOrder } from './orderCheck';
import { carryOut } from './orderEffects';
import { orderDetail, orderReply, orderRow } from './orderReplies';
import type { PortalData } from './portalData';
import type { Room } from './room';

/**
 * The module `order`: placing, listing and reading orders.
 * @param now milliseconds since 1970
 */
export function orderEndpoints(
  data: PortalData,
  book: OrderBook,
  room: Room,
  now: () => number,
): readonly Endpoint[] {
  return [
    act('/order/openapi/order/v1/save', ({ body, orderStatus }) => {
      const order = checkOrder(body, data);
      room.take(body);
      const time = now();
      const instance = orderStatus === 'succeed' ? carryOut(order, data.estate, time) : order.instance;
      return orderReply(book.add({ ...order, instance }, time, orderStatus));
    }),
    read('/order/openapi/order/v1/page', [...pageParameters, 'sort'], (call) => {
      const page = pageAsked(call);
      const orders = oneOf(call, 'sort', ['id', '-id']) === 'id' ? book.orders : [...book.orders].reverse();
      const offset = (page.pageNo - 1) * page.pageSize;
      const rows = orders.slice(offset, offset + page.pageSize).map(orderRow);
      return pageOf(rows, orders.length, page);
    }),
    read('/order/openapi/order/v1/get/{id}', [], (call) =>
      orderDetail(known('id', book.find(required(call, 'id')))),
    ),
  ];
}

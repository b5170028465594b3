import { act, known, oneOf, pageAsked, pageParameters, read, required } from './endpoint';
import type { Endpoint } from './endpoint';
import type { OrderBook } from './orderBook';
import { checkOrder } from './orderCheck';
import { carryOut } from './orderEffects';
import { dressOrderDetail, dressOrderReply, dressOrderRow } from './orderShape';
import type { PortalData } from './portalData';
import { dressPage } from './shapes';
import type { SandboxShape } from './shapes';

/**
 * The module `order`: placing, listing and reading orders.
 * @param now milliseconds since 1970
 */
export function orderEndpoints(
  shape: SandboxShape,
  data: PortalData,
  book: OrderBook,
  now: () => number,
): readonly Endpoint[] {
  return [
    act('/order/openapi/order/v1/save', ({ body, orderStatus }) => {
      const order = checkOrder(body, data);
      const time = now();
      const instance = orderStatus === 'succeed' ? carryOut(order, data.estate, time) : order.instance;
      return dressOrderReply(shape, book.add({ ...order, instance }, body, time, orderStatus));
    }),
    read('/order/openapi/order/v1/page', [...pageParameters, 'sort'], (call) => {
      const page = pageAsked(call);
      const orders = oneOf(call, 'sort', ['id', '-id']) === 'id' ? book.orders : [...book.orders].reverse();
      const offset = (page.pageNo - 1) * page.pageSize;
      const rows = orders.slice(offset, offset + page.pageSize).map((placed) => dressOrderRow(shape, placed));
      return dressPage(shape, rows, orders.length, page);
    }),
    read('/order/openapi/order/v1/get/{id}', [], (call) =>
      dressOrderDetail(shape, known('id', book.find(required(call, 'id')))),
    ),
  ];
}

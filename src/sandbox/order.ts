import { act, known, oneOf, pageAsked, pageParameters, read, required } from './endpoint';
import type { Endpoint } from './endpoint';
import type { Estate } from './estate';
import type { OrderBook } from './orderBook';
import { checkOrder } from './orderCheck';
import { dressOrderDetail, dressOrderReply, dressOrderRow } from './orderShape';
import { dressPage } from './shapes';
import type { SandboxShape } from './shapes';

/**
 * The module `order`: placing, listing and reading orders.
 * @param now milliseconds since 1970
 */
export function orderEndpoints(
  shape: SandboxShape,
  estate: Estate,
  book: OrderBook,
  now: () => number,
): readonly Endpoint[] {
  return [
    act('/order/openapi/order/v1/save', ({ body, orderStatus }) => {
      const order = checkOrder(body, estate);
      const placed = book.add(order, body, now(), orderStatus);
      if (orderStatus === 'succeed') {
        order.lines.forEach(({ instance: { product, productNo }, service, quantity }) => {
          const instance = known('productNo', estate.find(product, productNo));
          const { extensions = 0, services } = instance;
          const subscribed = (services.get(service.serviceId) ?? 0) + quantity;
          estate.change(
            instance,
            service.quantity.kind === 'moreExtensions'
              ? { ...instance, extensions: extensions + quantity }
              : { ...instance, services: new Map([...services, [service.serviceId, subscribed]]) },
          );
        });
      }
      return dressOrderReply(shape, placed);
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

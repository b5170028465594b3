import type { PortalClient } from '../portal/client';
import type { PortalOrder } from '../portal/portalOrders';
import type { OrderRecord } from './record';
import { isNewestFirst, isWhole, newness, ordersPageSize, wasThere } from './snapshot';

export interface LookOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told after each page. @param of Pages in all; undefined when the portal does not tell. */
  readonly onPage?: (page: number, of: number | undefined) => void;
}

export interface ReadOrders {
  readonly orders: readonly PortalOrder[];
  /** Whether every order that is newer than the records was among the pages that were read, and could be read itself. */
  readonly complete: boolean;
}

/** 25,000 orders: far above any partner's; a portal that goes on beyond repeats itself. */
const mostPages = 1000;

/**
 * Reads the portal's orders: the newest pages, up to orders that were there before all the records, or every
 * page where the portal does not list the newest first (API guide, orders).
 *
 * @throws PortalError, SignInNeededError
 */
export async function readOrdersSince(
  client: PortalClient,
  records: readonly OrderRecord[],
  { signal, onPage = () => undefined }: LookOptions = {},
): Promise<ReadOrders> {
  const read = new Map<string, PortalOrder>();
  let isSortAsked: boolean | undefined;
  let isAllRead = true;
  for (let pageNo = 1; pageNo <= mostPages; pageNo++) {
    const page = await client.orders({ pageNo, pageSize: ordersPageSize }, signal);
    onPage(pageNo, page.totalPage);
    isSortAsked ??= page.isSortAsked;
    if (page.isSortAsked !== isSortAsked) {
      // Pages of two differently sorted lists leave orders out, however well their numbers add up.
      return { orders: [...read.values()], complete: false };
    }
    isAllRead &&= page.unread.every((row) => records.every(({ before }) => wasThere(row, before)));
    const before = read.size;
    for (const order of page.rows) {
      read.set(order.orderNo, order);
    }
    const orders = [...read.values()];
    const last = page.rows.at(-1);
    const isOldEnough =
      last !== undefined &&
      // One alone shows no sequence.
      orders.length > 1 &&
      isNewestFirst(orders) &&
      records.every(({ before: snapshot }) => newness(last, snapshot) === 'known');
    const bringsNothing = read.size === before;
    // A page that repeats others does not show what it should have held.
    const repeats = bringsNothing && page.rows.length > 0;
    if (isOldEnough || (!repeats && isWhole(page, pageNo, orders.length))) {
      return { orders, complete: isAllRead };
    }
    if (bringsNothing || (page.totalPage !== undefined && pageNo >= page.totalPage)) {
      return { orders, complete: false };
    }
  }
  return { orders: [...read.values()], complete: false };
}

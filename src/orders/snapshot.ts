import type { PortalClient } from '../portal/client';
import type { PortalOrder } from '../portal/portalOrders';
import type { Page } from '../portal/pages';

/** What the portal's order list held at one time; enough of it to tell whether an order came since. */
export interface OrderSnapshot {
  readonly orderNos: ReadonlySet<string>;
  /** Orders in all; undefined when the portal does not tell and they do not fit on one page. */
  readonly total: number | undefined;
}

const pageSize = 25;

/** Takes a snapshot of the portal's orders with one request. @throws PortalError, SignInNeededError */
export async function takeSnapshot(client: PortalClient, signal?: AbortSignal): Promise<OrderSnapshot> {
  return snapshotOf(await client.orders({ pageNo: 1, pageSize }, signal));
}

function snapshotOf({ rows, total }: Page<PortalOrder>): OrderSnapshot {
  return {
    orderNos: new Set(rows.map(({ orderNo }) => orderNo)),
    total: total ?? (rows.length < pageSize ? rows.length : undefined),
  };
}

/**
 * Whether it is certain that no order came between the two snapshots. The list may not be sorted as asked,
 * so the number of orders has to be the same too.
 */
export function nothingCameBetween(before: OrderSnapshot, after: OrderSnapshot): boolean {
  return (
    before.total !== undefined &&
    before.total === after.total &&
    [...after.orderNos].every((orderNo) => before.orderNos.has(orderNo))
  );
}

import type { PageOfOrders, PortalOrder } from '../portal/portalOrders';
import type { Journal } from './journal';
import { comparableOrderNo } from './orderNumbers';
import type { OrderToPlace } from './orderToPlace';
import { journaledOrderNos } from './reconcile';
import { isWhole } from './snapshot';
import { comparableSerialNumber } from './subject';

/**
 * The portal's orders on the first pages that were read during a run. A single page does not reach back to the review:
 * the run's own orders push those of others off it.
 */
export class OrdersMeanwhile {
  /** By comparable number. */
  private readonly listed = new Map<string, PortalOrder>();
  /** Whether an order may have been on none of the pages, or cannot be read. */
  private mayMissOrders = false;
  /** Whether one of the pages was the whole list. */
  private wasWhole = false;

  /** Adds a first page to those before it. Unless it shares an order with them, there may be others between. */
  note(page: PageOfOrders): void {
    const { rows, unread } = page;
    const isLinked =
      this.listed.size === 0 || rows.some(({ orderNo }) => this.listed.has(comparableOrderNo(orderNo)));
    if (isWhole(page, 1, rows.length)) {
      this.wasWhole = true;
    } else if (!isLinked) {
      this.mayMissOrders = true;
    }
    this.mayMissOrders ||= unread.length > 0;
    rows.forEach((order) => this.listed.set(comparableOrderNo(order.orderNo), order));
  }

  /**
   * Whether there is, or may be, an order that the review of this one did not show, and that is or may be for the same
   * PBX.
   */
  concern({ known, ordered, baseUrl }: OrderToPlace, journal: Pick<Journal, 'entries'>): boolean {
    const { recent } = known;
    const claimed = journaledOrderNos(journal, baseUrl);
    const own = comparableSerialNumber(ordered.productNo ?? '');
    const listed = [...this.listed];
    const isListed = listed.some(
      ([number, { orderNo, productNo }]) =>
        !recent.statuses.has(number) &&
        !claimed.has(orderNo) &&
        (productNo === undefined || comparableSerialNumber(productNo) === own),
    );
    const reachesReview = this.wasWhole || listed.some(([number]) => recent.statuses.has(number));
    return isListed || (recent.isComplete && (this.mayMissOrders || !reachesReview));
  }
}

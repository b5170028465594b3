import type { GoodOrder } from './orderCheck';

/** An order that the portal holds. */
export interface PlacedOrder {
  /** The id of order list and details: digits. */
  readonly id: string;
  readonly orderNo: string;
  readonly transactionNo: string;
  readonly status: OrderStatus;
  /** Milliseconds since 1970. */
  readonly createTime: number;
  /** Empty when none was sent. */
  readonly poNumber: string;
  readonly order: GoodOrder;
}

const firstOrder = 3_206_252_408_495_661_056n;
const firstTransaction = 3_206_252_409_602_957_313n;
/** Odd, so that numbers which a double cannot hold follow at once. */
const step = 1_000_003n;

/** The orders of the portal, oldest first. The first one has the numbers of the tutorial's reply. */
export class OrderBook {
  private readonly placed: PlacedOrder[] = [];

  get orders(): readonly PlacedOrder[] {
    return this.placed;
  }

  /** @param createTime milliseconds since 1970 */
  add(order: GoodOrder, createTime: number, status: OrderStatus): PlacedOrder {
    const offset = BigInt(this.placed.length) * step;
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

  /** @param idOrOrderNo the order's id or its number: the portal takes either */
  find(idOrOrderNo: string): PlacedOrder | undefined {
    return this.placed.find(({ id, orderNo }) => id === idOrOrderNo || orderNo === idOrOrderNo);
  }
}

/** What has become of an order. The portal knows more; these are the ones that the sandbox gives. */
export type OrderStatus = 'succeed' | 'pending' | 'failed';

import type { GoodOrder } from './orderCheck';

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
  readonly order: GoodOrder;
}

const firstOrder = 3_206_252_408_495_661_056n;
const firstTransaction = 3_206_252_409_602_957_313n;
/** Odd, so that the next numbers are ones that a double cannot represent. */
const step = 1_000_003n;

/** The portal's orders, oldest first. The first one has the numbers from the tutorial's reply. */
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

  /** @param idOrOrderNo the order's id or number; the portal accepts either */
  find(idOrOrderNo: string): PlacedOrder | undefined {
    return this.placed.find(({ id, orderNo }) => id === idOrOrderNo || orderNo === idOrOrderNo);
  }
}

/** The status of an order. The portal has more; the sandbox uses these. */
export type OrderStatus = 'succeed' | 'pending' | 'failed';

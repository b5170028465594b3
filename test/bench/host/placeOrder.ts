import type { BaseUrl } from '../../../src/portal/baseUrl';
import { openBenchOrders } from './benchOrders';
import { median, timed } from './timing';

const productNo = '3658B4311196K2ID';

/** Milliseconds, each the median of its turns. */
export interface PlaceOrderFigures {
  readonly ours: number;
  /** The same order with nothing but Node's http. */
  readonly bare: number;
  /** A new file of an entry's size in the journal's folder, on the disk together with its name. */
  readonly flushedWrite: number;
}

export async function measurePlaceOrder(baseUrl: BaseUrl): Promise<PlaceOrderFigures> {
  const orders = await openBenchOrders(baseUrl);
  const recent = {
    before: { orderNos: [] },
    orders: [],
    statuses: new Map<string, string>(),
    ages: new Map<string, number>(),
    isComplete: true,
  };
  const ours: number[] = [];
  const bare: number[] = [];
  const writes: number[] = [];
  const bareBody = orders.bodyOf(productNo, 'PO-0');
  for (let count = 0; count < 21; count++) {
    bare.push(await timed(() => orders.bareOrder(bareBody)));
    const body = orders.bodyOf(productNo, `PO-${count}`);
    writes.push(await timed(() => orders.flushedWrite(body)));
    ours.push(
      await timed(async () => {
        const ended = await orders.placement.place(orders.orderOf(body, recent));
        if (ended.outcome.kind !== 'placed') {
          throw new Error(`the order ended ${JSON.stringify(ended)}`);
        }
      }),
    );
  }
  orders.close();
  return { ours: median(ours), bare: median(bare), flushedWrite: median(writes) };
}

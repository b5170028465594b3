import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../../src/orders/journal';
import { Locks } from '../../../src/orders/lock';
import { readOrderContents } from '../../../src/orders/subject';
import { readOrder } from '../../../src/orders/order';
import { OrderPlacement } from '../../../src/orders/place';
import { orderBody } from '../../../src/orders/request';
import { OrderSender } from '../../../src/orders/send';
import type { BaseUrl } from '../../../src/portal/baseUrl';
import { saveOrderPath } from '../../../src/portal/client';
import { ruleForService, rulesFor } from '../../../src/rules/table';
import { bareRequest } from './bareScript';
import { newSession, silent } from './newSession';
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
  const { session, portal } = await newSession(baseUrl);
  const folder = mkdtempSync(join(tmpdir(), 'pbx-bench-'));
  const journal = new Journal(join(folder, 'orders'), silent);
  const placement = new OrderPlacement({
    sender: new OrderSender(portal, session),
    journal,
    locks: new Locks(join(folder, 'locks')),
    log: silent,
  });
  const { header, signInId } = await session.authorization();
  const service = { serviceId: '3048573759449317376', name: 'Recording Minutes' };
  const rule = ruleForService(rulesFor(13, 'subscribe', 'instance'), service);
  if (!rule) {
    throw new Error('there is no rule for the order');
  }
  // Another PO number each time: an order that repeats none.
  const bodyOf = (count: number) =>
    orderBody(
      readOrder(
        {
          productNo,
          connectionPlanId: '3048571730026938368',
          serviceId: service.serviceId,
          quantity: '100',
          billingCycle: 'annually',
          billingId: '3197218168379846218',
          poNumber: `PO-${count}`,
        },
        { rule, productId: 13, services: [] },
      ),
    );
  const body = bodyOf(0);
  const headers = {
    'User-Agent': 'OpenAPI',
    Authorization: header,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  };
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
  const disk = join(folder, 'disk');
  await mkdir(disk);
  // An order opens a connection of its own; so does its scale.
  const options = { method: 'POST', headers, agent: false } as const;
  for (let count = 0; count < 21; count++) {
    bare.push(await timed(() => bareRequest(`${baseUrl}${saveOrderPath}`, options, body)));
    const ordering = bodyOf(count);
    writes.push(await timed(() => flushedWrite(disk, String(count), body)));
    ours.push(
      await timed(async () => {
        const ended = await placement.place({
          ...{
            operation: 'expand',
            body: ordering,
            ordered: readOrderContents(ordering),
            baseUrl,
            signInId,
            before: undefined,
          },
          ...{
            endDate: undefined,
            known: { placed: new Set(journal.entries.map(({ id }) => id)), recent },
            shown: {},
          },
          ...{ sandbox: false, isCurrent: () => true, instanceName: '', serviceName: service.name },
        });
        if (ended.outcome.kind !== 'placed') {
          throw new Error(`the order ended ${JSON.stringify(ended)}`);
        }
      }),
    );
  }
  rmSync(folder, { recursive: true });
  return { ours: median(ours), bare: median(bare), flushedWrite: median(writes) };
}

async function flushedWrite(folder: string, name: string, text: string): Promise<void> {
  const file = await open(join(folder, name), 'wx');
  await file.writeFile(text);
  await file.sync();
  await file.close();
  const names = await open(folder, 'r');
  await names.sync();
  await names.close();
}

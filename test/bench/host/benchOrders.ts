import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../../src/orders/journal';
import { Locks } from '../../../src/orders/lock';
import { readOrder } from '../../../src/orders/order';
import type { OrderToPlace } from '../../../src/orders/orderToPlace';
import { OrderPlacement } from '../../../src/orders/place';
import type { RecentOrderList } from '../../../src/orders/recentOrders';
import { orderBody, type OrderBody } from '../../../src/orders/request';
import { OrderSender } from '../../../src/orders/send';
import { readOrderContents } from '../../../src/orders/subject';
import type { BaseUrl } from '../../../src/portal/baseUrl';
import { saveOrderPath } from '../../../src/portal/client';
import { ruleForService, rulesFor } from '../../../src/rules/table';
import { bareRequest } from './bareScript';
import { newSession, silent } from './newSession';

const service = { serviceId: '3048573759449317376', name: 'Recording Minutes' };

/** What is needed to place orders for recording minutes, with a journal of its own, and what a bare script needs. */
export type BenchOrders = Awaited<ReturnType<typeof openBenchOrders>>;

export async function openBenchOrders(baseUrl: BaseUrl) {
  const { session, portal } = await newSession(baseUrl);
  const folder = mkdtempSync(join(tmpdir(), 'pbx-bench-'));
  const journal = new Journal(join(folder, 'orders'), silent);
  const locks = new Locks(join(folder, 'locks'));
  const sender = new OrderSender(portal, session);
  const placement = new OrderPlacement({ sender, journal, locks, log: silent });
  const { header, signInId } = await session.authorization();
  const rule = ruleForService(rulesFor(13, 'expand', 'instance'), service);
  if (!rule) {
    throw new Error('there is no rule for the order');
  }
  const disk = join(folder, 'disk');
  await mkdir(disk);
  let written = 0;
  return {
    baseUrl,
    session,
    portal,
    folder,
    journal,
    locks,
    placement,

    /** The body of an order; another PO number each time makes it one that repeats no other. */
    bodyOf: (productNo: string, poNumber: string): OrderBody =>
      orderBody(
        readOrder(
          {
            productNo,
            connectionPlanId: '3048571730026938368',
            serviceId: service.serviceId,
            quantity: '100',
            billingCycle: 'annually',
            billingId: '3197218168379846218',
            poNumber,
          },
          { rule, productId: 13, services: [] },
        ),
      ),

    orderOf: (body: OrderBody, recent: RecentOrderList): OrderToPlace => ({
      operation: 'expand',
      body,
      ordered: readOrderContents(body),
      baseUrl,
      signInId,
      before: undefined,
      endDate: undefined,
      known: { placed: new Set(journal.entries.map(({ id }) => id)), recent },
      shown: {},
      sandbox: false,
      isCurrent: () => true,
      instanceName: '',
      serviceName: service.name,
    }),

    /** The same order with nothing but Node's http, on a connection of its own like ours. */
    bareOrder: (body: string) => {
      const headers = {
        'User-Agent': 'OpenAPI',
        Authorization: header,
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
      };
      return bareRequest(`${baseUrl}${saveOrderPath}`, { method: 'POST', headers, agent: false }, body);
    },

    bareOrderList: (pageSize: number) =>
      bareRequest(`${baseUrl}/order/openapi/order/v1/page?pageNo=1&pageSize=${pageSize}&sort=-id`, {
        headers: { 'User-Agent': 'OpenAPI', Authorization: header },
      }),

    /** Writes a new file of an entry's size in the journal's folder, on the disk together with its name. */
    flushedWrite: async (text: string): Promise<void> => {
      const file = await open(join(disk, String(written++)), 'wx');
      await file.writeFile(text);
      await file.sync();
      await file.close();
      const names = await open(disk, 'r');
      await names.sync();
      await names.close();
    },

    close: (): void => rmSync(folder, { recursive: true }),
  };
}

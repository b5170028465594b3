import * as z from 'zod/mini';
import { startPortal } from '../portal/testPortal';

const counts = z.union([z.number(), z.record(z.string(), z.number())]);

/**
 * A portal in a process of its own, so that its work is not counted as the extension's. Answers after the
 * given milliseconds, and has as many instances of product 13 as a number says, or of each product as JSON does; with
 * `datesInDetails`, its lists have no end dates. `/requests` tells how many requests there were. Prints its address.
 */
async function main(): Promise<void> {
  const [latency = '50', instances = '10000', dates = ''] = process.argv.slice(2);
  let count = 0;
  const portal = await startPortal({
    latency: Number(latency),
    instances: z.parse(counts, JSON.parse(instances)),
    intercept: ({ path }, process) => {
      if (path === '/requests') {
        return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: String(count) };
      }
      count++;
      const reply = process();
      return dates === 'datesInDetails' && path.endsWith('/instance_product_list')
        ? { ...reply, body: reply.body.replace(/,?"expireDate":"[^"]*"/g, '') }
        : reply;
    },
  });
  console.log(portal.baseUrl);
  process.on('SIGTERM', () => void portal.close());
}

void main();

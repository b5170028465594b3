import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { partsFor } from '../unit/support/portal';

/** Replies that hold as much as a reply can, or far more, by their path. */
const replies: Readonly<Record<string, () => string>> = {
  '/nested': () =>
    `[${Array(240)
      .fill(`${'{"productNo":"P","a":'.repeat(250)}1${'}'.repeat(250)}`)
      .join(',')}]`,
  '/empty': () => `[${Array(6_900_000).fill('{}').join(',')}]`,
  '/short': () => `[${Array(170_000).fill('{}').join(',')}]`,
  '/text': () => JSON.stringify('token="x" \\\\u0041%41'.repeat(20_000)),
  '/rows': () =>
    `[${Array.from({ length: 1000 }, (_, row) => `{"productNo":"P${row}",${Array.from({ length: 13 }, (__, key) => `"k${key}":"value ${key}"`).join(',')}}`).join(',')}]`,
};

export interface ReplyFigures {
  readonly path: string;
  /** Milliseconds for which the event loop was held at most. */
  readonly longestHold: number;
  /** MB that the process grew by at most. */
  readonly memory: number;
}

/** Has four such replies come side by side, and each read as a list of instances, in a process that does nothing else. */
export async function measureReplies(): Promise<ReplyFigures[]> {
  const server = spawn(process.execPath, ['--import', 'tsx', __filename, 'serve'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [address] = (await once(server.stdout, 'data')) as [Buffer];
    const figures: ReplyFigures[] = [];
    for (const path of Object.keys(replies)) {
      // The first round is the compiler's.
      await measure(address.toString().trim(), path);
      figures.push(await measure(address.toString().trim(), path));
    }
    return figures;
  } finally {
    server.kill();
  }
}

async function measure(url: string, path: string): Promise<ReplyFigures> {
  const { session, client, baseUrl } = partsFor(url, { userAgent: path });
  await session.signInWithToken(baseUrl, 'token-of-the-bench-1');
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 1);
  await wait(20);
  delay.enable();
  const calls = [1, 2, 3, 4].map((pageNo) => client.instances(13, { pageNo, pageSize: 25 }));
  await Promise.allSettled(calls);
  await wait(20);
  delay.disable();
  clearInterval(watch);
  return { path, longestHold: delay.max / 1e6, memory: (most - before) / 2 ** 20 };
}

/** Answers with the reply that the user agent names. */
async function serve(): Promise<void> {
  const texts = new Map(
    Object.entries(replies).map(([path, make]) => [
      path,
      `{"code":"success","detailMessage":"","requestId":"r","result":${make()},"status":200}`,
    ]),
  );
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    response.end(texts.get(request.headers['user-agent'] ?? ''));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

if (process.argv[2] === 'serve') {
  void serve();
}

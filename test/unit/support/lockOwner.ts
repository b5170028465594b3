import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import * as z from 'zod/mini';
import { Locks, type HeldLock } from '../../../src/orders/lock';

/** Each of `sets` is taken by itself; `at` is the moment to begin, in milliseconds since 1970. */
const take = z.object({ sets: z.array(z.array(z.string())), at: z.number() });
const taken = z.array(z.boolean());

/** Another process that takes locks, as another window does. */
export class LockOwner {
  private constructor(private readonly child: ChildProcess) {}

  static async start(folder: string): Promise<LockOwner> {
    const file = join(__dirname, 'lockOwner.ts');
    const env = { ...process.env, NODE_OPTIONS: '' };
    const child = fork(file, [folder], { execArgv: ['--import', 'tsx'], env });
    await once(child, 'message');
    return new LockOwner(child);
  }

  /** Tries to take each of the sets and keeps what it gets. @returns Whether it got it, for each. */
  async take(sets: readonly (readonly string[])[], at = 0): Promise<boolean[]> {
    const answer = once(this.child, 'message');
    this.child.send({ sets, at });
    const [message] = (await answer) as unknown[];
    return z.parse(taken, message);
  }

  /** Ends it without giving it time for anything. */
  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await exited;
    }
  }
}

function own(folder: string): void {
  const locks = new Locks(folder);
  const held: (HeldLock | undefined)[] = [];
  process.on('message', (message) => {
    const { sets, at } = z.parse(take, message);
    while (performance.timeOrigin + performance.now() < at) {
      // Whoever waits by a timer begins late; all owners are to begin in the same millisecond.
    }
    void Promise.all(sets.map((set) => locks.acquire(set))).then((got) => {
      held.push(...got);
      process.send?.(got.map((lock) => lock !== undefined));
    });
  });
  process.send?.('ready');
}

if (require.main === module) {
  own(process.argv[2] ?? '');
}

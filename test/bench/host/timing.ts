/** Milliseconds that `task` takes. */
export async function timed(task: () => PromiseLike<unknown>): Promise<number> {
  const started = performance.now();
  await task();
  return performance.now() - started;
}

/** The middle one of an odd number of values. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/**
 * The longest time, in milliseconds, for which the host's event loop was held while `task` ran: processor time of
 * its thread between two turns, since waiting for a processor that others use is nobody's hold.
 */
export async function longestHold(task: () => Promise<void>): Promise<number> {
  // Newer than the types of the Node that the project builds with.
  const thread = process as typeof process & {
    threadCpuUsage(): { user: number; system: number };
  };
  const used = () => {
    const { user, system } = thread.threadCpuUsage();
    return (user + system) / 1000;
  };
  let longest = 0;
  let before = used();
  const turns = setInterval(() => {
    const now = used();
    longest = Math.max(longest, now - before);
    before = now;
  }, 1);
  await task();
  clearInterval(turns);
  return longest;
}

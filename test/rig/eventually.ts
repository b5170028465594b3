import { setTimeout as delay } from 'node:timers/promises';

export interface EventuallyOptions {
  /** Milliseconds to wait at most. */
  readonly timeout?: number;
}

/** What a condition that is met can be told by. `false` would pass for "met". */
type AnythingButFalse = true | string | number | bigint | object | null;

/**
 * Polls until a condition is met, for conditions that no event reports.
 * @param what the awaited condition, for the error message
 * @param poll returns undefined until the condition is met; an error that it throws counts as "not yet"
 * @returns the value that `poll` returned
 * @throws Error that names what did not come, with the last error of `poll` as its cause
 */
export async function eventually<T extends AnythingButFalse>(
  what: string,
  poll: () => Promise<T | undefined> | T | undefined,
  { timeout = 30_000 }: EventuallyOptions = {},
): Promise<T> {
  const end = Date.now() + timeout;
  let reason: unknown;
  let isLate: boolean;
  do {
    // Looked at before polling, so that a process that stood still polls once more.
    isLate = Date.now() >= end;
    try {
      const value = await poll();
      if (value !== undefined) {
        return value;
      }
      reason = undefined;
    } catch (error) {
      reason = error;
    }
    await delay(50);
  } while (!isLate);
  throw new Error(`${what} did not come within ${timeout} ms.`, { cause: reason });
}

import { setTimeout as delay } from 'node:timers/promises';

export interface EventuallyOptions {
  /** Milliseconds until the answer must be there. */
  readonly timeout?: number;
}

/**
 * Asks again until there is an answer, for what no event tells.
 * @param what names what is awaited, for the error
 * @param ask returns undefined as long as there is no answer; what it throws is taken for "not yet"
 * @throws Error that names what did not come, with the last reason
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  { timeout = 30_000 }: EventuallyOptions = {},
): Promise<T> {
  const end = Date.now() + timeout;
  let reason: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== undefined) {
        return answer;
      }
      reason = undefined;
    } catch (error) {
      reason = error;
    }
    await delay(50);
  } while (Date.now() < end);
  throw new Error(`${what} did not come within ${timeout} ms.`, { cause: reason });
}

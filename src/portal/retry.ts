import { setTimeout as wait } from 'node:timers/promises';
import { ConnectionError, ServerError, TooManyRequestsError } from './errors';
import type { Reply } from './envelope';

const maxAttempts = 3;
const maxDelay = 30_000;

/**
 * Retries a read after 429, 5xx or a broken connection, with exponential back-off and jitter, and never before the time
 * that the portal asks for. For GET only.
 *
 * @param attempt Makes the request and passes each reply to `onReply`, so that a failed reply's `retryAfter` is
 * respected.
 * @param signal Aborts the wait; the last error is thrown then.
 */
export async function withRetries<T>(
  attempt: (onReply: (reply: Reply) => void) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  let retryAfter = 0;
  const onReply = (reply: Reply) => {
    retryAfter = reply.retryAfter;
  };
  for (let count = 1; ; count++) {
    try {
      return await attempt(onReply);
    } catch (error) {
      const delay = Math.max(retryAfter, backOff(count));
      if (count === maxAttempts || !isTransient(error) || delay > maxDelay || signal?.aborted === true) {
        throw error;
      }
      await wait(delay, undefined, signal ? { signal } : {}).catch(() => {
        throw error;
      });
    }
  }
}

/**
 * Returns the delay in milliseconds: about 0.4 s, then 0.8 s and so on, with jitter so that clients do not all retry at
 * once.
 */
function backOff(count: number): number {
  return 200 * 2 ** count * (0.5 + Math.random());
}

function isTransient(error: unknown): boolean {
  return (
    error instanceof TooManyRequestsError ||
    error instanceof ServerError ||
    (error instanceof ConnectionError && error.reached === 'maybe')
  );
}

/**
 * Reads the header `Retry-After`: seconds or a date.
 *
 * @returns Milliseconds from `now`; 0 when the header is missing or unreadable.
 */
export function readRetryAfter(header: unknown, now: number): number {
  if (typeof header !== 'string') {
    return 0;
  }
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
}

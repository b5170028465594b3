import { setTimeout as wait } from 'node:timers/promises';
import { ConnectionError, ServerError, TooManyRequestsError } from './errors';
import type { Reply } from './envelope';

const tries = 3;
const longestWait = 30_000;

/**
 * Repeats a read that met 429, 5xx or a broken connection, with back-off and jitter, and never before the
 * time that the portal asks for. For GET only.
 *
 * @param attempt Makes the request; `retryAfter` of a failed reply is told by `onReply`.
 * @param signal Ends the waiting, and with it the whole.
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
      if (count === tries || !isPassing(error) || delay > longestWait || signal?.aborted === true) {
        throw error;
      }
      await wait(delay, undefined, signal ? { signal } : {}).catch(() => {
        throw error;
      });
    }
  }
}

/** Milliseconds: about 0.4 s, then 0.8 s … with jitter, so that many clients do not return at once. */
function backOff(count: number): number {
  return 200 * 2 ** count * (0.5 + Math.random());
}

function isPassing(error: unknown): boolean {
  return (
    error instanceof TooManyRequestsError ||
    error instanceof ServerError ||
    (error instanceof ConnectionError && error.reached === 'maybe')
  );
}

/**
 * Reads the header `Retry-After`, seconds or a date.
 *
 * @returns Milliseconds from `now` on; 0 when there is no such header, or none that can be read.
 */
export function readRetryAfter(header: unknown, now: number): number {
  if (typeof header !== 'string') {
    return 0;
  }
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
}

import type { RefusedError } from './errors';
import { ServerError, UnauthorizedError } from './errors';

/**
 * Whether a write that was refused is certain not to have been done, as far as every write has it in common: 5xx, 408
 * and an unverified 401 leave it open, and so does a reply without the portal's envelope (API guide, response
 * structure), or one whose code says success all the same. What the result tells is for the caller to judge.
 */
export function isSurelyRefused(error: RefusedError): boolean {
  const { status, code } = error.refusal;
  return (
    !(error instanceof ServerError || error instanceof UnauthorizedError) &&
    status !== 408 &&
    code !== '' &&
    code !== 'success'
  );
}

import type { Json } from './exactJson';
import { isObject } from './exactJson';
import { fieldCandidates, readCandidate } from './fieldCandidates';
import { textual } from './values';

/** A price as the portal calculated it. */
export interface Price {
  /** Decimal text with the digits as received. */
  readonly amount: string;
  /** `USD`, `RMB` …; undefined when not told. */
  readonly currency: string | undefined;
}

/**
 * Reads the reply of `pricing/calculate`, whose fields no guide documents: the outermost record that has an
 * amount under a known name counts. Undefined when there is none; a price is never put together from parts.
 */
export function readPrice(result: Json): Price | undefined {
  let level: readonly Json[] = [result];
  while (level.length > 0) {
    for (const record of level.filter((value) => isObject(value))) {
      const amount = readCandidate(record, fieldCandidates.amount, textual);
      if (amount !== undefined && isAmount(amount)) {
        return { amount, currency: readCandidate(record, fieldCandidates.currency, textual) };
      }
    }
    // An array holds parts of an order; the sum stands beside it, not in it.
    level = level.flatMap((value) => (isObject(value) ? Object.values(value) : []));
  }
  return undefined;
}

/** Whether a text is an amount of money, and nothing beside it. */
export function isAmount(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}

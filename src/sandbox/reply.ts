import { randomBytes } from 'node:crypto';
import { stringify, type LosslessNumber } from 'lossless-json';

/** What a reply may hold. Ids above 2^53 are text or bigint, so that every digit is written. */
export type Json =
  | string
  | number
  | bigint
  | boolean
  | null
  | LosslessNumber
  | readonly Json[]
  | { readonly [name: string]: Json };

/** A reply as it goes on the wire. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The portal will not do what was asked: thrown by whoever finds out, written as the failure envelope. */
export class Refusal extends Error {
  /** @param status HTTP status, repeated in the envelope. */
  constructor(
    readonly status: number,
    readonly code: string,
    detailMessage: string,
    readonly result: Json = null,
  ) {
    super(detailMessage);
  }
}

/**
 * A value that cannot be accepted: HTTP 400, `parameter_validation_failed`.
 * @param field the API's own parameter name
 * @param tag which rule is broken: `required`, `unknown`, `type`, `oneof`, `min`, `max` …
 * @param problem follows the name in `detailMessage`: `billingId: unknown`
 */
export function refusedParameter(field: string, tag: string, problem: string): Refusal {
  return new Refusal(400, 'parameter_validation_failed', `${field}: ${problem}`, { field, tag });
}

/** The envelope of success (API guide: Response). */
export function successReply(result: Json): Reply {
  return envelope(200, 'success', '', result);
}

/** The envelope of a failure (API guide: Response), sent with the matching HTTP status. */
export function failureReply({ status, code, message, result }: Refusal): Reply {
  return envelope(status, code, message, result);
}

function envelope(status: number, code: string, detailMessage: string, result: Json): Reply {
  const requestId = randomBytes(16).toString('hex');
  return {
    status,
    headers: { 'Content-Type': 'application/json;charset=UTF-8' },
    body: stringify({ code, detailMessage, requestId, result, status }) ?? '',
  };
}

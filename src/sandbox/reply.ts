import { randomBytes } from 'node:crypto';
import { stringify, type LosslessNumber } from 'lossless-json';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReceivedRequest } from './router';

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

/** Bytes; no order, form or user comes near it. */
const largestBody = 1_000_000;

/**
 * Reads a request to its end.
 * @throws Refusal when its body is, or is announced to be, too large: the rest is not read
 */
export async function receive(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const body = await readBody(incoming);
  const [path = '', ...query] = (incoming.url ?? '').split('?');
  return { method: incoming.method ?? '', path, query: query.join('?'), headers: incoming.headers, body };
}

function readBody(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const tooLarge = new Refusal(413, 'request_too_large', `A body may have ${largestBody} bytes at most`);
    if (Number(incoming.headers['content-length'] ?? 0) > largestBody) {
      reject(tooLarge);
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > largestBody) {
        incoming.pause().removeAllListeners('data');
        reject(tooLarge);
      } else {
        chunks.push(chunk);
      }
    });
    incoming.once('end', () => resolve(new TextDecoder().decode(Buffer.concat(chunks))));
    incoming.once('error', reject);
  });
}

/** Sends a reply. Where one has begun already, the connection is cut: the client must not take half of it for all. */
export function send(response: ServerResponse, { status, headers, body }: Reply): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'Content-Length': Buffer.byteLength(body), ...headers });
  response.end(body);
}

/** Sends a refusal to whoever is not listened to any longer, and closes the connection. */
export function sendAndClose(response: ServerResponse, refusal: Reply): void {
  send(response, { ...refusal, headers: { ...refusal.headers, Connection: 'close' } });
}

import { randomBytes } from 'node:crypto';
import { stringify, type LosslessNumber } from 'lossless-json';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** A value in a reply. Ids above 2^53 are text or bigint, so that every digit is written. */
export type Json =
  | string
  | number
  | bigint
  | boolean
  | null
  | LosslessNumber
  | readonly Json[]
  | { readonly [name: string]: Json };

/** A request as the portal received it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** The exact text. */
  readonly body: string;
}

/** A reply as sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The portal refuses a request. Thrown by any check and sent as a failure envelope. */
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
 * Returns the refusal of a parameter: HTTP 400, `parameter_validation_failed`.
 *
 * @param field the API's own parameter name
 * @param tag the rule that is broken: `required`, `unknown`, `type`, `oneof`, `min`, `max` …
 * @param problem follows the name in `detailMessage`: `billingId: unknown`
 */
export function refusedParameter(field: string, tag: string, problem: string): Refusal {
  return new Refusal(400, 'parameter_validation_failed', `${field}: ${problem}`, { field, tag });
}

/** Returns a success envelope (API guide: Response). */
export function successReply(result: Json): Reply {
  return envelope(200, 'success', '', result);
}

/** Returns a failure envelope (API guide: Response) with the matching HTTP status. */
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

/** Maximum size of a body in bytes, far above that of any order, form or user. */
const maxBodyBytes = 1_000_000;

/**
 * Reads a request to its end.
 *
 * @throws Refusal when its body is, or is announced to be, too large; the rest is not read
 */
export async function receive(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const body = await readBody(incoming);
  const [path = '', ...query] = (incoming.url ?? '').split('?');
  return { method: incoming.method ?? '', path, query: query.join('?'), headers: incoming.headers, body };
}

function readBody(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const tooLarge = new Refusal(413, 'request_too_large', `A body may have ${maxBodyBytes} bytes at most`);
    if (Number(incoming.headers['content-length'] ?? 0) > maxBodyBytes) {
      reject(tooLarge);
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBodyBytes) {
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

/**
 * Sends a reply. If a reply has already been started, closes the connection instead, so that the client does not take
 * half a reply for a whole one.
 */
export function send(response: ServerResponse, { status, headers, body }: Reply): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'Content-Length': Buffer.byteLength(body), ...headers });
  response.end(body);
}

/** Sends a refusal and closes the connection, because the rest of the request is not read. */
export function sendAndClose(response: ServerResponse, refusal: Reply): void {
  send(response, { ...refusal, headers: { ...refusal.headers, Connection: 'close' } });
}

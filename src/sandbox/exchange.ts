import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal, type Reply } from './reply';
import type { ReceivedRequest } from './router';

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

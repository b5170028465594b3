import type { Reply } from './envelope';
import type { HttpRequest } from './httpRequest';

/** Where the HTTP trace goes; VS Code's LogOutputChannel is one. */
export interface TraceLog {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Replies to the token calls hold new tokens, their requests a secret: of those, nothing but the size is logged. */
function isSecret(request: HttpRequest): boolean {
  return request.body?.type === 'application/x-www-form-urlencoded';
}

/** Logs a request without its secrets. @returns A function that tells the milliseconds since then. */
export function traceRequest(log: TraceLog, request: HttpRequest, url: URL): () => number {
  const started = performance.now();
  const authorization = request.authorization === undefined ? '' : ', Authorization: <redacted>';
  log.debug(`→ ${request.method} ${url.href}${authorization}`);
  if (request.body) {
    log.trace(isSecret(request) ? '  <redacted form>' : `  ${request.body.text}`);
  }
  return () => Math.round(performance.now() - started);
}

/** Logs a reply, which comes without the secrets of its request. */
export function traceReply(log: TraceLog, request: HttpRequest, reply: Reply, milliseconds: number): void {
  log.debug(
    `← ${reply.status} ${request.method} ${request.path}, ${reply.text.length} characters, ${milliseconds} ms`,
  );
  log.trace(isSecret(request) ? '  <redacted reply>' : `  ${reply.text}`);
}

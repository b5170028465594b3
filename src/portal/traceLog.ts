import type { Reply } from './envelope';
import { type HttpRequest, isTokenCall } from './httpRequest';
import type { KnownSecrets } from './secrets';

/** Target of the HTTP trace; VS Code's LogOutputChannel fits. */
export interface TraceLog {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  /** The lowest level that is logged, numbered as in VS Code: 1 is trace. Absent if everything is logged. */
  readonly logLevel?: number;
}

/** A log that removes the secrets from every message, whoever writes it. */
export class RedactedLog implements TraceLog {
  constructor(
    private readonly log: TraceLog,
    private readonly secrets: KnownSecrets,
  ) {}

  trace(message: string): void {
    // Trace messages are the longest, and VS Code drops them unless the level is enabled.
    if ((this.log.logLevel ?? 1) === 1) {
      this.log.trace(this.secrets.redact(message));
    }
  }

  debug(message: string): void {
    this.log.debug(this.secrets.redact(message));
  }

  info(message: string): void {
    this.log.info(this.secrets.redact(message));
  }

  warn(message: string): void {
    this.log.warn(this.secrets.redact(message));
  }

  error(message: string): void {
    this.log.error(this.secrets.redact(message));
  }
}

/** Logs a request without its secrets. @returns A function that returns the milliseconds since then. */
export function traceRequest(log: TraceLog, request: HttpRequest, url: URL): () => number {
  const started = performance.now();
  const authorization = request.authorization === undefined ? '' : ', Authorization: <redacted>';
  log.debug(`→ ${request.method} ${url.href}${authorization}`);
  if (request.body) {
    log.trace(isTokenCall(request) ? '  <redacted form>' : `  ${request.body.text}`);
  }
  return () => Math.round(performance.now() - started);
}

/** Logs a reply; its secrets have already been removed. */
export function traceReply(log: TraceLog, request: HttpRequest, reply: Reply, milliseconds: number): void {
  log.debug(
    `← ${reply.status} ${request.method} ${request.path}, ${reply.text.length} characters, ${milliseconds} ms`,
  );
  log.trace(isTokenCall(request) ? '  <redacted reply>' : `  ${reply.text}`);
}

import type { Reply } from './envelope';
import { type HttpRequest, isTokenCall } from './httpRequest';
import type { KnownSecrets } from './secrets';

/** The log for the HTTP trace, such as VS Code's LogOutputChannel. */
export interface TraceLog {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  /** As `trace`, for a text that is already redacted; absent in a log that does not redact. */
  traceRedacted?(message: string, by: Redaction): void;
  /** The lowest level that is logged, as VS Code numbers them (1 is trace); absent in a log that keeps everything. */
  readonly logLevel?: number;
}

/** Who redacted a text, and the version of the secrets known then. */
export interface Redaction {
  readonly known: KnownSecrets;
  readonly version: number;
}

/** Redacts the secrets from every message before it is logged. */
export class RedactedLog implements TraceLog {
  constructor(
    private readonly log: TraceLog,
    private readonly secrets: KnownSecrets,
  ) {}

  trace(message: string): void {
    if (this.isLogged(1)) {
      this.log.trace(this.secrets.redact(message));
    }
  }

  /** Skips the second search of a whole reply, unless a secret became known after the first one. */
  traceRedacted(message: string, { known, version }: Redaction): void {
    if (known === this.secrets && version === known.version) {
      this.log.trace(message);
    } else {
      this.trace(message);
    }
  }

  debug(message: string): void {
    if (this.isLogged(2)) {
      this.log.debug(this.secrets.redact(message));
    }
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

  /** Whether the log keeps messages of a level. Every request has some that it drops by default; searching them takes time. */
  private isLogged(level: number): boolean {
    const { logLevel = 1 } = this.log;
    return logLevel > 0 && logLevel <= level;
  }
}

/** Logs a request without its secrets. @returns A function that returns the milliseconds since then. */
export function traceRequest(log: TraceLog, request: HttpRequest, url: URL): () => number {
  const started = performance.now();
  const authorization = request.authorization === undefined ? '' : ', Authorization: <redacted>';
  log.debug(`→ ${request.method} ${url.href}${authorization}`);
  if (request.body) {
    log.trace(isTokenCall(request) ? '  <redacted form>' : `  request:\n${request.body.text}`);
  }
  return () => Math.round(performance.now() - started);
}

/** Logs a reply. @param by What redacted its text. */
export function traceReply(
  log: TraceLog,
  request: HttpRequest,
  reply: Reply,
  { milliseconds, by }: { readonly milliseconds: number; readonly by: Redaction },
): void {
  log.debug(
    `← ${reply.status} ${request.method} ${request.path}, ${reply.text.length} characters, ${milliseconds} ms`,
  );
  if (isTokenCall(request)) {
    log.trace('  <redacted reply>');
  } else if (log.traceRedacted) {
    log.traceRedacted(`  reply:\n${reply.text}`, by);
  } else {
    log.trace(`  reply:\n${reply.text}`);
  }
}

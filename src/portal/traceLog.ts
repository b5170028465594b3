import type { Reply } from './envelope';
import { type HttpRequest, isTokenCall } from './httpRequest';
import type { KnownSecrets } from './secrets';

/** Where the HTTP trace goes; VS Code's LogOutputChannel is one. */
export interface TraceLog {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  /** As `trace`, for a text without secrets; absent where nothing is gained by it. */
  traceRedacted?(message: string, by: Redaction): void;
  /** From which level on messages are kept, as VS Code numbers them: 1 is trace; absent where all are. */
  readonly logLevel?: number;
}

/** What took the secrets out of a text, and which of them it knew. */
export interface Redaction {
  readonly known: KnownSecrets;
  readonly version: number;
}

/** A log from which every message lacks the secrets, whoever wrote it and whatever it quotes. */
export class RedactedLog implements TraceLog {
  constructor(
    private readonly log: TraceLog,
    private readonly secrets: KnownSecrets,
  ) {}

  trace(message: string): void {
    // The longest messages; VS Code drops them unless somebody wants to see them.
    if ((this.log.logLevel ?? 1) === 1) {
      this.log.trace(this.secrets.redact(message));
    }
  }

  /** A whole reply is searched once: it comes without the secrets that this log takes out, unless there are new ones. */
  traceRedacted(message: string, { known, version }: Redaction): void {
    if (known === this.secrets && version === known.version) {
      this.log.trace(message);
    } else {
      this.trace(message);
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

/** Logs a request without its secrets. @returns A function that tells the milliseconds since then. */
export function traceRequest(log: TraceLog, request: HttpRequest, url: URL): () => number {
  const started = performance.now();
  const authorization = request.authorization === undefined ? '' : ', Authorization: <redacted>';
  log.debug(`→ ${request.method} ${url.href}${authorization}`);
  if (request.body) {
    log.trace(isTokenCall(request) ? '  <redacted form>' : `  request:\n${request.body.text}`);
  }
  return () => Math.round(performance.now() - started);
}

/** Logs a reply. @param by What took the secrets out of its text. */
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

import type { TraceLog } from '../../../src/portal/traceLog';

/** A log that keeps what it was told, at every level. */
export class CollectedLog implements TraceLog {
  readonly lines: string[] = [];

  trace = (message: string): void => void this.lines.push(`trace ${message}`);
  debug = (message: string): void => void this.lines.push(`debug ${message}`);
  info = (message: string): void => void this.lines.push(`info ${message}`);
  warn = (message: string): void => void this.lines.push(`warn ${message}`);
  error = (message: string): void => void this.lines.push(`error ${message}`);

  get text(): string {
    return this.lines.join('\n');
  }
}

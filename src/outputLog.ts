import type { LogOutputChannel } from 'vscode';
import type { TraceLog } from './portal/traceLog';

/** The output channel, as the rest of the extension writes to it. */
export interface OutputLog extends TraceLog {
  error(message: string | Error): void;
  /** Reveals the channel. */
  show(preserveFocus?: boolean): void;
}

/** Prefix of each further line of an entry; a new entry starts with its time instead. */
const continuation = '  | ';

/** Characters not allowed in a log: they break lines in some viewers, control a terminal or reverse the text. */
const unsafe = /(?!\t)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * Returns the text of one log entry. Only CR and LF break lines, and each further line has a prefix, so that text from
 * outside cannot pass for an entry. Unsafe characters are escaped as in JSON.
 */
export function entryText(message: string): string {
  return message
    .split(/\r\n|\n|\r/)
    .map((line) =>
      line.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
    )
    .join(`\n${continuation}`);
}

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** The values of VS Code's `LogLevel`, repeated here because this module is also loaded without VS Code. */
const logLevels: Readonly<Record<Level, number>> = { trace: 1, debug: 2, info: 3, warn: 4, error: 5 };

/** Wraps the output channel so that every entry goes through `entryText`. A disabled level does no work. */
export function outputLog(
  channel: Pick<LogOutputChannel, Level | 'show'> & { readonly logLevel: number },
): OutputLog {
  const write = (level: Level) => (message: string | Error) => {
    const logLevel: number = channel.logLevel;
    if (logLevel > 0 && logLevel <= logLevels[level]) {
      channel[level](entryText(typeof message === 'string' ? message : (message.stack ?? String(message))));
    }
  };
  return {
    trace: write('trace'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    show: (preserveFocus) => channel.show(preserveFocus),
  };
}

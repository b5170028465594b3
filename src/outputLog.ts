import type { LogOutputChannel } from 'vscode';
import type { TraceLog } from './portal/traceLog';

/** The output channel, as all parts of the extension write to it. */
export interface OutputLog extends TraceLog {
  error(message: string | Error): void;
  /** Reveals the channel. */
  show(preserveFocus?: boolean): void;
}

/** Stands before each further line of an entry. An entry of its own begins with its time. */
const mark = '  | ';

/** What no line of a log may hold: what ends a line for some reader of it, acts on a terminal, or turns text around. */
const acting = /(?!\t)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * The text of one entry. Only what was broken by CR or LF has further lines, and these are marked, so that no text from
 * outside can pass for an entry; characters that act are spelled as JSON does it.
 */
export function entryText(message: string): string {
  return message
    .split(/\r\n|\n|\r/)
    .map((line) =>
      line.replace(acting, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
    )
    .join(`\n${mark}`);
}

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** VS Code's numbers, as this is loaded without it as well. A level that is off costs nothing. */
const numbers: Readonly<Record<Level, number>> = { trace: 1, debug: 2, info: 3, warn: 4, error: 5 };

/** The one way to the channel: every entry is what `entryText` makes of it. */
export function outputLog(
  channel: Pick<LogOutputChannel, Level | 'show'> & { readonly logLevel: number },
): OutputLog {
  const write = (level: Level) => (message: string | Error) => {
    const logLevel: number = channel.logLevel;
    if (logLevel > 0 && logLevel <= numbers[level]) {
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

import type { LogOutputChannel } from 'vscode';
import type { TraceLog } from './portal/traceLog';
import { drawnAsBlank, drawnAsNothing } from './text/unseen';

/** The output channel that all of the extension writes to. */
export interface OutputLog extends TraceLog {
  error(message: string | Error): void;
  /** Reveals the channel. */
  show(preserveFocus?: boolean): void;
}

/** Begins each further line of an entry. The first line begins with the time. */
const mark = '  | ';

/** Characters that a log line must not contain: line ends, terminal controls and text direction controls. */
const controls = /(?!\t)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** A character that is drawn as a blank, and all blank or invisible ones after it. */
const blanks = new RegExp(String.raw`[\s\p{Z}${drawnAsBlank}][\s\p{Z}${drawnAsNothing}]*`, 'gu');

/** How many leading blanks a line keeps, for indented JSON. */
const widestIndent = 40;

/** Most characters in a line: the editor would wrap a longer one, and its continuation would have no mark. */
const longestLine = 120;

/**
 * Returns the text of one log entry. Every line after the first is marked, including those from breaking a long line,
 * so that text from outside cannot pass for an entry. Control characters are escaped as in JSON. Runs of blanks become
 * one blank unless the text `isExact`: they could push the text after them to the beginning of a wrapped line.
 */
export function entryText(message: string, isExact = false): string {
  return message
    .split(/\r\n|\n|\r/)
    .map((line) =>
      line.replace(controls, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
    )
    .flatMap((line) => broken(isExact ? line : withoutRuns(line)))
    .join(`\n${mark}`);
}

function withoutRuns(line: string): string {
  return line.replace(blanks, (run, at: number) =>
    at === 0 ? ' '.repeat(Math.min(run.length, widestIndent)) : ' ',
  );
}

/** Splits a line into parts of at most `longestLine` characters, at blanks where possible. */
function broken(line: string): string[] {
  const parts: string[] = [];
  let from = 0;
  while (line.length - from > longestLine) {
    // Searches only this part: otherwise each part of a line without blanks would be searched back to the line's start.
    const last = from + line.slice(from, from + longestLine + 1).lastIndexOf(' ');
    // A line that ended with a separator would look as if what follows it were missing.
    const blank = line.slice(from, last).endsWith(' ·') ? last - 2 : last;
    // Splits only in the second half, so that many blanks do not make many lines, and never within a surrogate pair.
    const isHalf = /[\ud800-\udbff]/.test(line.charAt(from + longestLine - 1));
    const end = blank > from + longestLine / 2 ? blank : from + longestLine - (isHalf ? 1 : 0);
    parts.push(line.slice(from, end));
    from = end;
  }
  return [...parts, line.slice(from)];
}

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** VS Code's log levels, repeated here because this module is also loaded without VS Code. */
const levelNumbers: Readonly<Record<Level, number>> = { trace: 1, debug: 2, info: 3, warn: 4, error: 5 };

/** Wraps the output channel so that every entry passes through `entryText`. A level that is off costs nothing. */
export function outputLog(
  channel: Pick<LogOutputChannel, Level | 'show'> & { readonly logLevel: number },
): OutputLog {
  const write = (level: Level) => (message: string | Error) => {
    const logLevel: number = channel.logLevel;
    if (logLevel > 0 && logLevel <= levelNumbers[level]) {
      const text = typeof message === 'string' ? message : (message.stack ?? String(message));
      channel[level](entryText(text, levelNumbers[level] <= levelNumbers.debug));
    }
  };
  return {
    get logLevel() {
      return channel.logLevel;
    },
    trace: write('trace'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    show: (preserveFocus) => channel.show(preserveFocus),
  };
}

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

/** What is drawn as a blank, and what nobody sees behind it. */
const blanks =
  /[\s\p{Z}\u115f\u1160\u2800\u3164\uffa0\u{13441}\u{13442}][\s\p{Z}\p{Default_Ignorable_Code_Point}\u2800\u{13441}\u{13442}]*/gu;

/** Blanks that a line keeps at its beginning, as JSON is indented. */
const widestIndent = 40;

/** Characters of a line: the editor wraps a longer one, and what it draws below has no mark. */
const longestLine = 120;

/**
 * The text of one entry. All further lines are marked, those that are broken here since they are too long as well, so that
 * no text from outside can pass for an entry; characters that act are spelled as JSON does it. Blanks in a row are one,
 * unless the text `isExact`: they could push what stands behind them to the beginning of a line that the editor draws.
 */
export function entryText(message: string, isExact = false): string {
  return message
    .split(/\r\n|\n|\r/)
    .map((line) =>
      line.replace(acting, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
    )
    .flatMap((line) => broken(isExact ? line : withoutRuns(line)))
    .join(`\n${mark}`);
}

function withoutRuns(line: string): string {
  return line.replace(blanks, (run, at: number) =>
    at === 0 ? ' '.repeat(Math.min(run.length, widestIndent)) : ' ',
  );
}

/** A line in parts that are no longer than one may be, each up to a blank where there is one. */
function broken(line: string): string[] {
  const parts: string[] = [];
  let from = 0;
  while (line.length - from > longestLine) {
    // In this part only: in the whole line, a line without blanks would be searched to its beginning for each part.
    const blank = from + line.slice(from, from + longestLine + 1).lastIndexOf(' ');
    // Far from the beginning, so that a row of blanks makes no row of lines; and not within a character.
    const isHalf = /[\ud800-\udbff]/.test(line.charAt(from + longestLine - 1));
    const end = blank > from + longestLine / 2 ? blank : from + longestLine - (isHalf ? 1 : 0);
    parts.push(line.slice(from, end));
    from = end;
  }
  return [...parts, line.slice(from)];
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
      const text = typeof message === 'string' ? message : (message.stack ?? String(message));
      channel[level](entryText(text, numbers[level] <= numbers.debug));
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

import { parseArgs } from 'node:util';

export const parts = ['unit', 'host', 'ui'] as const;

/** A part of the tests: plain mocha, mocha inside an extension host, or tests in a real window. */
export type Part = (typeof parts)[number];

export interface TestCommand {
  /** All parts if undefined. */
  readonly part: Part | undefined;
  /** Runs only tests whose full title contains this text, or matches it if it has the form `/…/`. */
  readonly grep: string | undefined;
  /** Number of repetitions. */
  readonly repeat: number;
  /** Whether the slowest tests and hooks are listed at the end. */
  readonly slowest: boolean;
  /** Runs everything on the oldest VS Code too, and more random histories, with a seed of their own. */
  readonly thorough: boolean;
  /** Whether a test in a real VS Code that fails is tried again. If it then passes, it is listed as flaky. */
  readonly retry: boolean;
}

const usage = 'Use: npm test [-- unit|host|ui] [--grep TEXT] [--repeat N] [--slowest] [--thorough] [--retry]';

/**
 * Parses the arguments after `npm test --`.
 * @throws Error that says what is wrong and how to use the command
 */
export function readTestCommand(commandLine: readonly string[]): TestCommand {
  const { values, positionals } = parseArgs({
    args: [...commandLine],
    allowPositionals: true,
    options: {
      grep: { type: 'string', short: 'g' },
      repeat: { type: 'string', default: '1' },
      slowest: { type: 'boolean', default: false },
      thorough: { type: 'boolean', default: false },
      retry: { type: 'boolean', default: false },
    },
  });
  const [named, ...others] = positionals;
  const part = parts.find((name) => name === named);
  if (others.length > 0 || (named !== undefined && part === undefined)) {
    throw new Error(`There is no part ${positionals.join(' ')}. ${usage}`);
  }
  const repeat = Number(values.repeat);
  if (!Number.isInteger(repeat) || repeat < 1) {
    throw new Error(`--repeat takes a whole number, not ${values.repeat}. ${usage}`);
  }
  const { grep, slowest, thorough, retry } = values;
  return { part, grep, repeat, slowest, thorough, retry };
}

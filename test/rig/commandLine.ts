import { parseArgs } from 'node:util';

export const parts = ['unit', 'host', 'ui'] as const;

/** A part of the tests: plain mocha, mocha inside an extension host, or a real window. */
export type Part = (typeof parts)[number];

export interface TestCommand {
  /** Unset: all parts. */
  readonly part: Part | undefined;
  /** Only tests whose full title contains this, or matches it where it is `/…/`. */
  readonly grep: string | undefined;
  /** How often everything is run. */
  readonly repeat: number;
  /** Whether the slowest tests and hooks are listed at the end. */
  readonly slowest: boolean;
  /** Everything on the oldest VS Code too, and more random histories, with a seed of their own. */
  readonly thorough: boolean;
}

const usage = 'Use: npm test [-- unit|host|ui] [--grep TEXT] [--repeat N] [--slowest] [--thorough]';

/**
 * Reads what follows `npm test --`.
 * @throws Error that says what is wrong and what there is
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
  return { part, grep: values.grep, repeat, slowest: values.slowest, thorough: values.thorough };
}

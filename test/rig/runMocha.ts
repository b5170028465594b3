import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readCounts, type Counts } from './counts';
import { outFolder, projectRoot } from './paths';

/** Half of the processor time of what runs at the normal priority, while both want it. */
const lowPriority = 3;

export interface MochaRun {
  /** Distinguishes concurrent runs. */
  readonly name: string;
  readonly commandLine: readonly string[];
  /** Environment variables in addition to those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether other processes go first. */
  readonly isLowPriority?: boolean;
  /** Receives the output, line by line. */
  readonly print: (line: string) => void;
}

/**
 * Runs mocha in a process of its own, which ends together with this one.
 * @throws Error if the run did not complete
 */
export async function runMocha({
  name,
  commandLine,
  environment,
  isLowPriority = false,
  print,
}: MochaRun): Promise<Counts> {
  const countsFile = join(outFolder, 'counts', `${name}-${process.pid}.json`);
  rmSync(countsFile, { force: true });
  const mocha = spawn(
    process.execPath,
    [
      join(projectRoot, 'node_modules', 'mocha', 'bin', 'mocha.js'),
      ...commandLine,
      ...['--reporter', join(__dirname, 'countingReporter.ts')],
      ...(process.stdout.isTTY ? ['--color'] : []),
    ],
    {
      cwd: projectRoot,
      env: { ...process.env, ...environment, PBX_TEST_COUNTS: countsFile },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  if (isLowPriority && mocha.pid !== undefined) {
    setPriority(mocha.pid, lowPriority);
  }
  // Mocha forwards SIGINT to the child process in which it runs the tests, but not SIGTERM.
  const end = () => mocha.kill('SIGINT');
  process.on('exit', end);
  const signals = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => ({
    signal,
    exit: () => process.exit(128 + constants.signals[signal]),
  }));
  signals.forEach(({ signal, exit }) => process.on(signal, exit));
  createInterface(mocha.stdout).on('line', print);
  createInterface(mocha.stderr).on('line', print);
  await new Promise<void>((resolve, reject) => {
    mocha.once('error', reject);
    mocha.once('close', () => resolve());
  });
  process.off('exit', end);
  signals.forEach(({ signal, exit }) => process.off(signal, exit));
  return readCounts(countsFile);
}

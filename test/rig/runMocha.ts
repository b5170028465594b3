import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readCounts, type Counts } from './counts';
import { outFolder, projectRoot } from './paths';

export interface MochaRun {
  /** Names the run among those that go on at the same time. */
  readonly name: string;
  readonly commandLine: readonly string[];
  /** On top of this process'. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Takes the output, line by line. */
  readonly print: (line: string) => void;
}

/**
 * Runs mocha in a process of its own, which ends when this one is ended.
 * @throws Error when the run did not come to its end
 */
export async function runMocha({ name, commandLine, environment, print }: MochaRun): Promise<Counts> {
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
  // Mocha passes SIGINT on to the process that it starts for itself, but not SIGTERM.
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

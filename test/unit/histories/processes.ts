import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const processes = 2;

/** Histories of single orders alone, or with bulk orders among them. */
export type HistoryKind = 'single' | 'bulk';

/** Tells so many histories in processes of their own. @returns What failed; empty where nothing did. */
export async function failuresOf(kind: HistoryKind, seed: number, histories: number): Promise<string> {
  const failures = await Promise.all(
    Array.from({ length: processes }, (_, index) =>
      // Seeds far apart, since each process counts on from its own.
      failureOf(kind, seed + index * 1000, histories / processes),
    ),
  );
  return failures.join('');
}

async function failureOf(kind: HistoryKind, seed: number, count: number): Promise<string> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(__dirname, 'tellMany.ts'), String(seed), String(count), kind],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const end = () => child.kill();
  process.once('exit', end);
  const [errors] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  process.off('exit', end);
  return child.exitCode === 0 ? '' : `seed ${seed}:\n${errors}`;
}

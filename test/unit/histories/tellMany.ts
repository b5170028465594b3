import fc from 'fast-check';
import { bulkHistory, history } from './arbitraries';
import { tell } from './tell';

/** Told side by side, since much of a history is waiting for the disk. */
const sideBySide = 8;

/** A process of its own: `tellMany.ts SEED COUNT single|bulk`. Ends with 1 and the shortest history that breaks a promise. */
async function main(): Promise<void> {
  const [seed = 0, count = 0] = process.argv.slice(2, 4).map(Number);
  const told = process.argv[4] === 'bulk' ? bulkHistory : history;
  await Promise.all(
    Array.from({ length: sideBySide }, (_, index) =>
      fc.assert(fc.asyncProperty(told, tell), {
        seed: seed + index,
        numRuns: Math.ceil(count / sideBySide),
        plugins: [fc.interruptAfterTimeLimit(900_000, { failOnInterrupt: true })],
      }),
    ),
  );
}

main().catch((error: unknown) => {
  console.error(
    error instanceof Error
      ? [error.stack, error.cause instanceof Error ? error.cause.message : ''].join('\n')
      : error,
  );
  process.exitCode = 1;
});

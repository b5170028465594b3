import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { findChromium } from './chromium';
import { readTestCommand } from './commandLine';
import { endWithNpm } from './endWithNpm';
import { runJobs, type JobResult } from './jobQueue';
import { jobsFor } from './jobs';
import { failuresFolder } from './paths';
import { heading, report } from './report';

/**
 * `npm test`: runs all tests, or those that the command line selects (see `readTestCommand`). The last line is
 * `N passed, N failed`. The exit code is 1 if a test failed. A part that could not run, or ran no test, counts as one
 * failure.
 */
async function main(): Promise<void> {
  const command = readTestCommand(process.argv.slice(2));
  endWithNpm(1);
  ensureBrowser();
  rmSync(failuresFolder, { recursive: true, force: true });
  const runs: JobResult[][] = [];
  for (let run = 1; run <= command.repeat; run++) {
    if (command.repeat > 1) {
      heading(`Run ${run} of ${command.repeat}`);
    }
    runs.push(await runJobs(jobsFor(command), slots(), printJob));
  }
  process.exitCode = report(runs, command) ? 0 : 1;
}

/** Returns the number of concurrent jobs: one per core, because a window keeps a core busy. */
function slots(): number {
  return Math.min(Math.max(availableParallelism(), 2), 4);
}

/**
 * Makes sure that there is a browser, which most jobs need. It is installed before they run concurrently, because
 * apt-get rejects a second instance. If it cannot be installed, the tests that need it fail with the reason.
 */
function ensureBrowser(): void {
  try {
    findChromium();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
}

function printJob({ job, lines }: JobResult): void {
  heading(job.name);
  lines.forEach((line) => console.log(line));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});

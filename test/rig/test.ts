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
 * `npm test`: everything there is to test, or what the command line names (see `readTestCommand`). The last line is
 * `N passed, N failed`. The exit code is 1 when something failed, or when a part could not run or ran nothing: that
 * counts as one failure.
 */
async function main(): Promise<void> {
  const command = readTestCommand(process.argv.slice(2));
  endWithNpm(1);
  haveBrowser();
  rmSync(failuresFolder, { recursive: true, force: true });
  const runs: JobResult[][] = [];
  for (let run = 1; run <= command.repeat; run++) {
    if (command.repeat > 1) {
      heading(`Run ${run} of ${command.repeat}`);
    }
    runs.push(await runJobs(jobsFor(command), places(), printJob));
  }
  process.exitCode = report(runs, command) ? 0 : 1;
}

/** A window keeps a core busy, and a test waits more than it computes: one job a core. */
function places(): number {
  return Math.min(Math.max(availableParallelism(), 2), 4);
}

/**
 * Most jobs need a browser. It is installed before they go on side by side, since apt-get refuses a second one at a
 * time; where it cannot be, the tests that need it say so themselves.
 */
function haveBrowser(): void {
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

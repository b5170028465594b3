import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { Failure, Timing } from './counts';
import type { JobResult } from './jobQueue';
import { failuresFolder, projectRoot } from './paths';

/** Number of slowest tests and hooks to list. */
const slowestListed = 30;

/**
 * Prints the results of the jobs, and finally the totals: `N passed, N failed`.
 * @param runs the results of each repetition
 * @returns whether at least one test ran and all passed
 */
export function report(
  runs: readonly (readonly JobResult[])[],
  { grep, slowest }: { readonly grep: string | undefined; readonly slowest: boolean },
): boolean {
  const results = runs.flat();
  heading('Results');
  // With --grep, most jobs run nothing and have nothing to report.
  for (const result of results.filter((candidate) => grep === undefined || !ranNothing(candidate))) {
    reportJob(result);
  }
  if (slowest) {
    reportSlowest(results.flatMap(({ counts }) => counts.timings));
  }
  if (runs.length > 1) {
    reportRepetitions(runs);
  }
  const passed = results.reduce((sum, { counts }) => sum + counts.passed, 0);
  // With --grep, it is not an error that a job runs nothing.
  const empty = grep === undefined ? results.filter(ranNothing).length : 0;
  const nothing = passed === 0 && results.every(({ counts }) => counts.failed === 0) ? 1 : 0;
  const failed = results.reduce((sum, { counts }) => sum + counts.failed, 0) + Math.max(empty, nothing);
  if (existsSync(failuresFolder)) {
    console.log(`Pictures, descriptions and logs of what failed: ${relative(projectRoot, failuresFolder)}/`);
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

export function heading(text: string): void {
  console.log(`\n== ${text}`);
}

function ranNothing({ job, counts, broken }: JobResult): boolean {
  return job.tests && broken === undefined && counts.passed + counts.failed === 0;
}

function reportJob(result: JobResult): void {
  const { job, counts, seconds, broken } = result;
  const counted = job.tests
    ? `: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped`
    : '';
  console.log(`${job.name}${counted} (${seconds.toFixed(0)} s)`);
  counts.skipped.forEach((title) => console.log(`  skipped: ${title}`));
  counts.flaky.forEach((failure) => reportFailure('flaky, passed when tried again', failure));
  counts.failures.forEach((failure) => reportFailure('failed', failure));
  if (ranNothing(result)) {
    console.log('  no test ran');
  }
  if (broken !== undefined) {
    console.log(`  ${broken.replaceAll('\n', '\n  ')}`);
  }
}

function reportFailure(word: string, { title, reason }: Failure): void {
  console.log(`  ${word}: ${title}`);
  console.log(`    ${reason.replaceAll('\n', '\n    ')}`);
}

function reportSlowest(timings: readonly Timing[]): void {
  heading(`The slowest ${slowestListed} tests and hooks, in seconds`);
  [...timings]
    .sort((one, other) => other.milliseconds - one.milliseconds)
    .slice(0, slowestListed)
    .forEach(({ milliseconds, file, title }) =>
      console.log(`${(milliseconds / 1000).toFixed(1).padStart(6)}  ${file}  ${title}`),
    );
}

/** Prints how often each test failed, to find flaky tests. */
function reportRepetitions(runs: readonly (readonly JobResult[])[]): void {
  heading(`Failures in ${runs.length} runs`);
  const times = new Map<string, number>();
  for (const { job, counts, broken } of runs.flat()) {
    const failures = broken === undefined ? counts.failures.map(({ title }) => title) : [broken];
    for (const title of failures.map((failure) => `${job.name}: ${failure}`)) {
      times.set(title, (times.get(title) ?? 0) + 1);
    }
  }
  if (times.size === 0) {
    console.log('none');
  }
  [...times]
    .sort(([, one], [, other]) => other - one)
    .forEach(([title, count]) => console.log(`failed ${count} of ${runs.length}: ${title}`));
}

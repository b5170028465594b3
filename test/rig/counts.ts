import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const timingSchema = z.object({
  /** The full title of a test or of a hook. */
  title: z.string(),
  /** Path relative to the project; empty if mocha does not know it. */
  file: z.string(),
  milliseconds: z.number(),
});

const failureSchema = z.object({
  /** The full title of a test or of a hook. */
  title: z.string(),
  /** What the assertion said, shortened. */
  reason: z.string(),
});

const countsSchema = z.object({
  passed: z.number(),
  failed: z.number(),
  /** Full titles of the skipped tests. */
  skipped: z.array(z.string()),
  /** The tests and hooks that failed. */
  failures: z.array(failureSchema),
  /** The tests that failed and passed when tried again. */
  flaky: z.array(failureSchema),
  timings: z.array(timingSchema),
});

/** The duration of a test or a hook. */
export type Timing = z.infer<typeof timingSchema>;

/** A test or a hook that failed, and why. */
export type Failure = z.infer<typeof failureSchema>;

/** The results of a test run. */
export type Counts = z.infer<typeof countsSchema>;

export const nothingCounted: Counts = {
  passed: 0,
  failed: 0,
  skipped: [],
  failures: [],
  flaky: [],
  timings: [],
};

/**
 * Reads the results of a test run.
 * @param file path of the file that `CountingReporter` writes at the end of a run
 * @throws Error if the run did not complete
 */
export function readCounts(file: string): Counts {
  if (!existsSync(file)) {
    throw new Error('The run ended before mocha could report.');
  }
  return countsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

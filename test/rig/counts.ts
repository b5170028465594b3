import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const timingSchema = z.object({
  /** The full title of a test or of a hook. */
  title: z.string(),
  /** Relative to the project; empty where mocha does not know it. */
  file: z.string(),
  milliseconds: z.number(),
});

const countsSchema = z.object({
  passed: z.number(),
  failed: z.number(),
  /** Full titles. */
  skipped: z.array(z.string()),
  /** Full titles of the tests and hooks that failed. */
  failures: z.array(z.string()),
  timings: z.array(timingSchema),
});

/** How long one test or one hook took. */
export type Timing = z.infer<typeof timingSchema>;

/** What a test run counted. */
export type Counts = z.infer<typeof countsSchema>;

export const nothingCounted: Counts = { passed: 0, failed: 0, skipped: [], failures: [], timings: [] };

/**
 * @param file that `CountingReporter` wrote at the end of a run
 * @throws Error when the run did not come to its end
 */
export function readCounts(file: string): Counts {
  if (!existsSync(file)) {
    throw new Error('The run ended before mocha could report.');
  }
  return countsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

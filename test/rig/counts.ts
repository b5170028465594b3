import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const countsSchema = z.object({ passed: z.number(), failed: z.number(), skipped: z.array(z.string()) });

/** What a test run counted; `skipped` has the full titles. */
export type Counts = z.infer<typeof countsSchema>;

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

import { nothingCounted, type Counts } from './counts';

/** Takes output, line by line. */
export type Print = (line: string) => void;

/** A piece of work that runs beside others. */
export interface Job {
  readonly name: string;
  /** Seconds that it takes on a machine with two cores: what takes longest starts first. */
  readonly seconds: number;
  /** Names of the jobs that have to succeed before. */
  readonly after: readonly string[];
  /** Whether it runs tests: a job of tests that runs none counts as a failure. */
  readonly tests: boolean;
  /** @throws Error when it did not come to its end */
  readonly run: (print: Print) => Promise<Counts>;
}

export interface JobResult {
  readonly job: Job;
  readonly counts: Counts;
  /** Seconds that it took. */
  readonly seconds: number;
  /** What it printed. */
  readonly lines: readonly string[];
  /** Why it did not come to its end. */
  readonly broken?: string;
}

/**
 * Runs jobs side by side, each as soon as the jobs that it needs are done and a place is free. Among those that could
 * start, the one that begins the longest chain does.
 * @param places how many jobs run at the same time
 * @param onEnd told of each job as it ends, one after the other
 * @returns what became of each job, in the order in which they ended. A job whose need failed is not run.
 */
export async function runJobs(
  jobs: readonly Job[],
  places: number,
  onEnd: (result: JobResult) => void,
): Promise<JobResult[]> {
  const waiting = new Set([...jobs].sort((one, other) => chainOf(other, jobs) - chainOf(one, jobs)));
  const ended = new Map<string, JobResult>();
  const running = new Set<Promise<void>>();

  const end = (result: JobResult) => {
    ended.set(result.job.name, result);
    onEnd(result);
  };
  const start = (job: Job) => {
    waiting.delete(job);
    const failed = job.after.find((name) => isFailure(ended.get(name)));
    if (failed !== undefined) {
      const broken = `Not run, since this failed: ${failed}`;
      end({ job, counts: { ...nothingCounted, failed: 1 }, seconds: 0, lines: [], broken });
      return;
    }
    const run = attempt(job)
      .then(end)
      .finally(() => running.delete(run));
    running.add(run);
  };
  while (waiting.size > 0 || running.size > 0) {
    const next = [...waiting].find(({ after }) => after.every((name) => ended.has(name)));
    if (next !== undefined && running.size < places) {
      start(next);
    } else if (running.size > 0) {
      await Promise.race(running);
    } else {
      throw new Error(`These jobs wait for each other: ${[...waiting].map(({ name }) => name).join(', ')}`);
    }
  }
  return [...ended.values()];
}

/** Seconds from the start of a job to the end of all that needs it. */
function chainOf(job: Job, jobs: readonly Job[]): number {
  const dependents = jobs.filter(({ after }) => after.includes(job.name));
  return job.seconds + Math.max(0, ...dependents.map((dependent) => chainOf(dependent, jobs)));
}

function isFailure(result: JobResult | undefined): boolean {
  return result?.broken !== undefined;
}

async function attempt(job: Job): Promise<JobResult> {
  const lines: string[] = [];
  const start = Date.now();
  const seconds = () => (Date.now() - start) / 1000;
  try {
    const counts = await job.run((line) => lines.push(line));
    return { job, counts, seconds: seconds(), lines };
  } catch (error) {
    const broken = error instanceof Error ? error.message : String(error);
    return { job, counts: { ...nothingCounted, failed: 1 }, seconds: seconds(), lines, broken };
  }
}

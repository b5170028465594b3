import { nothingCounted, type Counts } from './counts';

/** Receives output, line by line. */
export type Print = (line: string) => void;

/** A piece of work that runs concurrently with others. */
export interface Job {
  readonly name: string;
  /** Duration in seconds on a machine with two cores. The longest jobs start first. */
  readonly seconds: number;
  /** Names of the jobs that have to succeed first. */
  readonly after: readonly string[];
  /** Whether it runs tests. If so, running none counts as a failure. */
  readonly tests: boolean;
  /**
   * Whether it runs at a low priority, beside the jobs that fill the slots. It then takes only the time in which these
   * wait.
   */
  readonly inBackground: boolean;
  /** @throws Error if the job did not complete */
  readonly run: (print: Print) => Promise<Counts>;
}

export interface JobResult {
  readonly job: Job;
  readonly counts: Counts;
  /** Duration in seconds. */
  readonly seconds: number;
  /** Its output. */
  readonly lines: readonly string[];
  /** The reason, if the job did not complete. */
  readonly broken?: string;
}

/**
 * Runs jobs concurrently, each as soon as the jobs that it depends on are done and a slot is free. If several jobs
 * could start, the one that begins the longest chain of jobs goes first. One background job runs beside the others; when
 * these have ended, background jobs take their slots.
 * @param slots how many jobs run at the same time, the one in the background aside
 * @param onEnd called with the result of each job as it ends
 * @returns the results, in the order in which the jobs ended. A job is not run if one that it depends on failed.
 */
export async function runJobs(
  jobs: readonly Job[],
  slots: number,
  onEnd: (result: JobResult) => void,
): Promise<JobResult[]> {
  const waiting = new Set([...jobs].sort((one, other) => chainLength(other, jobs) - chainLength(one, jobs)));
  const ended = new Map<string, JobResult>();
  const running = new Map<Job, Promise<void>>();

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
      .finally(() => running.delete(job));
    running.set(job, run);
  };
  const isReady = ({ after, inBackground }: Job) => {
    const inForeground = [...running.keys()].filter((job) => !job.inBackground).length;
    const isForegroundLeft = inForeground > 0 || [...waiting].some((job) => !job.inBackground);
    const limit = inBackground && isForegroundLeft ? 1 : slots;
    const used = inBackground ? running.size - inForeground : inForeground;
    return used < limit && after.every((name) => ended.has(name));
  };
  while (waiting.size > 0 || running.size > 0) {
    const next = [...waiting].find(isReady);
    if (next !== undefined) {
      start(next);
    } else if (running.size > 0) {
      await Promise.race(running.values());
    } else {
      throw new Error(`These jobs wait for each other: ${[...waiting].map(({ name }) => name).join(', ')}`);
    }
  }
  return [...ended.values()];
}

/** Returns the seconds from the start of a job to the end of the last job that depends on it. */
function chainLength(job: Job, jobs: readonly Job[]): number {
  const dependents = jobs.filter(({ after }) => after.includes(job.name));
  return job.seconds + Math.max(0, ...dependents.map((dependent) => chainLength(dependent, jobs)));
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

import assert from 'node:assert/strict';
import { nothingCounted } from '../../rig/counts';
import { runJobs, type Job } from '../../rig/jobQueue';

describe('the job queue', () => {
  /** Jobs that end in the order in which the test ends them, and the names of those that have started. */
  function jobsNamed(...names: readonly string[]): {
    jobs: Job[];
    started: string[];
    end: (name: string) => void;
  } {
    const started: string[] = [];
    const ends = new Map<string, () => void>();
    const jobs = names.map((name, index): Job => ({
      name,
      seconds: names.length - index,
      after: [],
      tests: false,
      inBackground: name.startsWith('background'),
      run: async () => {
        started.push(name);
        await new Promise<void>((resolve) => ends.set(name, resolve));
        return nothingCounted;
      },
    }));
    return { jobs, started, end: (name) => ends.get(name)?.() };
  }

  it('runs one background job beside the others, and several once these have ended', async () => {
    const { jobs, started, end } = jobsNamed('background 1', 'background 2', 'background 3', 'a', 'b', 'c');
    let onEnd: (() => void) | undefined;
    const nextEnd = async (name: string) => {
      const ended = new Promise<void>((resolve) => (onEnd = resolve));
      end(name);
      await ended;
      // The queue starts the next job after it has reported this one.
      await new Promise(setImmediate);
    };
    const run = runJobs(jobs, 2, () => onEnd?.());
    await new Promise(setImmediate);
    assert.deepEqual(started, ['background 1', 'a', 'b']);
    await nextEnd('a');
    assert.deepEqual(started.slice(3), ['c']);
    await nextEnd('b');
    assert.deepEqual(started.slice(4), []);
    await nextEnd('c');
    assert.deepEqual(started.slice(4), ['background 2']);
    for (const name of ['background 1', 'background 2', 'background 3']) {
      await nextEnd(name);
    }
    assert.deepEqual(
      (await run).map(({ job }) => job.name),
      ['a', 'b', 'c', 'background 1', 'background 2', 'background 3'],
    );
  });
});

import { AssertionError } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inspect } from 'node:util';
import Mocha from 'mocha';
import type { Counts, Failure, Timing } from './counts';
import { tellFailure } from './failures';

/**
 * Mocha's spec reporter, which also writes its counts as JSON to the file that `PBX_TEST_COUNTS` names (see `Counts`).
 * A failed hook counts as a failure. Hooks are timed as tests are, because they make a run just as slow.
 */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const {
      EVENT_HOOK_END,
      EVENT_RUN_END,
      EVENT_TEST_END,
      EVENT_TEST_FAIL,
      EVENT_TEST_PASS,
      EVENT_TEST_PENDING,
      EVENT_TEST_RETRY,
    } = Mocha.Runner.constants;
    const skipped: string[] = [];
    const failures: Failure[] = [];
    const retried: Failure[] = [];
    const timings: Timing[] = [];
    let passed = 0;
    const time = ({ title, duration, file }: TimedRunnable) =>
      timings.push({
        title,
        file: fileName(file),
        milliseconds: duration ?? 0,
      });
    runner.on(EVENT_TEST_PASS, () => passed++);
    runner.on(EVENT_TEST_PENDING, (test) => skipped.push(test.fullTitle()));
    runner.on(EVENT_TEST_END, (test) =>
      time({ title: test.fullTitle(), duration: test.duration, file: test.file }),
    );
    runner.on(EVENT_HOOK_END, (hook) => {
      const suite = hook.parent?.fullTitle() ?? '';
      time({ title: `${suite} ${hook.title}`.trim(), duration: hook.duration, file: hook.file });
    });
    runner.on(EVENT_TEST_FAIL, (test, error: Error) => {
      failures.push({ title: test.fullTitle(), reason: reasonOf(error) });
      tellFailure({ title: test.fullTitle() });
    });
    runner.on(EVENT_TEST_RETRY, (test: Mocha.Test, error: Error) => {
      retried.push({ title: test.fullTitle(), reason: reasonOf(error) });
      Mocha.reporters.Base.consoleLog(
        `Failed, and is tried again: ${test.fullTitle()}\n${error.stack ?? error.message}`,
      );
      tellFailure({ title: test.fullTitle() });
    });
    runner.on(EVENT_RUN_END, () => {
      const file = process.env.PBX_TEST_COUNTS;
      if (file !== undefined) {
        mkdirSync(dirname(file), { recursive: true });
        const flaky = retried.filter(({ title }) => failures.every((failure) => failure.title !== title));
        const counts: Counts = { passed, failed: failures.length, skipped, failures, flaky, timings };
        writeFileSync(file, JSON.stringify(counts));
      }
    });
  }
}

interface TimedRunnable {
  readonly title: string;
  readonly duration: number | undefined;
  readonly file: string | undefined;
}

/** Returns what an assertion said, with what it compared, short enough for the results at the end of a run. */
function reasonOf(error: Error): string {
  const values =
    error instanceof AssertionError
      ? [`actual: ${asText(error.actual)}`, `expected: ${asText(error.expected)}`]
      : [];
  return [error.message, ...values].map((text) => text.replaceAll(/\s+/g, ' ').slice(0, 300)).join('\n');
}

/** The reporter may have made a text of a compared value before. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value);
}

/** Returns the path from `test/` on, also for a bundled file. */
function fileName(path = ''): string {
  return path.replaceAll('\\', '/').replace(/^.*\/(?=test\/)/, '');
}

// Mocha loads a reporter with `require()` and uses the module itself as the class.
export = CountingReporter;

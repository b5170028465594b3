import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Mocha from 'mocha';
import { tellFailure } from './failures';

/**
 * Mocha's spec reporter, which besides writes what was counted to the file that `PBX_TEST_COUNTS` names, as JSON
 * `{ passed, failed, skipped }` with the full titles of the skipped tests. A hook that fails counts as a failure.
 */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants;
    const counts = { passed: 0, failed: 0, skipped: [] as string[] };
    runner.on(EVENT_TEST_PASS, () => counts.passed++);
    runner.on(EVENT_TEST_PENDING, (test) => counts.skipped.push(test.fullTitle()));
    runner.on(EVENT_TEST_FAIL, (test) => {
      counts.failed++;
      tellFailure({ title: test.fullTitle() });
    });
    runner.on(EVENT_RUN_END, () => {
      const file = process.env.PBX_TEST_COUNTS;
      if (file !== undefined) {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, JSON.stringify(counts));
      }
    });
  }
}

// Mocha loads a reporter by `require()` and takes what the module is.
export = CountingReporter;

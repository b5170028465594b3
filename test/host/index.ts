import { createRequire } from 'node:module';
import { basename } from 'node:path';
import Mocha from 'mocha';
import * as z from 'zod/mini';
import CountingReporter from '../rig/countingReporter';
import { mochaPrefix } from '../rig/mochaPrefix';

/**
 * Runs the host tests inside the extension host; VS Code calls this because `extensionTestsPath` names this module.
 * `PBX_TEST_FILES` (a JSON list of absolute paths) and `PBX_TEST_GREP` select the files and tests, and
 * `PBX_TEST_RETRIES` is how often a failing test is tried again. A file that cannot
 * be loaded counts as a failed test, and the others still run.
 *
 * @throws Error if a test failed: VS Code then ends the run with exit code 1
 */
export async function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = (line = '', ...values: unknown[]) =>
    console.log(`${mochaPrefix}${line}`, ...values);
  const files = z.parse(z.array(z.string()), JSON.parse(process.env.PBX_TEST_FILES ?? '[]'));
  const grep = process.env.PBX_TEST_GREP;
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    forbidOnly: true,
    retries: Number(process.env.PBX_TEST_RETRIES ?? 0),
    reporter: CountingReporter,
    ...(grep === undefined ? {} : { grep }),
  });
  // The bundler would replace a plain require(); this one loads at run time.
  const load = createRequire(__filename);
  for (const file of files) {
    try {
      mocha.suite.emit('pre-require', globalThis, file, mocha);
      mocha.suite.emit('require', load(file), file, mocha);
      mocha.suite.emit('post-require', globalThis, file, mocha);
    } catch (error) {
      mocha.suite.addTest(
        new Mocha.Test(`${basename(file)} loads`, () => {
          throw error;
        }),
      );
    }
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) {
    throw new Error(`${failures} host tests failed.`);
  }
}

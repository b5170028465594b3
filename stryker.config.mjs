/**
 * Mutation testing of what handles other people's money: `npm run mutation`, or a part of it with
 * `npx stryker run --mutate 'src/portal/retry.ts'`. The report stands in out/mutation/.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['src/portal/**/*.ts', 'src/orders/**/*.ts'],
  testRunner: 'mocha',
  // The runner knows nothing of mocha's own option `import`.
  testRunnerNodeArgs: ['--import', 'tsx'],
  mochaOptions: {
    'no-config': true,
    extension: ['ts'],
    spec: [
      'test/unit/portal/**/*.test.ts',
      'test/unit/orders/**/*.test.ts',
      'test/unit/tutorials/**/*.test.ts',
      'test/unit/export/**/*.test.ts',
      'test/unit/tree/**/*.test.ts',
      'test/unit/docs.test.ts',
    ],
    // These reach nearly every line, so they would run for nearly every mutant, for seconds or minutes each. What
    // other processes do is no mutant's doing either: only the process of the runner is mutated.
    ignore: ['test/unit/orders/faults.test.ts', 'test/unit/orders/lockProcesses.test.ts'],
  },
  coverageAnalysis: 'perTest',
  // Schemas, paths and limits are made once, on loading, and a wrong one is a wrong order: they count too.
  ignoreStatic: false,
  concurrency: 2,
  // Mocha's own time limit is off in the runner; the tests wait more than they compute.
  timeoutMS: 5000,
  timeoutFactor: 2,
  dryRunTimeoutMinutes: 5,
  incremental: false,
  incrementalFile: 'out/mutation/incremental.json',
  reporters: ['clear-text', 'progress', 'json', 'html'],
  jsonReporter: { fileName: 'out/mutation/mutation.json' },
  htmlReporter: { fileName: 'out/mutation/mutation.html' },
  clearTextReporter: { logTests: false, reportTests: false },
  thresholds: { high: 95, low: 92, break: 90 },
  tempDirName: 'out/mutation/copy',
  cleanTempDir: 'always',
  // Only what the unit tests need is copied.
  ignorePatterns: [
    ...['/*', '!/src', '!/docs', '!/test', '/test/*', '!/test/unit', '!/test/docs', '!/test/portal'],
    ...['!/package.json', '!/tsconfig.json', '!/.prettierrc.json'],
  ],
};

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium } from './chromium';
import type { Counts } from './counts';
import { endWithNpm } from './endWithNpm';
import { runHostTests } from './hostTests';
import { hostNames } from './install';
import { runNpm } from './npm';
import { outFolder, projectRoot } from './paths';
import { runMocha } from './runMocha';
import { packExtension, runUiTests, windowTests } from './uiTests';

/**
 * `npm test`: everything there is to test, or one part of it (`unit`, `host` or `ui`), with `--grep` those tests only.
 * The last line is `N passed, N failed`. The exit code is 1 when something failed, or when a part could not run or
 * ran nothing: that counts as one failure.
 */
async function main(): Promise<void> {
  const { part, grep } = readCommandLine();
  endWithNpm(1);
  const isWanted = (name: (typeof parts)[number]) => part === undefined || part === name;
  haveBrowser();
  // Both wait more than they compute, so they go on side by side; what the hosts print comes after the rest.
  const hostLines: string[] = [];
  const [units, hosts] = await Promise.all([
    isWanted('unit') ? testUnits(grep, console.log) : [],
    isWanted('host') ? testInHosts(grep, (line) => hostLines.push(line)) : [],
  ]);
  hostLines.forEach((line) => console.log(line));
  const windows = isWanted('ui') ? await testWindows(grep, console.log) : [];
  report([...units, ...hosts, ...windows], grep);
}

const parts = ['unit', 'host', 'ui'] as const;

function readCommandLine(): { part: (typeof parts)[number] | undefined; grep: string | undefined } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: 'string', short: 'g' } },
  });
  const part = parts.find((name) => name === positionals[0]);
  if (positionals.length > 1 || (positionals.length === 1 && part === undefined)) {
    throw new Error(
      `There is no part ${positionals.join(' ')}. Use: npm test [-- unit|host|ui] [--grep TEXT]`,
    );
  }
  return { part, grep: values.grep };
}

/** What became of one run; `broken` says why it could not be run to its end. */
interface Result {
  readonly name: string;
  readonly counts: Counts;
  readonly broken?: string;
}

/**
 * Every part needs a browser. It is installed before parts go on side by side, since apt-get refuses a second
 * one at a time; where it cannot be, the tests that need it say so themselves.
 */
function haveBrowser(): void {
  try {
    findChromium();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
}

async function testUnits(grep: string | undefined, print: Print): Promise<Result[]> {
  heading('Unit tests', print);
  const commandLine = grep === undefined ? [] : ['--grep', grep];
  return [await attempt('unit', () => runMocha({ name: 'unit', commandLine, print }))];
}

async function testInHosts(grep: string | undefined, print: Print): Promise<Result[]> {
  heading('Build', print);
  const build = await attempt('build', async () => {
    print(await runNpm(['run', 'build', '--', '--production'], projectRoot));
    return nothing;
  });
  if (build.broken !== undefined) {
    return [build];
  }
  const results: Result[] = [];
  for (const version of hostNames) {
    heading(`Tests in the extension host of the ${version} VS Code`, print);
    results.push(await attempt(`host, ${version}`, () => runHostTests(version, { grep, print })));
  }
  return results;
}

async function testWindows(grep: string | undefined, print: Print): Promise<Result[]> {
  heading('Package', print);
  rmSync(join(outFolder, 'failures'), { recursive: true, force: true });
  let vsix = '';
  const packing = await attempt('package', async () => {
    vsix = await packExtension();
    print(vsix);
    return nothing;
  });
  if (packing.broken !== undefined) {
    return [packing];
  }
  print('The window tests run in two rows side by side; each part is printed when it ends.');
  const rows = windowTests.map(async (parts) => {
    const results: Result[] = [];
    for (const part of parts) {
      const lines: string[] = [];
      results.push(
        await attempt(part.name, () => runUiTests(part, vsix, { grep, print: (line) => lines.push(line) })),
      );
      heading(`Tests in a window of the ${part.version} VS Code: ${part.files}`, print);
      lines.forEach((line) => print(line));
    }
    return results;
  });
  return (await Promise.all(rows)).flat();
}

const nothing: Counts = { passed: 0, failed: 0, skipped: [] };

async function attempt(name: string, run: () => Promise<Counts>): Promise<Result> {
  try {
    return { name, counts: await run() };
  } catch (error) {
    const broken = error instanceof Error ? error.message : String(error);
    return { name, counts: { ...nothing, failed: 1 }, broken };
  }
}

type Print = (line: string) => void;

function heading(text: string, print: Print): void {
  print(`\n== ${text}`);
}

function report(results: readonly Result[], grep: string | undefined): void {
  heading('Results', console.log);
  let passed = 0;
  let failed = 0;
  for (const { name, counts, broken } of results) {
    const empty = broken === undefined && counts.passed + counts.failed === 0;
    passed += counts.passed;
    // With --grep, a part may well have nothing to run.
    failed += counts.failed + (empty && grep === undefined ? 1 : 0);
    const { skipped } = counts;
    console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed, ${skipped.length} skipped`);
    skipped.forEach((title) => console.log(`  skipped: ${title}`));
    if (empty) {
      console.log('  no test ran');
    }
    if (broken !== undefined) {
      console.log(`  ${broken.replaceAll('\n', '\n  ')}`);
    }
  }
  if (passed + failed === 0) {
    console.log('Nothing was tested.');
    failed = 1;
  }
  process.exitCode = failed > 0 ? 1 : 0;
  console.log(`${passed} passed, ${failed} failed`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});

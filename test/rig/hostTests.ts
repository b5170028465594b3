import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { format } from 'node:util';
import { bundleForHost } from './bundleForHost';
import { mochaPrefix } from './mochaPrefix';
import { readCounts, type Counts } from './counts';
import { builtInForTests } from './extensions';
import { installHost, type HostName } from './install';
import { outFolder, projectRoot } from './paths';
import { startServer } from './server';
import { withSourcePositions } from './sourcePositions';
import { findTestFiles } from './testFiles';
import { openBrowser, openProfile, openWindow } from './window';

export interface RunOptions {
  /** Runs only tests whose full title contains this text, or matches it if it has the form `/…/`. */
  readonly grep?: string | undefined;
  /** Whether a test that fails is tried again. */
  readonly retry?: boolean;
  /** Receives the output, line by line. */
  readonly print: (line: string) => void;
}

/** Milliseconds without output after which a run fails. */
const maxSilence = 120_000;

/**
 * Files whose result does not depend on the version of VS Code, because they test our own code against pages, portals
 * and storage. The oldest version does not run them.
 */
const newestOnly: readonly string[] = [
  'badWeather.test.ts',
  'bulkLoading.test.ts',
  'bulkOrder.test.ts',
  'bulkRemembers.test.ts',
  'bulkRenewals.test.ts',
  'bulkReview.test.ts',
  'bulkRuns.test.ts',
  'consent.test.ts',
  'duplicates.test.ts',
  'enemy.test.ts',
  'enemyOrders.test.ts',
  'exports.test.ts',
  'form.test.ts',
  'frozenForms.test.ts',
  'fuzzedReplies.test.ts',
  'keptEntries.test.ts',
  'orderFilter.test.ts',
  'prices.test.ts',
  'readDueDates.test.ts',
  'renewedDates.test.ts',
  'review.test.ts',
  'reviewChanges.test.ts',
  'silentSecrets.test.ts',
  'treeChanges.test.ts',
  'unreadableEntries.test.ts',
];

/** Returns the host tests that a version runs, as absolute paths. */
export function hostTestsFor(version: HostName, { thorough }: { readonly thorough: boolean }): string[] {
  const files = findTestFiles('host');
  return thorough || version === 'newest'
    ? files
    : files.filter((file) => !newestOnly.includes(basename(file)));
}

/** The bundled host tests, and the environment in which `test/host/index.ts` finds them. */
export interface HostTestBundle {
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The file that `CountingReporter` writes at the end of the run. */
  readonly countsFile: string;
}

/**
 * Bundles host tests.
 * @param run name that distinguishes concurrent runs
 * @param files absolute paths of the test files; all if omitted
 */
export async function bundleHostTests(
  run: string,
  grep: string | undefined,
  files: readonly string[] = findTestFiles('host'),
): Promise<HostTestBundle> {
  const [entry = '', ...bundled] = await bundleForHost(
    [join(projectRoot, 'test', 'host', 'index.ts'), ...files],
    `host-${run}`,
  );
  const countsFile = join(outFolder, 'counts', `host-${run}-${process.pid}.json`);
  rmSync(countsFile, { force: true });
  return {
    entry,
    countsFile,
    environment: {
      PBX_TEST_FILES: JSON.stringify(bundled),
      PBX_TEST_COUNTS: countsFile,
      ...(grep === undefined ? {} : { PBX_TEST_GREP: grep }),
    },
  };
}

/**
 * Runs `test/host/` with mocha inside the extension host of an installed VS Code, with the extension from the project's
 * folder (run `npm run build` before). Mocha's output is printed immediately. Other console output of VS Code, the
 * extension or a test goes to `out/logs/`.
 * @throws Error if the run did not complete
 */
export async function runHostTests(
  version: HostName,
  files: readonly string[],
  { grep, retry = false, print }: RunOptions,
): Promise<Counts> {
  const host = await installHost(version, print);
  const bundle = await bundleHostTests(version, grep, files);
  const logFile = join(outFolder, 'logs', `host-${version}.log`);
  mkdirSync(dirname(logFile), { recursive: true });
  const others = createWriteStream(logFile);
  const server = await startServer({
    host,
    developmentHost: true,
    builtIn: builtInForTests,
    environment: {
      ...bundle.environment,
      PBX_TEST_RETRIES: retry ? '1' : '0',
      PBX_VSCODE_VERSION: host.vscodeVersion,
    },
  });
  try {
    const browser = await openBrowser();
    try {
      const profile = await openProfile(browser);
      await new Promise<void>((resolve, reject) => {
        const giveUp = () => reject(new Error(`Nothing was heard of the host for ${maxSilence / 1000} s.`));
        let silence = setTimeout(giveUp, maxSilence);
        openWindow(profile, server, {
          extensionDevelopmentPath: projectRoot,
          extensionTestsPath: bundle.entry,
          onConsole: (type, values) => {
            clearTimeout(silence);
            silence = setTimeout(giveUp, maxSilence);
            const line = format(...values);
            if (line.startsWith(mochaPrefix)) {
              print(withSourcePositions(line.slice(mochaPrefix.length)));
            } else {
              others.write(`${type} ${line}\n`);
            }
          },
          onExit: () => {
            clearTimeout(silence);
            resolve();
          },
        }).catch(reject);
      });
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
    others.end();
  }
  try {
    return readCounts(bundle.countsFile);
  } catch (error) {
    throw new Error(`${String(error)} What the host wrote is in ${logFile}.`, { cause: error });
  }
}

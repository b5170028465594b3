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
  /** Only tests whose full title contains this, or matches it where it is `/…/`. */
  readonly grep?: string | undefined;
  /** Takes the output, line by line. */
  readonly print: (line: string) => void;
}

/** Milliseconds without a line of output after which a run is given up. */
const longestSilence = 120_000;

/**
 * Files that try our own code with what a page, a portal or a storage may do, which is the same in every VS Code: the
 * oldest one leaves them out.
 */
const newestAlone: readonly string[] = [
  'consent.test.ts',
  'duplicates.test.ts',
  'enemy.test.ts',
  'enemyOrders.test.ts',
  'exports.test.ts',
  'fuzzedReplies.test.ts',
  'orderFilter.test.ts',
  'prices.test.ts',
  'review.test.ts',
  'reviewChanges.test.ts',
  'silentSecrets.test.ts',
];

/** The host tests that a version runs, as absolute paths. */
export function hostTestsFor(version: HostName, { thorough }: { readonly thorough: boolean }): string[] {
  const files = findTestFiles('host');
  return thorough || version === 'newest'
    ? files
    : files.filter((file) => !newestAlone.includes(basename(file)));
}

/** The bundled host tests, and the environment that tells `test/host/index.ts` about them. */
export interface HostTestBundle {
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Written at the end of the run, see `CountingReporter`. */
  readonly countsFile: string;
}

/**
 * @param run names the run among those that go on at the same time
 * @param files absolute paths of the test files; all unless told
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
 * Runs `test/host/` with mocha inside the extension host of an installed VS Code, with the extension from the
 * project's folder (`npm run build` first). Mocha's output is printed as it comes; what else
 * is written to the console, by VS Code, the extension or a test, is kept in `out/logs/`.
 * @throws Error when the run did not come to its end
 */
export async function runHostTests(
  version: HostName,
  files: readonly string[],
  { grep, print }: RunOptions,
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
    environment: { ...bundle.environment, PBX_VSCODE_VERSION: host.vscodeVersion },
  });
  try {
    const browser = await openBrowser();
    try {
      const profile = await openProfile(browser);
      await new Promise<void>((resolve, reject) => {
        const giveUp = () =>
          reject(new Error(`Nothing was heard of the host for ${longestSilence / 1000} s.`));
        let silence = setTimeout(giveUp, longestSilence);
        openWindow(profile, server, {
          extensionDevelopmentPath: projectRoot,
          extensionTestsPath: bundle.entry,
          onConsole: (type, values) => {
            clearTimeout(silence);
            silence = setTimeout(giveUp, longestSilence);
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

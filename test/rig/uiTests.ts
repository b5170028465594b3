import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Counts } from './counts';
import { installPackage } from './extensions';
import type { RunOptions } from './hostTests';
import { installHost, type HostName } from './install';
import { runNpm } from './npm';
import { outFolder, projectRoot } from './paths';
import { runMocha } from './runMocha';

const packageFile = join(outFolder, 'pbx-subscriptions.vsix');

/**
 * Builds the extension for publication and packs it.
 * @returns path of the .vsix
 * @throws Error with vsce's message
 */
export async function packExtension(): Promise<string> {
  // vsce does not create the folder, and in a fresh clone it may not exist yet.
  mkdirSync(outFolder, { recursive: true });
  await runNpm(['run', 'package', '--', '--out', packageFile], projectRoot);
  return packageFile;
}

/** Window tests that share a VS Code and run in a Node process of their own. */
export interface WindowScene {
  readonly name: string;
  /** Files of `test/ui/`. */
  readonly files: readonly string[];
  /** Whether they depend on VS Code itself (menus, trees, webviews, secrets), and so also run in the oldest version. */
  readonly surface: boolean;
  /** Duration in seconds on a machine with two cores. */
  readonly seconds: number;
}

export const windowScenes: readonly WindowScene[] = [
  {
    name: 'surface',
    files: ['referenceJob.test.ts', 'browsing.test.ts', 'reload.test.ts', 'strangers.test.ts'],
    surface: true,
    seconds: 65,
  },
  {
    name: 'operations',
    files: [
      'newest/operations.test.ts',
      'newest/operationLimits.test.ts',
      'newest/formsFromElsewhere.test.ts',
    ],
    surface: false,
    seconds: 80,
  },
  {
    name: 'orders',
    files: [
      'newest/orders.test.ts',
      'newest/orderFilter.test.ts',
      'newest/hostileNames.test.ts',
      'newest/canary.test.ts',
    ],
    surface: false,
    seconds: 80,
  },
  {
    name: 'lists',
    files: [
      'newest/products.test.ts',
      'newest/form.test.ts',
      'newest/prices.test.ts',
      'newest/exports.test.ts',
      'newest/signIn.test.ts',
      'newest/sandbox.test.ts',
      'newest/walkthrough.test.ts',
      'newest/bulkOrder.test.ts',
      'newest/bulkClicks.test.ts',
    ],
    surface: false,
    seconds: 130,
  },
  { name: 'duplicates', files: ['newest/blocked.test.ts'], surface: false, seconds: 75 },
  {
    name: 'killed hosts',
    files: ['newest/killed.test.ts', 'newest/lostHost.test.ts', 'newest/bulkKilled.test.ts'],
    surface: false,
    seconds: 125,
  },
];

/** Installs the package once per version. Every window test starts from a copy. */
export async function prepareWindows(version: HostName): Promise<void> {
  await installPackage(await installHost(version), packageFile, installedFolder(version));
}

function installedFolder(version: HostName): string {
  return join(outFolder, 'installed', version);
}

/**
 * Runs window tests with mocha, in a Node process of its own, where `launch()` reads the version and the installed
 * package from the environment. Traces of failures are saved in `out/failures/`.
 * @throws Error if the run did not complete
 */
export function runWindowTests(
  { name, files }: WindowScene,
  version: HostName,
  { grep, retry = false, print }: RunOptions,
): Promise<Counts> {
  return runMocha({
    name: `ui-${version}-${name.replaceAll(/\W+/g, '-')}`,
    commandLine: [
      '--no-config',
      // `--exit`, because a failed hook leaves servers running that would keep the process alive after the tests.
      ...['--import=tsx', '--forbid-only', '--exit', '--timeout', '180000', '--retries', retry ? '1' : '0'],
      ...(grep === undefined ? [] : ['--grep', grep]),
      ...files.map((file) => join('test', 'ui', file)),
    ],
    environment: { PBX_HOST: version, PBX_EXTENSIONS: installedFolder(version), PBX_VSIX: packageFile },
    print,
  });
}

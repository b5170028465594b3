import { join } from 'node:path';
import type { Counts } from './counts';
import type { RunOptions } from './hostTests';
import { installHost } from './install';
import type { HostName } from './install';
import { runNpm } from './npm';
import { outFolder, projectRoot } from './paths';
import { runMocha } from './runMocha';

/**
 * Packs the extension as it is published.
 * @returns path of the .vsix
 * @throws Error with vsce's words
 */
export async function packExtension(): Promise<string> {
  const vsix = join(outFolder, 'pbx-subscriptions.vsix');
  await runNpm(['run', 'package', '--', '--out', vsix], projectRoot);
  return vsix;
}

/**
 * What depends on VS Code's own surface is tried in both versions. What is true of the extension alone, and takes
 * restarts and several windows to show, is in `test/ui/newest/`.
 */
const testFiles: Readonly<Record<HostName, string>> = {
  oldest: 'test/ui/*.test.ts',
  newest: 'test/ui/**/*.test.ts',
};

/**
 * Runs `test/ui/` with mocha, in a Node of its own; `launch()` there takes the version and the package from the
 * environment. What failed is kept in `out/failures/`.
 * @param vsix the package that the windows have installed
 * @throws Error when the run did not come to its end
 */
export async function runUiTests(
  version: HostName,
  vsix: string,
  { grep, print }: RunOptions,
): Promise<Counts> {
  await installHost(version, print);
  return runMocha({
    name: `ui-${version}`,
    commandLine: [
      '--no-config',
      // A hook that fails leaves servers behind, and these would keep a run from ending that is long over.
      ...['--import=tsx', '--forbid-only', '--exit', '--timeout', '120000'],
      ...(grep === undefined ? [] : ['--grep', grep]),
      testFiles[version],
    ],
    environment: { PBX_HOST: version, PBX_VSIX: vsix },
    print,
  });
}

import { mkdirSync } from 'node:fs';
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
  // vsce makes no folder, and in a fresh clone none of the other tests may have made it.
  mkdirSync(outFolder, { recursive: true });
  await runNpm(['run', 'package', '--', '--out', vsix], projectRoot);
  return vsix;
}

/** A part of the window tests that runs in a Node of its own. */
export interface WindowTests {
  readonly name: string;
  readonly version: HostName;
  readonly files: string;
}

/**
 * What depends on VS Code's own surface is tried in both versions. What is true of the extension alone, and takes
 * restarts and several windows to show, is in `test/ui/newest/`. Two rows that take about the same time, side by side.
 */
export const windowTests: readonly (readonly WindowTests[])[] = [
  [
    { name: 'ui, oldest', version: 'oldest', files: 'test/ui/*.test.ts' },
    { name: 'ui, newest', version: 'newest', files: 'test/ui/*.test.ts' },
  ],
  [{ name: 'ui, newest alone', version: 'newest', files: 'test/ui/newest/*.test.ts' }],
];

/**
 * Runs `test/ui/` with mocha, in a Node of its own; `launch()` there takes the version and the package from the
 * environment. What failed is kept in `out/failures/`.
 * @param vsix the package that the windows have installed
 * @throws Error when the run did not come to its end
 */
export async function runUiTests(
  { name, version, files }: WindowTests,
  vsix: string,
  { grep, print }: RunOptions,
): Promise<Counts> {
  await installHost(version, print);
  return runMocha({
    name: name.replace(/\W+/g, '-'),
    commandLine: [
      '--no-config',
      // A hook that fails leaves servers behind, and these would keep a run from ending that is long over.
      ...['--import=tsx', '--forbid-only', '--exit', '--timeout', '120000'],
      ...(grep === undefined ? [] : ['--grep', grep]),
      files,
    ],
    environment: { PBX_HOST: version, PBX_VSIX: vsix },
    print,
  });
}

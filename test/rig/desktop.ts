import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { readCounts } from './counts';
import { bundleHostTests } from './hostTests';
import { runNpm } from './npm';
import { projectRoot } from './paths';
import versions from './versions.json';

/**
 * `npm run test:desktop`: runs the host tests in desktop VS Code, in the oldest supported and the stable version, on
 * machines that can download it. The exit code is 1 if a test fails or VS Code cannot be downloaded.
 */
async function main(): Promise<void> {
  console.log(await runNpm(['run', 'build', '--', '--production'], projectRoot));
  let passed = 0;
  let failed = 0;
  for (const version of [oldestOf(versions.oldest.vscode), 'stable']) {
    console.log(`\n== Tests in the extension host of desktop VS Code ${version}`);
    const counts = await testIn(version);
    passed += counts.passed;
    failed += counts.failed;
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** Returns the first patch of a release: `engines.vscode` promises to support all of them. */
function oldestOf(version: string): string {
  return version.replace(/\.\d+$/, '.0');
}

async function testIn(version: string): Promise<{ passed: number; failed: number }> {
  const vscodeExecutablePath = await download(version);
  const bundle = await bundleHostTests(`desktop-${version}`, undefined);
  const journal = mkdtempSync(join(tmpdir(), 'pbx-journal-'));
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath: bundle.entry,
      extensionTestsEnv: { ...bundle.environment, PBX_JOURNAL_FOLDER: journal },
      launchArgs: ['--disable-extensions', '--disable-workspace-trust', '--skip-welcome', '--no-sandbox'],
    });
  } catch (error) {
    // `runTests` rejects whenever a test fails. The counts file shows whether mocha could report.
    console.log(error instanceof Error ? error.message : error);
  }
  return readCounts(bundle.countsFile);
}

async function download(version: string): Promise<string> {
  try {
    return await downloadAndUnzipVSCode(version);
  } catch (error) {
    throw new Error(
      `Desktop VS Code ${version} could not be downloaded from update.code.visualstudio.com ` +
        `(${error instanceof Error ? error.message : String(error)}). ` +
        'npm run test:host runs the same tests in a VS Code from the npm registry.',
      { cause: error },
    );
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

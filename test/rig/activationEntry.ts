import { appendFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { extensions } from 'vscode';

/**
 * Activates the extension that `PBX_MEASURE_EXTENSION` names, and appends the duration in milliseconds as a line to the
 * file that `PBX_MEASURE_REPORT` names. VS Code calls this because `extensionTestsPath` names this module.
 * @throws Error if the extension is not installed or already active
 */
export async function run(): Promise<void> {
  const { PBX_MEASURE_EXTENSION: id = '', PBX_MEASURE_REPORT: report = '' } = process.env;
  const extension = extensions.getExtension(id);
  if (extension === undefined || extension.isActive) {
    throw new Error(
      `The extension ${id} is ${extension === undefined ? 'not installed' : 'active already'}.`,
    );
  }
  const start = performance.now();
  await extension.activate();
  appendFileSync(report, `${performance.now() - start}\n`);
}

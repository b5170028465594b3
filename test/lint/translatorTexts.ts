import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Checks that `l10n/` has the texts of the code: they are read from the code as `npm run l10n` does it. */
const root = resolve(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'pbx-l10n-'));
try {
  const command = join(root, 'node_modules', '@vscode', 'l10n-dev', 'dist', 'cli.js');
  // What it says is told only with a failure: it wonders about the folder, which is not that of package.json.
  execFileSync(process.execPath, [command, 'export', '--outDir', folder, 'src'], {
    cwd: root,
    stdio: 'pipe',
  });
  const textsIn = (path: string): unknown => JSON.parse(readFileSync(join(path, 'bundle.l10n.json'), 'utf8'));
  assert.deepEqual(textsIn(folder), textsIn(join(root, 'l10n')), 'Run "npm run l10n".');
} finally {
  rmSync(folder, { recursive: true });
}

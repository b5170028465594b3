import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The same extension in a folder of its own, but one that VS Code does not activate by itself: the activation of one
 * that starts with the window could not be timed.
 * @returns path of the folder; the caller removes it
 */
export function withoutActivationEvents(extensionFolder: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'pbx-extension-'));
  for (const name of readdirSync(extensionFolder)) {
    if (name !== 'package.json') {
      symlinkSync(join(extensionFolder, name), join(folder, name));
    }
  }
  const manifest: unknown = JSON.parse(readFileSync(join(extensionFolder, 'package.json'), 'utf8'));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify(manifest, (key, value: unknown) => (key === 'activationEvents' ? [] : value)),
  );
  return folder;
}

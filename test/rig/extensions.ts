import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { InstalledHost } from './install';
import { environmentForVSCode } from './processes';

/** Where the extensions are that were installed on a server. */
export function extensionsFolder(dataFolder: string): string {
  return join(dataFolder, 'extensions');
}

/**
 * Installs a package as a user does, into a folder that servers can start from.
 * @param vsix path of the package
 * @param folder takes the installed extension; what is there is removed
 * @throws Error with VS Code's words when it refuses the package
 */
export async function installPackage(host: InstalledHost, vsix: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const dataFolder = mkdtempSync(join(tmpdir(), 'pbx-install-'));
  try {
    await promisify(execFile)(
      host.node,
      [
        'out/server-main.js',
        '--accept-server-license-terms',
        ...['--server-data-dir', dataFolder, '--extensions-dir', folder],
        ...['--install-extension', vsix],
      ],
      { cwd: host.folder, env: environmentForVSCode() },
    );
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Lays out the extensions of a server before it starts. */
export function addExtensions(
  {
    installed,
    linked = [],
  }: { readonly installed?: string | undefined; readonly linked?: readonly string[] | undefined },
  dataFolder: string,
): void {
  const folder = extensionsFolder(dataFolder);
  mkdirSync(folder, { recursive: true });
  if (installed !== undefined) {
    cpSync(installed, folder, { recursive: true });
    // VS Code's list of what is installed names each extension by its absolute path.
    const list = join(folder, 'extensions.json');
    writeFileSync(list, readFileSync(list, 'utf8').replaceAll(installed, folder));
  }
  for (const extension of linked) {
    // A junction is the kind of link that Windows lets everybody make.
    symlinkSync(extension, join(folder, `linked-${basename(extension)}`), 'junction');
  }
}

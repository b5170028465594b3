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

/** Where the extensions are that a server takes for those that VS Code brings along. */
export function builtInFolder(dataFolder: string): string {
  return join(dataFolder, 'builtin');
}

/**
 * What a window of the tests needs of the hundred extensions that VS Code brings along: without the others it is there
 * a fifth sooner.
 */
export const builtInForTests: readonly string[] = [
  'theme-defaults',
  'json',
  'json-language-features',
  'configuration-editing',
];

interface ServerExtensions {
  readonly host: InstalledHost;
  readonly installed?: string | undefined;
  readonly linked?: readonly string[] | undefined;
  readonly builtIn?: readonly string[] | undefined;
}

/** Lays out the extensions of a server before it starts. */
export function addExtensions(
  { host, installed, linked = [], builtIn = [] }: ServerExtensions,
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
  // A junction is the kind of link that Windows lets everybody make.
  for (const extension of linked) {
    symlinkSync(extension, join(folder, `linked-${basename(extension)}`), 'junction');
  }
  mkdirSync(builtInFolder(dataFolder));
  for (const name of builtIn) {
    symlinkSync(join(host.folder, 'extensions', name), join(builtInFolder(dataFolder), name), 'junction');
  }
}

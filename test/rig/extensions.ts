import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { InstalledHost } from './install';
import { environmentForVSCode } from './processes';

/** Returns the folder of the extensions that are installed on a server. */
export function extensionsFolder(dataFolder: string): string {
  return join(dataFolder, 'extensions');
}

/**
 * Installs a package as a user does, into a folder that servers can start from.
 * @param vsix path of the package
 * @param folder where to install the extension; its previous content is removed
 * @throws Error with VS Code's message if it rejects the package
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

/** Returns the folder of the extensions that a server uses as VS Code's built-in ones. */
export function builtInFolder(dataFolder: string): string {
  return join(dataFolder, 'builtin');
}

/**
 * The built-in extensions that test windows need. VS Code has about a hundred; without the others, a window opens a
 * fifth faster.
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

/** Places the extensions of a server into its data folder, before it starts. */
export function addExtensions(
  { host, installed, linked = [], builtIn = [] }: ServerExtensions,
  dataFolder: string,
): void {
  const folder = extensionsFolder(dataFolder);
  mkdirSync(folder, { recursive: true });
  if (installed !== undefined) {
    cpSync(installed, folder, { recursive: true });
    // VS Code's list of installed extensions has their absolute paths.
    const list = join(folder, 'extensions.json');
    writeFileSync(list, readFileSync(list, 'utf8').replaceAll(installed, folder));
  }
  // Windows lets every user create junctions, but not symbolic links.
  for (const extension of linked) {
    symlinkSync(extension, join(folder, `linked-${basename(extension)}`), 'junction');
  }
  mkdirSync(builtInFolder(dataFolder));
  for (const name of builtIn) {
    symlinkSync(join(host.folder, 'extensions', name), join(builtInFolder(dataFolder), name), 'junction');
  }
}

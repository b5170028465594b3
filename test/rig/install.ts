import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runNpm } from './npm';
import { cacheFolder } from './paths';
import { isRunning } from './processes';
import versions from './versions.json';

/** `newest`: the VS Code that most users have; `oldest`: the first version that `engines.vscode` allows. */
export type HostName = keyof typeof versions;

export const hostNames: readonly HostName[] = ['oldest', 'newest'];

/** A VS Code server in the cache folder, ready to start. */
export interface InstalledHost {
  readonly name: HostName;
  /** The version of VS Code, as in `vscode.version`. */
  readonly vscodeVersion: string;
  /** The folder of VS Code, which contains `out/server-main.js`. */
  readonly folder: string;
  /** The executable of the Node version that this VS Code is built for. */
  readonly node: string;
}

/**
 * Installs a VS Code server from the npm registry into the cache folder, unless it is installed. Nothing is compiled,
 * and no install scripts run. Two processes may install the same host concurrently: each uses a folder of its own, and
 * the first to finish is kept.
 * @param name which of the pinned versions
 * @param print receives progress, one plain line at a time
 * @throws Error if there is no Node package for this platform, or the registry cannot be reached
 */
export async function installHost(
  name: HostName,
  print: (line: string) => void = console.log,
): Promise<InstalledHost> {
  const { vscode, codeServer } = versions[name];
  const nodePackage = nodePackageOf(name);
  const folder = join(cacheFolder, `${codeServer}-${nodePackage}`.replaceAll('@', '-'));
  if (!existsSync(folder)) {
    const start = Date.now();
    print(
      `Installing VS Code ${vscode} from the npm registry (${codeServer}, ${nodePackage}), once; about 0.7 GB.`,
    );
    await mkdir(cacheFolder, { recursive: true });
    await removeInterrupted();
    const unfinished = await mkdtemp(join(cacheFolder, `${unfinishedPrefix}${process.pid}-`));
    try {
      await install(unfinished, codeServer, nodePackage, print);
      await keepFirst(unfinished, folder);
    } catch (error) {
      throw new Error(
        `VS Code ${vscode} could not be installed from the npm registry. Check the connection ` +
          `(npm ping) and run this again.\n${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
    print(`VS Code ${vscode} is installed (${Math.round((Date.now() - start) / 1000)} s).`);
  }
  return {
    name,
    vscodeVersion: vscode,
    folder: join(folder, 'vscode'),
    node: join(folder, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
  };
}

const unfinishedPrefix = 'unfinished-';

function nodePackageOf(name: HostName): string {
  const packages: Record<string, string> = versions[name].node;
  const platform = `${process.platform}-${process.arch}`;
  const found = packages[platform];
  if (found === undefined) {
    throw new Error(
      `The npm registry has no Node for ${platform} to run VS Code with (it has ${Object.keys(packages).join(', ')}). ` +
        'Install desktop VS Code and use npm run test:desktop.',
    );
  }
  return found;
}

const installOptions = [
  ...['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--no-package-lock'],
  // With npm's default timeouts, a missing connection would only be reported after two minutes.
  ...['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'],
];

async function install(
  folder: string,
  codeServer: string,
  nodePackage: string,
  print: (line: string) => void,
): Promise<void> {
  // With a package.json of its own, npm installs into this folder and not into the project around it.
  const packages = join(folder, 'packages');
  await mkdir(packages);
  await writeFile(join(packages, 'package.json'), '{ "private": true }');
  print('  1/3 downloading VS Code and Node');
  await runNpm(['install', ...installOptions, codeServer, nodePackage], packages);
  const vscode = join(folder, 'vscode');
  await rename(join(packages, 'node_modules', nameOf(codeServer), 'lib', 'vscode'), vscode);
  await rename(join(packages, 'node_modules', nameOf(nodePackage)), join(folder, 'node'));
  await rm(packages, { recursive: true });

  print("  2/3 installing VS Code's own dependencies");
  await runNpm(['install', ...installOptions], vscode);

  print('  3/3 replacing native modules, which would have to be compiled');
  for (const [module, standIn] of standIns) {
    const target = join(vscode, 'node_modules', module);
    if (existsSync(target)) {
      await rm(target, { recursive: true });
      await mkdir(target);
      await writeFile(join(target, 'package.json'), JSON.stringify({ name: module, main: 'index.js' }));
      await copyFile(join(__dirname, 'standIns', standIn), join(target, 'index.js'));
    }
  }
}

/** Replacements for native modules. Without a log writer, output channels stay empty. The watchdog has a new name. */
const standIns = [
  ['@vscode/spdlog', 'spdlog.js'],
  ['@vscode/native-watchdog', 'watchdog.js'],
  ['native-watchdog', 'watchdog.js'],
] as const;

function nameOf(pinned: string): string {
  return pinned.slice(0, pinned.lastIndexOf('@'));
}

/** Moves the folder into place. If that fails because another process was first, keeps the folder of that process. */
async function keepFirst(unfinished: string, folder: string): Promise<void> {
  try {
    await rename(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) {
      throw error;
    }
  }
}

/** Removes incomplete installations of processes that no longer run. */
async function removeInterrupted(): Promise<void> {
  for (const entry of await readdir(cacheFolder)) {
    const owner = Number(/^unfinished-(\d+)-/.exec(entry)?.[1]);
    if (Number.isInteger(owner) && !isRunning(owner)) {
      await rm(join(cacheFolder, entry), { recursive: true, force: true });
    }
  }
}

import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { addExtensions, builtInFolder, extensionsFolder } from './extensions';
import type { InstalledHost } from './install';
import { MachineSettings, type Settings } from './machineSettings';
import { environmentForVSCode, killGroup, listProcesses } from './processes';

export interface ServerOptions {
  readonly host: InstalledHost;
  /** Machine settings in addition to the tidy ones. They apply to settings of scope `machine`, not `application`. */
  readonly settings?: Settings | undefined;
  /**
   * Whether windows may load an extension by `extensionDevelopmentPath`. VS Code 1.139 supports it only with its smoke
   * test driver, and then shows no notification toasts. VS Code 1.100 always supports it, and with the driver rejects
   * modal dialogs. For windows as users have them, omit this and use `installed` or `linked`.
   */
  readonly developmentHost?: boolean | undefined;
  /** Folders of extensions to link in without packing them. */
  readonly linked?: readonly string[] | undefined;
  /** A folder of installed extensions to start from (see `installPackage`). */
  readonly installed?: string | undefined;
  /** Folder names of the built-in extensions to include; all if omitted. */
  readonly builtIn?: readonly string[] | undefined;
  /** Environment variables in addition to those of this process; the extension host inherits them. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Exit code of this process if a signal ends it while the server runs. Defaults to 128 + the signal's number. */
  readonly exitCodeOnSignal?: number | undefined;
}

type ServerProcess = ChildProcessByStdio<null, Readable, Readable>;

/** Settings that keep windows quiet and the same from run to run, so that they show only what the test is about. */
const tidySettings: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'update.mode': 'none',
  'git.enabled': false,
  // Otherwise VS Code would watch the port of every test portal.
  'remote.autoForwardPorts': false,
};

/**
 * Starts a VS Code server on a free port of the loopback interface, with a data folder of its own, and waits until it
 * listens. The server ends together with this process, however that ends (except by SIGKILL). It only serves clients
 * that know its token: other users of the machine and pages of other origins can reach its port too, and a client can
 * read, write and run whatever this user can.
 * @throws Error with the server's output if it ends instead of listening
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'pbx-vscode-'));
  const settings = new MachineSettings(dataFolder, { ...tidySettings, ...options.settings });
  addExtensions(options, dataFolder);
  const token = writeToken(dataFolder);
  const child = spawn(
    options.host.node,
    [
      'out/server-main.js',
      ...['--host', '127.0.0.1', '--port', '0'],
      // In a file, because all users of the machine can read command lines.
      ...['--connection-token-file', tokenFile(dataFolder)],
      '--accept-server-license-terms',
      ...['--server-data-dir', dataFolder, '--extensions-dir', extensionsFolder(dataFolder)],
      ...(options.builtIn === undefined ? [] : ['--builtin-extensions-dir', builtInFolder(dataFolder)]),
      '--disable-telemetry',
      ...(options.developmentHost === true ? ['--enable-smoke-test-driver'] : []),
    ],
    {
      cwd: options.host.folder,
      env: {
        ...environmentForVSCode(),
        PBX_JOURNAL_FOLDER: journalFolder(dataFolder),
        ...options.environment,
      },
      // A process group of its own, so that its extension hosts end with it and Ctrl+C reaches only this process.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    },
  );
  const ending = endWithThisProcess(child, dataFolder, options.exitCodeOnSignal);
  try {
    const port = await listeningPort(child);
    return new Server(options.host, port, token, dataFolder, child, ending, settings);
  } catch (error) {
    ending.endNow();
    throw error;
  }
}

/** Returns the file from which a server reads its token. Only this user has access to it and to its folder. */
export function tokenFile(dataFolder: string): string {
  return join(dataFolder, 'token');
}

/** Writes a new token for a server. @returns the token */
function writeToken(dataFolder: string): string {
  const token = randomBytes(32).toString('hex');
  writeFileSync(tokenFile(dataFolder), token, { mode: 0o600, flag: 'wx' });
  return token;
}

/** Returns the folder of the order journal for the windows of a server. It is never that of the user's own journal. */
export function journalFolder(dataFolder: string): string {
  return join(dataFolder, 'journal');
}

/** A running VS Code server. `openWindow` opens windows on it. */
export class Server {
  constructor(
    readonly host: InstalledHost,
    readonly port: number,
    /** The connection token that every address of this server has to include; see `windowAddress`. */
    readonly token: string,
    /** Settings, installed extensions, global storage and logs of every window of this server. */
    readonly dataFolder: string,
    private readonly child: ServerProcess,
    private readonly ending: Ending,
    private readonly settings: MachineSettings,
  ) {}

  get processId(): number | undefined {
    return this.child.pid;
  }

  /** The folder that contains a folder of logs for each start of the server. */
  get logsFolder(): string {
    return join(this.dataFolder, 'data', 'logs');
  }

  /** Changes machine settings. Open windows apply them automatically, a moment later. */
  updateSettings(changes: Settings): void {
    this.settings.update(changes);
  }

  /** Returns the ids of the extension hosts: one per open window (and, for a while, one per reloaded window). */
  extensionHostProcessIds(): number[] {
    return listProcesses()
      .filter(
        ({ parent, commandLine }) =>
          parent === this.child.pid && commandLine.includes('--type=extensionHost'),
      )
      .map(({ id }) => id);
  }

  /** Resolves when the server's process has ended, by `stop()` or on its own. */
  async ended(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      await once(this.child, 'exit');
    }
  }

  /** Ends the server, its extension hosts and terminals, and removes the data folder. */
  async stop(): Promise<void> {
    const ended = this.ended();
    this.ending.killNow();
    await ended;
    this.ending.endNow();
  }
}

interface Ending {
  killNow(): void;
  /** Kills the server if it still runs, removes the data folder, and stops listening for the end of this process. */
  endNow(): void;
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

function endWithThisProcess(
  child: ServerProcess,
  dataFolder: string,
  exitCodeOnSignal: number | undefined,
): Ending {
  const signals = Object.entries(signalNumbers).map(([signal, number]) => ({
    signal,
    exit: () => process.exit(exitCodeOnSignal ?? 128 + number),
  }));
  const killNow = () => {
    if (child.pid !== undefined) {
      killGroup(child.pid);
    }
  };
  const endNow = () => {
    process.off('exit', endNow);
    signals.forEach(({ signal, exit }) => process.off(signal, exit));
    killNow();
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  process.on('exit', endNow);
  signals.forEach(({ signal, exit }) => process.on(signal, exit));
  return { killNow, endNow };
}

function listeningPort(child: ServerProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const port = /listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) {
        resolve(Number(port));
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', (error) =>
      reject(new Error(`VS Code's server could not be started: ${error.message}`)),
    );
    child.once('exit', (code) =>
      reject(
        new Error(`VS Code's server ended with exit code ${String(code)} before it listened:\n${output}`),
      ),
    );
  });
}

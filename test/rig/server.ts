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
  /** Machine settings on top of the tidy ones. They reach settings of scope `machine`, not `application`. */
  readonly settings?: Settings | undefined;
  /**
   * Whether windows may load an extension by `extensionDevelopmentPath`. VS Code 1.139 does so only with its smoke
   * test driver, and then shows no notification toasts; 1.100 does so always, and with the driver refuses modal
   * dialogues. For a window as users have it, leave this out and use `installed` or `linked`.
   */
  readonly developmentHost?: boolean | undefined;
  /** Folders of extensions that are linked in as they are, without packing. */
  readonly linked?: readonly string[] | undefined;
  /** A folder of installed extensions to start from (see `installPackage`). */
  readonly installed?: string | undefined;
  /** Which of the extensions that VS Code brings along there are, by the names of their folders; unset: all. */
  readonly builtIn?: readonly string[] | undefined;
  /** On top of this process' environment; the extension host inherits it. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** What this process exits with when a signal ends it while the server runs. Unset: 128 + the signal's number. */
  readonly exitCodeOnSignal?: number | undefined;
}

type ServerProcess = ChildProcessByStdio<null, Readable, Readable>;

/** Keep the window quiet and alike from run to run: nothing but what the test is about. */
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
  // Every portal of a test would be one more port to watch.
  'remote.autoForwardPorts': false,
};

/**
 * Starts a VS Code server on a free port of the loopback interface, with a data folder of its own, and waits
 * until it listens. The server ends with this process, whichever way this process ends (SIGKILL aside). It answers
 * those who know its token, and nobody else: other users of the machine and pages of other origins reach its port too,
 * and whoever it lets in reads, writes and runs what this user can.
 * @throws Error with what the server wrote when it ends instead of listening, or with VS Code's words when it refuses
 * a package
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
      // In a file, since every user of the machine can read a command line.
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
      // A process group of its own, so that the extension hosts end with it and Ctrl+C reaches only us.
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

/** Where a server reads its token from; like the folder around it, the file is open to this user alone. */
export function tokenFile(dataFolder: string): string {
  return join(dataFolder, 'token');
}

/** @returns a token for this start of a server */
function writeToken(dataFolder: string): string {
  const token = randomBytes(32).toString('hex');
  writeFileSync(tokenFile(dataFolder), token, { mode: 0o600, flag: 'wx' });
  return token;
}

/** Where the windows of a server keep their order journal: never where the user's own is. */
export function journalFolder(dataFolder: string): string {
  return join(dataFolder, 'journal');
}

/** A running VS Code server. Windows are opened on it by `openWindow`. */
export class Server {
  constructor(
    readonly host: InstalledHost,
    readonly port: number,
    /** What every address of this server has to bring along: see `windowAddress`. */
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

  /** The folder that holds a folder of logs for every start of the server. */
  get logsFolder(): string {
    return join(this.dataFolder, 'data', 'logs');
  }

  /** Changes machine settings; open windows take them over by themselves, a moment later. */
  updateSettings(changes: Settings): void {
    this.settings.update(changes);
  }

  /** One extension host runs for each open window (and, for a while, for a window that was reloaded). */
  extensionHostProcessIds(): number[] {
    return listProcesses()
      .filter(
        ({ parent, commandLine }) =>
          parent === this.child.pid && commandLine.includes('--type=extensionHost'),
      )
      .map(({ id }) => id);
  }

  /** Resolves when the server's process has ended, by `stop()` or by itself. */
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
  /** Kills what still runs, removes the data folder, and lets go of this process' own end. */
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

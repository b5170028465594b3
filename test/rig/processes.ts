import { execFileSync } from 'node:child_process';

/** A running process, as the system lists it. */
export interface ListedProcess {
  readonly id: number;
  readonly parent: number;
  readonly commandLine: string;
}

/** @returns all processes of this machine that are visible to this user */
export function listProcesses(): ListedProcess[] {
  return process.platform === 'win32' ? listOnWindows() : listOnPosix();
}

function listOnPosix(): ListedProcess[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return lines.split('\n').flatMap((line) => {
    const [, id, parent, commandLine] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return commandLine === undefined ? [] : [{ id: Number(id), parent: Number(parent), commandLine }];
  });
}

function listOnWindows(): ListedProcess[] {
  const query =
    'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) $($_.CommandLine)" }';
  const lines = execFileSync('powershell', ['-NoProfile', '-Command', query], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return lines.split(/\r?\n/).flatMap((line) => {
    const [, id, parent, commandLine] = /^(\d+) (\d+) (.*)$/.exec(line) ?? [];
    return commandLine === undefined ? [] : [{ id: Number(id), parent: Number(parent), commandLine }];
  });
}

/**
 * Kills a process that was started `detached`, and all processes that it started. It is not an error if the process has
 * already ended.
 */
export function killGroup(leader: number): void {
  try {
    if (process.platform === 'win32') {
      execFileSync('taskkill', ['/PID', String(leader), '/T', '/F'], { stdio: 'ignore' });
    } else {
      process.kill(-leader, 'SIGKILL');
    }
  } catch {
    // It has already ended.
  }
}

/** Returns whether a process with this id is running, whichever user owns it. */
export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it is running, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Returns the environment for a VS Code that this process starts. It leaves out the options of our own Node (loaders,
 * the inspector), and the variables that the terminal of a VS Code around us sets, which would confuse the new one.
 */
export function environmentForVSCode(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(NODE_OPTIONS|VSCODE_|ELECTRON_)/.test(name)),
  );
}

import { execFileSync } from 'node:child_process';

/** One running process, as the system lists it. */
export interface ListedProcess {
  readonly id: number;
  readonly parent: number;
  readonly commandLine: string;
}

/** @returns every process of this machine that we may see */
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
 * Ends a process that was started `detached`, and all that it started, at once.
 * A process that has ended already is not an error.
 */
export function killGroup(leader: number): void {
  try {
    if (process.platform === 'win32') {
      execFileSync('taskkill', ['/PID', String(leader), '/T', '/F'], { stdio: 'ignore' });
    } else {
      process.kill(-leader, 'SIGKILL');
    }
  } catch {
    // It has ended by itself.
  }
}

/** Whether there is a process with this id, whoever's it is. */
export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * What our own Node was started with (loaders, the inspector) is not meant for VS Code's Node, and what the terminal
 * of a VS Code around us sets would confuse the one that we start.
 */
export function environmentForVSCode(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(NODE_OPTIONS|VSCODE_|ELECTRON_)/.test(name)),
  );
}

import { isRunning, listProcesses } from './processes';

/**
 * Ends this process when the `npm run` that started it is ended by a signal. npm forwards a signal only to its shell,
 * so the processes that the shell started would keep running as orphans. Does nothing if npm did not start this
 * process, or on Windows, where npm ends its children.
 */
export function endWithNpm(exitCode: number): void {
  if (process.platform === 'win32' || process.env.npm_lifecycle_event === undefined) {
    return;
  }
  const owners = ancestorsUpToNpm();
  setInterval(() => {
    if (owners.some((id) => !isRunning(id))) {
      process.exit(exitCode);
    }
  }, 500).unref();
}

function ancestorsUpToNpm(): number[] {
  const processes = new Map(listProcesses().map((listed) => [listed.id, listed]));
  const owners: number[] = [];
  for (let ancestor = processes.get(process.ppid); ancestor !== undefined;) {
    owners.push(ancestor.id);
    if (/^npm\b|npm-cli\.js/.test(ancestor.commandLine)) {
      return owners;
    }
    ancestor = processes.get(ancestor.parent);
  }
  return [];
}

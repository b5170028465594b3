import { isRunning, listProcesses } from './processes';

/**
 * Ends this process when the `npm run` around it has been ended by a signal: npm passes a signal on to its shell
 * only, and what the shell started would go on without an owner. Does nothing where npm is not around, and on
 * Windows, where npm ends its children.
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

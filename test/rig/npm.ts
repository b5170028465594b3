import { spawn } from 'node:child_process';
import { basename } from 'node:path';

/**
 * Runs npm in a folder and waits until it ends. Uses the npm that runs this process if there is one, otherwise the one
 * on PATH.
 * @param commandLine npm's arguments
 * @param folder the working directory
 * @returns npm's output
 * @throws Error with the end of npm's output if it fails, or if npm is not installed
 */
export function runNpm(commandLine: readonly string[], folder: string): Promise<string> {
  const npmCli = process.env.npm_execpath;
  const npm =
    npmCli !== undefined && basename(npmCli) === 'npm-cli.js'
      ? { command: process.execPath, args: [npmCli, ...commandLine], shell: false }
      : // On Windows, npm is a .cmd file, which needs a shell.
        { command: 'npm', args: [...commandLine], shell: process.platform === 'win32' };
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(npm.command, npm.args, {
      cwd: folder,
      shell: npm.shell,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const read = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', (error) => reject(new Error(`npm could not be started: ${error.message}`)));
    child.once('close', (code) => {
      if (code === 0) {
        resolve(output);
      } else {
        const lines = output
          .split('\n')
          .filter((line) => line.trim() !== '' && !/^npm error\s+at /.test(line));
        const end = lines.slice(-15).join('\n');
        reject(new Error(`npm ${commandLine.join(' ')} failed (exit code ${String(code)}):\n${end}`));
      }
    });
  });
}

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { endWithNpm } from './endWithNpm';
import { installHost } from './install';
import { runNpm } from './npm';
import { openInBrowser } from './openInBrowser';
import { projectRoot } from './paths';
import { startServer } from './server';
import { windowAddress } from './window';

/** Environment that makes the extension open its sandbox. */
const sandbox = { PBX_EXPLORE_SANDBOX: '1' };

/** A second extension that opens our view, because our extension does nothing until its view is visible. */
const openView = join(__dirname, 'open-view');

/**
 * `npm start`: builds the extension and opens it with its sandbox, in desktop VS Code if `code` is on PATH, otherwise
 * in the browser, in a VS Code from the npm registry. Ctrl+C ends the latter and removes its data.
 */
async function main(): Promise<void> {
  endWithNpm(0);
  console.log('Building the extension.');
  await runNpm(['run', 'build'], projectRoot);
  const code = findCode();
  if (code === undefined) {
    await startInBrowser();
  } else {
    await startOnDesktop(code);
  }
}

/** @returns path of the command `code`, if it is on PATH */
function findCode(): string | undefined {
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

function startOnDesktop(code: string): Promise<void> {
  console.log(`Opening desktop VS Code with the extension (${code}).`);
  const quoted = process.platform === 'win32' ? (text: string) => `"${text}"` : (text: string) => text;
  const child = spawn(
    quoted(code),
    [
      quoted(`--extensionDevelopmentPath=${projectRoot}`),
      quoted(`--extensionDevelopmentPath=${openView}`),
      ...['--new-window', '--skip-welcome'],
    ],
    {
      env: { ...process.env, ...sandbox },
      stdio: 'inherit',
      // A .cmd file needs a shell.
      shell: process.platform === 'win32',
    },
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode) => {
      if (exitCode === 0) {
        resolve();
      } else {
        reject(new Error(`${code} ended with exit code ${String(exitCode)}.`));
      }
    });
  });
}

async function startInBrowser(): Promise<void> {
  console.log(
    'There is no desktop VS Code on PATH (code), so one from the npm registry is used, in the browser.',
  );
  const server = await startServer({
    host: await installHost('newest'),
    // Linked and not loaded with `extensionDevelopmentPath`, so that VS Code 1.139 shows notification toasts.
    linked: [projectRoot, openView],
    environment: sandbox,
    exitCodeOnSignal: 0,
  });
  const address = windowAddress(server);
  console.log(
    `\nVS Code with PBX Subscriptions runs at\n\n  ${address}\n\nWho has this address has your files: keep it to yourself. Ctrl+C ends it.`,
  );
  openInBrowser(address, server.dataFolder);
  await server.ended();
  throw new Error("VS Code's server has ended by itself.");
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

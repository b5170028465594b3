import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Opens an address in the user's default browser. Does nothing if there is no display or no program to do so. All users
 * of the machine can read command lines, so the browser is started with a page that redirects to the address and that
 * only this user can read.
 * @param address may contain a secret
 * @param folder where to write the page; only this user may have access to it
 */
export function openInBrowser(address: string, folder: string): void {
  const page = join(folder, 'open.html');
  const opener = openerOfPlatform(page);
  if (opener === undefined) {
    return;
  }
  const quoted = address.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  writeFileSync(page, `<meta http-equiv="refresh" content="0; url=${quoted}">`, { mode: 0o600 });
  const child = spawn(opener.command, opener.commandLine, {
    stdio: 'ignore',
    detached: true,
    windowsHide: true,
  });
  // Not an error: the address is also printed, so the user can open it.
  child.once('error', () => undefined);
  child.unref();
}

function openerOfPlatform(page: string): { command: string; commandLine: string[] } | undefined {
  if (process.platform === 'darwin') {
    return { command: 'open', commandLine: [page] };
  }
  if (process.platform === 'win32') {
    return { command: 'rundll32', commandLine: ['url.dll,FileProtocolHandler', page] };
  }
  const hasDisplay = process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
  return hasDisplay ? { command: 'xdg-open', commandLine: [page] } : undefined;
}

import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Opens an address in the person's own browser, where there is a display and a way to do so; does nothing elsewhere.
 * Every user of the machine can read the command lines of openers and browsers, so these get a page that leads to the
 * address and that only this user can read.
 * @param address may hold a secret
 * @param folder that is open to this user alone; takes the page
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
  // The address is printed as well; whoever has no opener can use that.
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

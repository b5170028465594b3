import { spawn } from 'node:child_process';

/**
 * Opens an address in the person's own browser, where there is a display and a way to do so; does nothing elsewhere.
 */
export function openInBrowser(url: string): void {
  const opener = openerOfPlatform(url);
  if (opener === undefined) {
    return;
  }
  const child = spawn(opener.command, opener.commandLine, {
    stdio: 'ignore',
    detached: true,
    windowsHide: true,
  });
  // The address is printed as well; whoever has no opener can use that.
  child.once('error', () => undefined);
  child.unref();
}

function openerOfPlatform(url: string): { command: string; commandLine: string[] } | undefined {
  if (process.platform === 'darwin') {
    return { command: 'open', commandLine: [url] };
  }
  if (process.platform === 'win32') {
    // The shell's own `start` would take `&` in the address for the end of a command.
    return { command: 'rundll32', commandLine: ['url.dll,FileProtocolHandler', url] };
  }
  const hasDisplay = process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
  return hasDisplay ? { command: 'xdg-open', commandLine: [url] } : undefined;
}

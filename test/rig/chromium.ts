import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/**
 * Finds a Chromium-based browser to open windows in: the one that `PBX_CHROMIUM` names, an installed Chrome, Edge or
 * Chromium, or the one that Playwright downloaded. If there is none, installs one on Debian-like machines (as root).
 * @param print receives progress, one plain line at a time
 * @returns path of the executable
 * @throws Error that says what to install
 */
export function findChromium(print: (line: string) => void = console.log): string {
  const named = process.env.PBX_CHROMIUM;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) {
      throw new Error(`PBX_CHROMIUM names ${named}, which does not exist.`);
    }
    return named;
  }
  const found = usualPaths().find((path) => existsSync(path));
  if (found !== undefined) {
    return found;
  }
  if (installByApt(print)) {
    return debianHeadlessShell;
  }
  throw new Error(
    'No browser was found to open VS Code in. Install Google Chrome, Microsoft Edge or Chromium ' +
      '(Debian, Ubuntu: sudo apt-get install chromium; macOS: brew install --cask google-chrome; ' +
      'anywhere: npx playwright-core install chromium), or name one: PBX_CHROMIUM=/path/to/browser.',
  );
}

const debianHeadlessShell = '/usr/bin/chromium-headless-shell';

function usualPaths(): string[] {
  // The headless shell comes first: it needs a seventh less CPU time than a complete browser.
  const names = [
    'chromium-headless-shell',
    'google-chrome',
    'google-chrome-stable',
    'chromium',
    'chromium-browser',
    'microsoft-edge',
  ];
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...platformPaths(), chromium.executablePath()];
}

function platformPaths(): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Microsoft Edge', 'Chromium'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    const { ProgramFiles, 'ProgramFiles(x86)': programFiles32, LOCALAPPDATA } = process.env;
    return [ProgramFiles, programFiles32, LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        join(folder, 'Chromium', 'Application', 'chrome.exe'),
      ]);
  }
  return ['/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge', '/snap/bin/chromium'];
}

function installByApt(print: (line: string) => void): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return false;
  }
  print('No browser was found; installing chromium-headless-shell by apt-get.');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('apt-get', ['update', '-qq'], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell'], {
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
  }
  return existsSync(debianHeadlessShell);
}

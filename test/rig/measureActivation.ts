import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { bundleForHost } from './bundleForHost';
import { installHost } from './install';
import { startServer, type Server } from './server';
import { openBrowser, openProfile, openWindow } from './window';

/**
 * Measures how long the newest VS Code takes to activate an extension: to load its code and until the promise of
 * `activate()` resolves. Each measurement uses a new window and extension host.
 * @param extensionFolder absolute path of the folder with its package.json
 * @param extensionId `publisher.name`
 * @param times number of measurements; at least 1
 * @returns milliseconds, in the order of the measurements
 * @throws Error if the extension cannot be activated, or is already active
 */
export async function measureActivation(
  extensionFolder: string,
  extensionId: string,
  times: number,
): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pbx-activation-'));
  const report = join(folder, 'milliseconds.txt');
  writeFileSync(report, '');
  try {
    const [entry = ''] = await bundleForHost(
      [join(__dirname, 'activationEntry.ts')],
      `activation-${process.pid}`,
    );
    const server = await startServer({
      host: await installHost('newest'),
      developmentHost: true,
      environment: { PBX_MEASURE_EXTENSION: extensionId, PBX_MEASURE_REPORT: report },
    });
    try {
      const browser = await openBrowser();
      try {
        for (let time = 0; time < times; time++) {
          await runInWindow(browser, server, extensionFolder, entry);
        }
      } finally {
        await browser.close();
      }
    } finally {
      await server.stop();
    }
    return readFileSync(report, 'utf8').trim().split('\n').map(Number);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runInWindow(
  browser: Browser,
  server: Server,
  extensionDevelopmentPath: string,
  extensionTestsPath: string,
): Promise<void> {
  const profile = await openProfile(browser);
  const console: string[] = [];
  const exitCode = await new Promise<number>((resolve, reject) => {
    openWindow(profile, server, {
      extensionDevelopmentPath,
      extensionTestsPath,
      onConsole: (_type, values) => console.push(values.join(' ')),
      onExit: resolve,
    }).catch(reject);
  });
  await profile.close();
  if (exitCode !== 0) {
    throw new Error(`The extension could not be activated:\n${console.join('\n')}`);
  }
}

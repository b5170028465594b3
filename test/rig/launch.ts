import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { describeWindow } from './describeWindow';
import { builtInForTests } from './extensions';
import { onFailure } from './failures';
import { installHost, type HostName } from './install';
import { failuresFolder, projectRoot } from './paths';
import type { Settings } from './machineSettings';
import { startServer, type Server } from './server';
import { openBrowser, openProfile, openWindow, type Viewport } from './window';
import type { Theme, Workbench } from './workbench';

export interface LaunchOptions {
  /** The version of VS Code. Defaults to that of the test run (`PBX_HOST`), otherwise the newest. */
  readonly version?: HostName;
  /**
   * A folder in which the extension is installed as by a user (see `installPackage`). Defaults to the one that the test
   * run created (`PBX_EXTENSIONS`). Otherwise the project's folder is linked in, which needs `npm run build` first.
   */
  readonly installed?: string;
  /** Machine settings. A portal's address has another scope, so pass it in the environment. */
  readonly settings?: Settings;
  /** Environment variables for the extension host, in addition to those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly theme?: Theme;
  readonly viewport?: Viewport;
}

/** A server with the extension, the browser profile of one user, and a first window. */
export interface Launched {
  readonly server: Server;
  readonly workbench: Workbench;
  /** The browser profile that the windows share: cookies, secrets, global state. */
  readonly profile: BrowserContext;
  /** Opens another window of the same user. */
  openWindow(): Promise<Workbench>;
  /** Closes everything and removes the data folder. */
  close(): Promise<void>;
}

/**
 * Starts VS Code with the extension and opens a window, without a folder and signed out. If a test fails while it runs,
 * a screenshot and a description of every window and the logs are saved in `out/failures/VERSION/TEST/`. The
 * description is also printed, because often only the output is left of a run on another machine.
 */
export async function launch(options: LaunchOptions = {}): Promise<Launched> {
  const version = options.version ?? defaultHost();
  const installed = options.installed ?? process.env.PBX_EXTENSIONS;
  const server = await startServer({
    host: await installHost(version),
    builtIn: builtInForTests,
    ...(installed === undefined ? { linked: [projectRoot] } : { installed }),
    settings: {
      ...options.settings,
      ...(options.theme === undefined ? {} : { 'workbench.colorTheme': options.theme }),
    },
    environment: options.environment,
  });
  try {
    return await open(server, options.viewport);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function open(server: Server, viewport: Viewport | undefined): Promise<Launched> {
  const browser = await openBrowser();
  const saving: Promise<void>[] = [];
  const whenKept = () => Promise.all(saving);
  try {
    const profile = await openProfile(browser, viewport);
    const stopListening = onFailure(({ title }) => {
      saving.push(saveFailure(title, profile, server));
    });
    return {
      server,
      profile,
      workbench: await openWindow(profile, server, { whenKept }).catch(async (error: unknown) => {
        stopListening();
        await saveFailure('the window did not open', profile, server);
        throw error;
      }),
      openWindow: () => openWindow(profile, server, { whenKept }),
      close: async () => {
        stopListening();
        await whenKept();
        await browser.close();
        await server.stop();
      },
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function defaultHost(): HostName {
  const named = process.env.PBX_HOST ?? 'newest';
  if (named !== 'newest' && named !== 'oldest') {
    throw new Error(`PBX_HOST is ${named}; it can be newest or oldest.`);
  }
  return named;
}

/** Saves what explains a failure. Never rejects, because another error must not hide the failure itself. */
async function saveFailure(title: string, profile: BrowserContext, server: Server): Promise<void> {
  const folder = join(failuresFolder, server.host.name, fileNameOf(title));
  try {
    for (const [index, page] of profile.pages().entries()) {
      const name = `window${index + 1}`;
      const description = await describeWindow(page);
      console.error(`What ${name} showed when this failed: ${title}\n${description}`);
      await page.screenshot({ path: join(folder, `${name}.png`), timeout: 5000 });
      writeFileSync(join(folder, `${name}.txt`), description);
    }
  } catch (error) {
    console.error(`What the windows showed could not be kept: ${String(error)}`);
  }
  if (existsSync(server.logsFolder)) {
    cpSync(server.logsFolder, join(folder, 'logs'), { recursive: true });
  }
}

/**
 * Returns a file name for a title that every system allows: without special characters, and within the usual limit of
 * 255 bytes. Long names keep their ends, where the titles of one group differ.
 */
function fileNameOf(title: string): string {
  const name = title.replaceAll(/[^\p{L}\p{N}]+/gu, '-');
  return name.length <= 120 ? name : `${name.slice(0, 50)}…${name.slice(-65)}`;
}

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
  /** Which VS Code; unset: the one that the test run is about (`PBX_HOST`), else the newest. */
  readonly version?: HostName;
  /**
   * A folder with the extension installed as a user does it (see `installPackage`); unset: the one that the test run
   * made (`PBX_EXTENSIONS`), else the project's folder is linked in, which needs `npm run build` before.
   */
  readonly installed?: string;
  /** Machine settings. The address of a portal is of another scope: it goes by the environment. */
  readonly settings?: Settings;
  /** Environment of the extension host, on top of this process'. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly theme?: Theme;
  readonly viewport?: Viewport;
}

/** A server with the extension, one person's browser profile on it, and a first window. */
export interface Launched {
  readonly server: Server;
  readonly workbench: Workbench;
  /** The browser profile that the windows share: cookies, secrets, global state. */
  readonly profile: BrowserContext;
  /** Opens one more window of the same person. */
  openWindow(): Promise<Workbench>;
  /** Closes everything and removes the data folder. */
  close(): Promise<void>;
}

/**
 * Starts VS Code with the extension and opens a window, without a folder and signed out. When a test fails while it
 * runs, a picture and a description of every window and the logs are kept in `out/failures/VERSION/TEST/`, and the
 * description is printed too: of a run on another machine the output is often all that is left.
 */
export async function launch(options: LaunchOptions = {}): Promise<Launched> {
  const version = options.version ?? hostOfThisRun();
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
  const keeping: Promise<void>[] = [];
  const whenKept = () => Promise.all(keeping);
  try {
    const profile = await openProfile(browser, viewport);
    const stopListening = onFailure(({ title }) => {
      keeping.push(keepFailure(title, profile, server));
    });
    return {
      server,
      profile,
      workbench: await openWindow(profile, server, { whenKept }).catch(async (error: unknown) => {
        stopListening();
        await keepFailure('the window did not open', profile, server);
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

function hostOfThisRun(): HostName {
  const named = process.env.PBX_HOST ?? 'newest';
  if (named !== 'newest' && named !== 'oldest') {
    throw new Error(`PBX_HOST is ${named}; it can be newest or oldest.`);
  }
  return named;
}

/** Never fails: what cannot be kept must not hide the failure itself. */
async function keepFailure(title: string, profile: BrowserContext, server: Server): Promise<void> {
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
 * File names are at most 255 bytes long on most systems, and some characters are not allowed on some. Titles of one
 * group differ at their ends.
 */
function fileNameOf(title: string): string {
  const name = title.replaceAll(/[^\p{L}\p{N}]+/gu, '-');
  return name.length <= 120 ? name : `${name.slice(0, 50)}…${name.slice(-65)}`;
}

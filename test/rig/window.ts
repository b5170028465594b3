import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from './chromium';
import type { Server } from './server';
import { Workbench } from './workbench';

export interface Viewport {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export interface WindowOptions {
  /** Absolute path of an extension's folder, which is loaded in development mode. */
  readonly extensionDevelopmentPath?: string | undefined;
  /** Absolute path of a module that exports `run()`, which runs in the extension host once the window is open. */
  readonly extensionTestsPath?: string | undefined;
  /** Receives every console line of the extension host; only with `extensionTestsPath`. */
  readonly onConsole?: ((type: string, values: readonly unknown[]) => void) | undefined;
  /** Receives the exit code of `run()`: 0, or 1 if it throws; only with `extensionTestsPath`. */
  readonly onExit?: ((code: number) => void) | undefined;
  /** See `Workbench`. */
  readonly whenKept?: (() => Promise<unknown>) | undefined;
}

/** Opens a headless browser. Closing it closes its windows. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}

/**
 * Opens the browser profile of one user. Its windows share cookies, secrets and global state, which other profiles do
 * not see. A window reads the secrets when it loads. Unlike on the desktop, it sees secrets that another window stores
 * later only after a reload.
 */
export async function openProfile(
  browser: Browser,
  viewport: Viewport = { width: 1280, height: 800 },
): Promise<BrowserContext> {
  const profile = await browser.newContext({
    viewport,
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  });
  profile.setDefaultTimeout(30_000);
  await profile.addInitScript(provideSecretKey);
  return profile;
}

/**
 * Script that provides the key with which VS Code for the web encrypts secrets. VS Code requests it from its server,
 * but the bare server has none, so secrets would be lost with the page. The script answers the request in the page,
 * because with a Playwright route every request would pass through this process, and the browser would cache nothing.
 */
const provideSecretKey = `{
  const ask = globalThis.fetch;
  globalThis.fetch = (asked, ...options) =>
    /\\/mint-key$/.test(String(asked?.url ?? asked))
      ? Promise.resolve(new Response(new Uint8Array(32).fill(7)))
      : ask(asked, ...options);
}`;

/** Opens a window without a folder and waits until it is ready. */
export async function openWindow(
  profile: BrowserContext,
  server: Server,
  options: WindowOptions = {},
): Promise<Workbench> {
  const page = await newPage(profile);
  await exposeAutomation(page, options);
  await page.goto(windowAddress(server, options));
  const workbench = new Workbench(page, server, options.whenKept);
  await workbench.waitUntilReady();
  return workbench;
}

/**
 * Opens a page in a browser window of its own. In a shared window, background tabs are not drawn and cannot be clicked.
 */
async function newPage(profile: BrowserContext): Promise<Page> {
  const [first] = profile.pages();
  const browser = profile.browser();
  if (first === undefined || browser === null) {
    return profile.newPage();
  }
  const pageSession = await profile.newCDPSession(first);
  const browserSession = await browser.newBrowserCDPSession();
  const { targetInfo } = await pageSession.send('Target.getTargetInfo');
  const { browserContextId } = targetInfo;
  const [page] = await Promise.all([
    profile.waitForEvent('page'),
    browserSession.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...(browserContextId === undefined ? {} : { browserContextId }),
    }),
  ]);
  await Promise.all([pageSession.detach(), browserSession.detach()]);
  return page;
}

/**
 * Returns the address that opens a window on the server, with the extension loaded from its folder if one is given. It
 * contains the server's token, which the browser exchanges for a cookie: keep it from other users.
 */
export function windowAddress(
  server: Server,
  { extensionDevelopmentPath, extensionTestsPath }: WindowOptions = {},
): string {
  const inServer = (path: string) => `vscode-remote://127.0.0.1:${server.port}${asUriPath(path)}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (extensionDevelopmentPath !== undefined) {
    payload.push(['extensionDevelopmentPath', inServer(extensionDevelopmentPath)]);
  }
  if (extensionTestsPath !== undefined) {
    payload.push(['extensionTestsPath', inServer(extensionTestsPath)]);
  }
  const query = `tkn=${server.token}&ew=true&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  return `http://127.0.0.1:${server.port}/?${query}`;
}

/** Converts a file path to a URI path. Windows paths have backslashes and no leading slash. */
function asUriPath(path: string): string {
  const withSlashes = path.replaceAll('\\', '/');
  return withSlashes.startsWith('/') ? withSlashes : `/${withSlashes}`;
}

async function exposeAutomation(page: Page, { onConsole, onExit }: WindowOptions): Promise<void> {
  if (onConsole !== undefined) {
    await page.exposeFunction('codeAutomationLog', onConsole);
  }
  if (onExit !== undefined) {
    await page.exposeFunction('codeAutomationExit', onExit);
  }
}

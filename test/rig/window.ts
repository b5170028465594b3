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
  /** Absolute path of an extension's folder, loaded as when developing it. */
  readonly extensionDevelopmentPath?: string | undefined;
  /** Absolute path of a module that exports `run()`, run in the extension host once the window is up. */
  readonly extensionTestsPath?: string | undefined;
  /** Takes every console line of the extension host; with `extensionTestsPath` only. */
  readonly onConsole?: ((type: string, values: readonly unknown[]) => void) | undefined;
  /** Takes the exit code of `run()`: 0, or 1 when it threw; with `extensionTestsPath` only. */
  readonly onExit?: ((code: number) => void) | undefined;
  /** See `Workbench`. */
  readonly whenKept?: (() => Promise<unknown>) | undefined;
}

/** A headless browser; closing it closes its windows. */
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
 * One person's browser profile: the windows opened in it share cookies, secrets and global state; windows of another
 * profile do not. A window reads the secrets when it is loaded: what another window stores later it sees after a
 * reload only, in the web and unlike on the desktop.
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
  await profile.addInitScript(answerForSecretKey);
  return profile;
}

/**
 * VS Code for the web encrypts secrets with a key that it asks its server for. The bare server has none to give, and
 * secrets would end with the page. The question is answered in the page: with a route, every request would go through
 * this process, and the browser would keep nothing.
 */
const answerForSecretKey = `{
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
 * Every page in a browser window of its own: of two tabs in one window, the one behind is not drawn, and nothing in it
 * can be clicked.
 */
async function newPage(profile: BrowserContext): Promise<Page> {
  const [first] = profile.pages();
  const browser = profile.browser();
  if (first === undefined || browser === null) {
    return profile.newPage();
  }
  const ofFirst = await profile.newCDPSession(first);
  const ofBrowser = await browser.newBrowserCDPSession();
  const { targetInfo } = await ofFirst.send('Target.getTargetInfo');
  const { browserContextId } = targetInfo;
  const [page] = await Promise.all([
    profile.waitForEvent('page'),
    ofBrowser.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...(browserContextId === undefined ? {} : { browserContextId }),
    }),
  ]);
  await Promise.all([ofFirst.detach(), ofBrowser.detach()]);
  return page;
}

/**
 * The address that opens a window on the server, with the extension loaded from its folder where one is named. It
 * holds the server's token, for which the browser gets a cookie: keep it from other users.
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

/** A Windows path has no leading slash and the other kind of slashes. */
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

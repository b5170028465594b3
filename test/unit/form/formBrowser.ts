import assert from 'node:assert/strict';
import { afterEach, before } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { FormState } from '../../../src/form/contract';
import { pageHtml } from '../../../src/form/page';
import { bundlePage } from './bundlePage';
import { OpenForm } from './openForm';
import { pageBrowser } from './pageBrowser';
import { formPage } from './sampleForm';

const origin = 'http://form.test';

/** What VS Code's own style sheet for webviews does to a page. */
const webviewStyle = `
  html { background-color: var(--vscode-editor-background); }
  body {
    color: var(--vscode-editor-foreground);
    font: var(--vscode-font-weight) var(--vscode-font-size) var(--vscode-font-family);
    margin: 0;
    padding: 0 20px;
  }`;

/**
 * Stands for VS Code's part of the page: keeps the state, passes messages on. What the webview kept before is
 * in the address.
 */
const webviewScript = `
  const { searchParams } = new URL(location.href);
  globalThis.kept = JSON.parse(searchParams.get('kept')) ?? undefined;
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => void globalThis.receive(searchParams.get('form'), message),
    getState: () => globalThis.kept,
    setState: (state) => { globalThis.kept = JSON.parse(JSON.stringify(state)); },
  });
  document.adoptedStyleSheets.push(new CSSStyleSheet());
  document.adoptedStyleSheets[0].replaceSync(\`${webviewStyle}\`);`;

export interface OpenOptions {
  /** What the webview kept when it was last shown. */
  readonly kept?: unknown;
  readonly width?: number;
  readonly language?: string;
  readonly reducedMotion?: 'reduce' | 'no-preference';
  /** False leaves every request without a reply. */
  readonly answers?: boolean;
  /** True lets the test pass the time. */
  readonly clock?: boolean;
}

/** Opens the real page with the real bundle: one form after the other, since a new tab for each takes long. */
export class FormBrowser {
  private readonly forms: OpenForm[] = [];
  private tab: Promise<Page> | undefined;
  private tabHasClock = false;
  private html = '';
  /** Errors of the page, among them whatever its content security policy stopped. */
  private readonly faults: string[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly script: string,
    private readonly style: string,
  ) {}

  async open(state: FormState, options: OpenOptions = {}): Promise<OpenForm> {
    const {
      width = 640,
      language = 'en',
      reducedMotion = 'no-preference',
      answers = true,
      clock = false,
    } = options;
    this.forms.at(-1)?.leave();
    if (clock !== this.tabHasClock) {
      await this.closeTab();
    }
    const page = await (this.tab ??= this.newTab(clock));
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ reducedMotion });
    this.html = pageHtml({
      nonce: 'bm9uY2U=',
      cspSource: origin,
      scriptUri: `${origin}/form.js`,
      styleUri: `${origin}/form.css`,
      language,
      title: state.title,
      page: formPage(state),
    });
    const form = new OpenForm(page, state);
    form.answers = answers;
    const number = this.forms.push(form) - 1;
    const kept = encodeURIComponent(JSON.stringify(options.kept ?? null));
    await page.goto(`${origin}/?form=${number}&kept=${kept}`);
    await form.wear('dark');
    await form.request('ready');
    await form.settled();
    return form;
  }

  private async closeTab(): Promise<void> {
    const { tab } = this;
    this.tab = undefined;
    await (await tab)?.close();
  }

  assertNoFaults(): void {
    assert.deepEqual(this.faults.splice(0), [], 'the page logs no error');
  }

  private async newTab(clock: boolean): Promise<Page> {
    const page = await this.browser.newPage();
    this.tabHasClock = clock;
    if (clock) {
      await page.clock.install();
    }
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => this.faults.push(message.text()));
    await page.route('**/*', (route) => {
      switch (new URL(route.request().url()).pathname) {
        case '/':
          return route.fulfill({ contentType: 'text/html', body: this.html });
        case '/form.js':
          return route.fulfill({ contentType: 'text/javascript', body: this.script });
        case '/form.css':
          return route.fulfill({ contentType: 'text/css', body: this.style });
        default:
          return route.abort();
      }
    });
    await page.exposeFunction('receive', (number: string, message: unknown) =>
      this.forms[Number(number)]?.receive(message),
    );
    await page.addInitScript({ content: webviewScript });
    return page;
  }
}

/** The bundle and the tab that all files of a run share. */
let shared: Promise<FormBrowser> | undefined;

async function openFormBrowser(): Promise<FormBrowser> {
  const [{ script, style }, browser] = await Promise.all([bundlePage('main.ts'), pageBrowser()]);
  return new FormBrowser(browser, script, style);
}

/** A browser for the tests of one file. */
export function useFormBrowser(): { open: FormBrowser['open'] } {
  let forms: FormBrowser | undefined;
  before(async () => {
    forms = await (shared ??= openFormBrowser());
  });
  afterEach(() => forms?.assertNoFaults());
  return {
    open: (state, options) => {
      assert.ok(forms);
      return forms.open(state, options);
    },
  };
}

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before } from 'mocha';
import { build } from 'esbuild';
import type { Browser, BrowserContext } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { FormState } from '../../../src/form/contract';
import { formHtml } from '../../../src/form/page';
import { findChromium } from '../../rig/chromium';
import { OpenForm } from './openForm';
import { formPage } from './sampleForm';

const origin = 'http://form.test';

const browserArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What VS Code's own style sheet for webviews does to a page. */
const webviewStyle = `
  html { background-color: var(--vscode-editor-background); }
  body {
    color: var(--vscode-editor-foreground);
    font: var(--vscode-font-weight) var(--vscode-font-size) var(--vscode-font-family);
    margin: 0;
    padding: 0 20px;
  }`;

/** Stands for VS Code's part of the page: keeps the state, passes messages on. */
const webviewScript = (kept: unknown) => `
  globalThis.kept = ${JSON.stringify(kept)};
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => void globalThis.receive(message),
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
  readonly reducedMotion?: 'reduce';
  /** False leaves every request without a reply. */
  readonly answers?: boolean;
  /** True lets the test pass the time. */
  readonly clock?: boolean;
}

/** Opens the real page with the real bundle, one at a time in each test. */
export class FormBrowser {
  private readonly contexts: BrowserContext[] = [];
  /** Errors of the page, among them whatever its content security policy stopped. */
  private readonly faults: string[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly script: string,
    private readonly style: string,
  ) {}

  async open(state: FormState, options: OpenOptions = {}): Promise<OpenForm> {
    const context = await this.browser.newContext({
      viewport: { width: options.width ?? 640, height: 800 },
      reducedMotion: options.reducedMotion ?? null,
    });
    this.contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => this.faults.push(message.text()));
    const html = formHtml({
      nonce: 'bm9uY2U=',
      cspSource: origin,
      scriptUri: `${origin}/form.js`,
      styleUri: `${origin}/form.css`,
      language: options.language ?? 'en',
      title: state.title,
      page: formPage(state),
    });
    const bodies: Readonly<Record<string, readonly [string, string]>> = {
      '/': ['text/html', html],
      '/form.js': ['text/javascript', this.script],
      '/form.css': ['text/css', this.style],
    };
    await page.route('**/*', (route) => {
      const found = bodies[new URL(route.request().url()).pathname];
      return found ? route.fulfill({ contentType: found[0], body: found[1] }) : route.abort();
    });
    if (options.clock) {
      await page.clock.install();
    }
    const form = new OpenForm(page, state);
    form.answers = options.answers ?? true;
    await page.exposeFunction('receive', (message: unknown) => form.receive(message));
    await page.addInitScript({ content: webviewScript(options.kept) });
    await page.goto(`${origin}/`);
    await form.wear('dark');
    await form.request('ready');
    await form.settled();
    return form;
  }

  async closePages(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
    assert.deepEqual(this.faults.splice(0), [], 'the page logs no error');
  }
}

/** A browser for the tests of one file. */
export function useFormBrowser(): { open: FormBrowser['open'] } {
  let browser: Browser | undefined;
  let forms: FormBrowser | undefined;
  before(async function () {
    this.timeout(60_000);
    const [bundle, launched] = await Promise.all([
      bundleForm(),
      chromium.launch({ executablePath: findChromium(), args: browserArguments }),
    ]);
    browser = launched;
    forms = new FormBrowser(launched, bundle.script, bundle.style);
  });
  afterEach(() => forms?.closePages());
  after(() => browser?.close());
  return {
    open: (state, options) => {
      assert.ok(forms);
      return forms.open(state, options);
    },
  };
}

async function bundleForm(): Promise<{ script: string; style: string }> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../../../src/form/webview/main.ts')],
    outfile: 'form.js',
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    loader: { '.svg': 'text' },
  });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}

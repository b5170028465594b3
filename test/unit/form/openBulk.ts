import { after, before } from 'mocha';
import type { Locator, Page } from 'playwright-core';
import {
  type BulkRequest,
  type BulkState,
  type ToBulkPage,
  bulkRequest,
} from '../../../src/form/bulk/contract';
import type { BulkTexts } from '../../../src/form/pageTexts';
import type * as hostTexts from '../../../src/form/texts';
import { pageHtml } from '../../../src/form/page';
import { hostCode } from '../support/hostCode';
import { bundlePage } from './bundlePage';
import { pageBrowser } from './pageBrowser';
import { formPage, complete, editState } from './sampleForm';
import themes from './themes.json';

const origin = 'http://bulk.test';

/** What VS Code's own style sheet for webviews does to a page. */
const webviewStyle =
  'color: var(--vscode-editor-foreground); margin: 0; padding: 0 20px; ' +
  'font: var(--vscode-font-weight) var(--vscode-font-size) var(--vscode-font-family)';

/** The page of a bulk order in a browser, and the host's end of its message channel. */
export class OpenBulk {
  requests: BulkRequest[] = [];
  private isLeft = false;

  constructor(readonly page: Page) {}

  post(message: ToBulkPage): Promise<unknown> {
    return this.page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`).catch(() => undefined);
  }

  show(state: BulkState): Promise<unknown> {
    return this.post({ message: 'state', state });
  }

  async wear(name: keyof typeof themes): Promise<void> {
    const { bodyClass, variables } = themes[name];
    const style = Object.entries(variables)
      .map(([variable, value]) => `${variable}: ${value}`)
      .join('; ');
    await this.page.evaluate(
      `document.documentElement.style.cssText = ${JSON.stringify(`${style}; background-color: var(--vscode-editor-background)`)};
       document.body.className = ${JSON.stringify(bodyClass)};
       document.body.style.cssText = ${JSON.stringify(webviewStyle)};`,
    );
  }

  /** Resolves with the first request of this kind, as soon as the page has sent one. */
  async request(kind: BulkRequest['request']): Promise<BulkRequest> {
    for (;;) {
      const found = this.requests.find((one) => one.request === kind);
      if (found) {
        return found;
      }
      await this.page.evaluate('new Promise((done) => requestAnimationFrame(done))');
    }
  }

  cell(serial: string, name: string): Locator {
    return this.page.locator(`tr[data-product-no="${serial}"] td[data-cell="${name}"]`);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** @returns the text of what has the focus; empty if nothing has it */
  focused(): Promise<string> {
    return this.page.evaluate(
      "document.activeElement === document.body ? '' : document.activeElement.textContent",
    );
  }

  /** Takes what the page posts; anything that is not in the contract fails the test. */
  receive(posted: unknown): void {
    const request = bulkRequest.parse(posted);
    this.requests.push(request);
    if (!this.isLeft) {
      void this.post({ message: 'reply', id: request.id, failure: null });
    }
  }

  /** The browser goes on to another page, which gets no replies to requests of this one. */
  leave(): void {
    this.isLeft = true;
  }
}

/** A tab for the tests of one file. `open` leaves the page that was open before: a new tab for each takes long. */
export function useBulkBrowser(): { open: (state: BulkState, width?: number) => Promise<OpenBulk> } {
  const opened: OpenBulk[] = [];
  let tab: Page;
  let texts: BulkTexts;
  let html = '';

  before(async () => {
    const [code, { script, style }, browser] = await Promise.all([
      hostCode({ bulkTexts: 'form/texts' }),
      bundlePage('bulk/main.ts'),
      pageBrowser(),
    ]);
    texts = (code as typeof hostTexts).bulkTexts();
    tab = await browser.newPage();
    await tab.route('**/*', (route) => {
      switch (new URL(route.request().url()).pathname) {
        case '/':
          return route.fulfill({ contentType: 'text/html', body: html });
        case '/bulkOrder.js':
          return route.fulfill({ contentType: 'text/javascript', body: script });
        default:
          return route.fulfill({ contentType: 'text/css', body: style });
      }
    });
    await tab.exposeFunction('receive', (number: string, message: unknown) =>
      opened[Number(number)]?.receive(message),
    );
    await tab.addInitScript({
      content: `const number = new URL(location.href).searchParams.get('bulk');
        globalThis.acquireVsCodeApi = () => ({
          postMessage: (message) => void globalThis.receive(number, message), getState: () => undefined,
          setState: (state) => { globalThis.kept = state; } });`,
    });
  });

  after(() => tab.close());

  async function open(state: BulkState, width = 700): Promise<OpenBulk> {
    opened.at(-1)?.leave();
    await tab.setViewportSize({ width, height: 700 });
    html = pageHtml({
      nonce: 'bm9uY2U=',
      cspSource: origin,
      scriptUri: `${origin}/bulkOrder.js`,
      styleUri: `${origin}/bulkOrder.css`,
      language: 'en',
      title: state.title,
      page: { texts, formTexts: formPage(editState(complete)).texts, state },
    });
    const bulk = new OpenBulk(tab);
    const number = opened.push(bulk) - 1;
    await tab.goto(`${origin}/?bulk=${number}`);
    await bulk.wear('dark');
    return bulk;
  }

  return { open };
}

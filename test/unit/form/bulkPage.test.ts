import assert from 'node:assert/strict';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, type Page, chromium } from 'playwright-core';
import {
  type BulkRequest,
  type BulkRowView,
  type BulkState,
  type BulkTexts,
  bulkRequest,
} from '../../../src/form/bulk/contract';
import type * as bulkTexts from '../../../src/form/bulk/bulkTexts';
import { pageHtml } from '../../../src/form/page';
import { findChromium } from '../../rig/chromium';
import { hostCode } from '../support/hostCode';
import { bundlePage } from './bundlePage';
import { themeNames } from './openForm';
import { formPage, complete, editState, fields } from './sampleForm';
import themes from './themes.json';

const origin = 'http://bulk.test';

const quantity = {
  ...fields(complete).find(({ name }) => name === 'quantity'),
} as BulkState['common'][number];

function row(index: number, about: Partial<BulkRowView> = {}): BulkRowView {
  return {
    row: index,
    productNo: `3658B43111${String(index).padStart(4, '0')}`,
    name: `Lagos head office ${index}`,
    order: 'Enterprise Plan + Recording Minutes',
    fields: [],
    values: {},
    quantity: '10',
    price: 'USD 485.00',
    status: { kind: 'ready', text: 'ready' },
    ordered: true,
    mayTick: true,
    body: '',
    lines: [],
    ...about,
  };
}

const rows = [
  row(0),
  row(1, { name: '', price: '…', status: { kind: 'busy', text: 'Loading…' } }),
  row(2, {
    fields: [quantity],
    values: { quantity: '' },
    quantity: '',
    price: '–',
    ordered: false,
    mayTick: false,
    status: { kind: 'problem', text: 'Quantity: Enter a value.' },
  }),
];

function state(about: Partial<BulkState> = {}): BulkState {
  return {
    title: 'Renew 3 PBXes',
    sandbox: 'Sandbox: nothing is bought',
    signInNeeded: '',
    note: '',
    phase: 'edit',
    common: fields(complete).filter(({ name }) => ['billingCycle', 'billingId', 'poNumber'].includes(name)),
    commonValues: { billingCycle: 'annually', billingId: '3197218168379846218', poNumber: 'PO-118' },
    rows,
    total: 'Total for 2 orders: USD 485.00. 1 of them has no price yet.',
    message: '',
    isReading: false,
    mayRetry: false,
    reviewId: 'review-1',
    place: '',
    pause: 0,
    isRefused: false,
    isStopping: false,
    hasRest: false,
    target: 'POST https://openapi.partner.yeastar.com/order/openapi/order/v1/save',
    draft: {
      form: 'bulkOrder',
      operation: 'renew',
      service: '',
      targets: [],
      common: {},
      own: [],
      unticked: [],
      run: '',
    },
    ...about,
  };
}

const reviewed = state({
  phase: 'review',
  place: 'Place 2 Orders',
  rows: rows.map((one) => ({
    ...one,
    fields: [],
    body: '{"operationType":"renew_plan"}',
    lines: ['Invoice to Ada'],
  })),
});

describe('The page of a bulk order', () => {
  let browser: Browser;
  let page: Page;
  let requests: BulkRequest[];
  let texts: BulkTexts;
  let script = '';
  let style = '';

  before(async () => {
    const code = (await hostCode({ bulkTexts: 'form/bulk/bulkTexts' })) as typeof bulkTexts;
    texts = code.bulkTexts();
    ({ script, style } = await bundlePage('bulk/main.ts'));
    browser = await chromium.launch({ executablePath: findChromium(), args: ['--headless', '--no-sandbox'] });
  });

  after(() => browser.close());

  afterEach(() => page.close());

  async function open(shown: BulkState, width = 700): Promise<void> {
    requests = [];
    page = await browser.newPage({ viewport: { width, height: 700 } });
    const html = pageHtml({
      ...{ nonce: 'bm9uY2U=', cspSource: origin, language: 'en', title: shown.title },
      ...{ scriptUri: `${origin}/bulkOrder.js`, styleUri: `${origin}/bulkOrder.css` },
      page: { texts, formTexts: formPage(editState(complete)).texts, state: shown },
    });
    await page.route('**/*', (route) => {
      switch (new URL(route.request().url()).pathname) {
        case '/':
          return route.fulfill({ contentType: 'text/html', body: html });
        case '/bulkOrder.js':
          return route.fulfill({ contentType: 'text/javascript', body: script });
        default:
          return route.fulfill({ contentType: 'text/css', body: style });
      }
    });
    await page.exposeFunction('receive', (message: unknown) => {
      const request = bulkRequest.parse(message);
      requests.push(request);
      void post({ message: 'reply', id: request.id, failure: null });
    });
    await page.addInitScript({
      content: `globalThis.acquireVsCodeApi = () => ({
        postMessage: (message) => void globalThis.receive(message), getState: () => undefined,
        setState: (state) => { globalThis.kept = state; } });`,
    });
    await page.goto(origin);
    await wear('dark');
  }

  function post(message: unknown): Promise<unknown> {
    return page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`).catch(() => undefined);
  }

  async function wear(name: keyof typeof themes): Promise<void> {
    const { bodyClass, variables } = themes[name];
    const style = Object.entries(variables)
      .map(([variable, value]) => `${variable}: ${value}`)
      .join('; ');
    await page.evaluate(
      `document.documentElement.style.cssText = ${JSON.stringify(`${style}; background-color: var(--vscode-editor-background)`)};
       document.body.className = ${JSON.stringify(bodyClass)};
       document.body.style.cssText = 'color: var(--vscode-editor-foreground); margin: 0; padding: 0 20px; '
         + 'font: var(--vscode-font-weight) var(--vscode-font-size) var(--vscode-font-family)';`,
    );
  }

  const request = async (kind: BulkRequest['request']): Promise<BulkRequest> => {
    const find = () => requests.find((one) => one.request === kind);
    for (;;) {
      const found = find();
      if (found) {
        return found;
      }
      await page.evaluate('new Promise((done) => requestAnimationFrame(done))');
    }
  };

  const cell = (serial: string, name: string) =>
    page.locator(`tr[data-product-no="${serial}"] td[data-cell="${name}"]`);

  it('has a row for each order, with a box to tick, a quantity and a status', async () => {
    await open(state());
    const [first = '', , third = ''] = rows.map(({ productNo }) => productNo);
    assert.equal(await cell(first, 'status').innerText(), 'ready');
    assert.equal(await cell(third, 'status').innerText(), 'Quantity: Enter a value.');
    const box = page.locator(`tr[data-product-no="${first}"] [name="ordered"]`);
    assert.equal(await box.isChecked(), true);
    await box.uncheck();
    assert.deepEqual(
      { ...(await request('tick')), id: 0 },
      { id: 0, request: 'tick', rows: [0], ordered: false },
    );
    await page.locator(`tr[data-product-no="${third}"] [name="quantity"]`).fill('31');
    const entered = await request('setOwn');
    assert.deepEqual(
      { ...entered, id: 0 },
      { id: 0, request: 'setOwn', row: 2, name: 'quantity', value: '31' },
    );
  });

  it('sends a quantity that was typed just before Review Orders is pressed first', async () => {
    await open(state());
    await page.locator('[name="quantity"]').pressSequentially('31');
    await page.getByRole('button', { name: 'Review Orders', exact: true }).click();
    await request('review');
    const order = requests.map((one) => one.request).filter((kind) => kind === 'setOwn' || kind === 'review');
    assert.deepEqual(order, ['setOwn', 'review']);
  });

  it('places by the id of the review that is shown', async () => {
    await open(reviewed);
    await page.getByRole('button', { name: 'Place 2 Orders', exact: true }).click();
    assert.deepEqual(
      { ...(await request('place')), id: 0 },
      { id: 0, request: 'place', reviewId: 'review-1' },
    );
  });

  it('shows every exact request of a review', async () => {
    await open(reviewed);
    await page.getByText('Exact requests').click();
    assert.deepEqual(
      await page.locator('pre').allInnerTexts(),
      reviewed.rows.filter(({ ordered }) => ordered).map(({ body }) => body),
    );
  });

  it('offers Stop while it runs, and Continue after a pause', async () => {
    await open(state({ phase: 'running', message: 'Placing order 1 of 3…' }));
    const buttons = async () =>
      (await page.locator('main > .buttons button').allInnerTexts()).map((text) => text.trim());
    assert.deepEqual(await buttons(), ['Stop']);
    const paused = state({ phase: 'paused', message: 'Paused.', pause: 1, isRefused: true });
    await post({ message: 'state', state: paused });
    await page.getByRole('button', { name: 'Continue', exact: true }).waitFor();
    assert.deepEqual(await buttons(), ['Continue', 'Stop', 'Show Output']);
    await page.getByLabel('Do not pause for refused orders').check();
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    const sent = await request('continue');
    assert.deepEqual({ ...sent, id: 0 }, { id: 0, request: 'continue', pause: 1, passRefused: true });
  });

  it('does not go on after a pause at the second click of a double click', async () => {
    const paused = (pause: number) => state({ phase: 'paused', message: `Paused ${pause}.`, pause });
    await open(paused(1));
    const button = page.getByRole('button', { name: 'Continue', exact: true });
    await button.click();
    await request('continue');
    // The run pauses again between the two clicks.
    await post({ message: 'state', state: paused(2) });
    await page.getByText('Paused 2.').waitFor();
    await button.dispatchEvent('click', { detail: 2 });
    await page.getByRole('button', { name: 'Show Output' }).click();
    await request('showOutput');
    assert.equal(requests.filter((one) => one.request === 'continue').length, 1);
  });

  it('fits 600 pixels', async () => {
    await open(state(), 600);
    const overflow = await page.evaluate<number>(
      "document.querySelector('.table').scrollWidth - document.querySelector('.table').clientWidth",
    );
    assert.equal(overflow, 0);
  });

  it('shows 500 rows, and a change of one of them, without delay', async () => {
    const many = Array.from({ length: 500 }, (_, index) => row(index));
    await open(state({ rows: many }));
    assert.equal(await page.locator('tbody tr').count(), 500);
    const changed = many.map((one, index) => (index === 400 ? { ...one, price: 'USD 1.00' } : one));
    const duration = await page.evaluate<number>(
      `new Promise((done) => {
        const from = performance.now();
        new MutationObserver(() => done(performance.now() - from))
          .observe(document.querySelector('tbody'), { subtree: true, childList: true, characterData: true });
        window.postMessage(${JSON.stringify({ message: 'state', state: state({ rows: changed }) })}, '*');
      })`,
    );
    assert.ok(duration < 1000, `${duration} ms`);
    assert.equal(await cell(many[400]?.productNo ?? '', 'price').innerText(), 'USD 1.00');
  });

  for (const [name, shown] of Object.entries({
    table: state(),
    review: reviewed,
    pause: state({ phase: 'paused', message: 'Paused.', isRefused: true }),
  })) {
    it(`has no accessibility problem in its ${name}, in any theme`, async () => {
      await open(shown);
      await page.evaluate(axe.source);
      for (const theme of themeNames) {
        await wear(theme);
        const { violations } = await page.evaluate<AxeResults>('globalThis.axe.run()');
        assert.deepEqual(
          violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${theme}: ${id}: ${html}`)),
          [],
        );
      }
      const { PBX_PICTURES: folder } = process.env;
      if (folder !== undefined) {
        for (const theme of ['dark', 'light'] as const) {
          await wear(theme);
          await page.screenshot({ path: join(folder, `bulk-${name}-${theme}.png`) });
        }
      }
    });
  }
});

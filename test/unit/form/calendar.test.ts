import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { CalendarPage, CalendarRequest, ToCalendar } from '../../../src/form/calendarContract';
import { pageHtml } from '../../../src/form/page';
import { findingsInAnyTheme } from './axeFindings';
import { bundlePage } from './bundlePage';
import { themeNames } from './openForm';
import { pageBrowser } from './pageBrowser';
import themes from './themes.json';

const origin = 'http://calendar.test';

/** Colours of charts, which forms do not use. */
const chartColours: Readonly<Record<string, string>> = {
  '--vscode-charts-blue': '#3794ff',
  '--vscode-charts-green': '#89d185',
  '--vscode-charts-orange': '#d18616',
  '--vscode-charts-purple': '#b180d7',
  '--vscode-charts-red': '#f14c4c',
  '--vscode-charts-yellow': '#cca700',
  '--vscode-charts-foreground': 'var(--vscode-foreground)',
  '--vscode-textLink-foreground': 'var(--vscode-foreground)',
};

const months = ['Ended', ...Array.from({ length: 24 }, (_, index) => `Month ${index + 1}`)];

function pageOf(change: Partial<CalendarPage> = {}): CalendarPage {
  return {
    title: 'Renewal Calendar',
    notes: ['As of 26 Nov, 09:12.', 'No end date known: 4.'],
    products: [
      '\u2068Cloud PBX\u2069',
      '\u2068P-Series Software Edition\u2069',
      '\u2068Remote Management\u2069',
    ],
    bars: months.map((label, index) => {
      const counts = index % 5 === 4 ? [0, 0, 0] : [(index * 7) % 12, index % 4, (index * 3) % 5];
      return { key: `m${index}`, label, counts, total: counts.reduce((sum, count) => sum + count, 0) };
    }),
    texts: {
      month: 'Month',
      count: 'PBXes',
      products: 'Products',
      selectAll: 'Select all',
      renew: 'Renew {0} Selected',
      renewNone: 'Renew Selected',
      selectFirst: 'Select the PBXes to renew.',
    },
    ...change,
  };
}

const rows: Extract<ToCalendar, { message: 'rows' }> = {
  message: 'rows',
  key: 'm1',
  title: 'Month 1 (3)',
  rows: ['Lagos head office', 'Accra hotel', '<b>Cairo</b>'].map((name, index) => ({
    key: `13 SN${index}`,
    name: `\u2068${name}\u2069`,
    productNo: `\u2068SN${index}\u2069`,
    facts: `1${index} Dec 2026 · \u2068Enterprise Plan\u2069 · 10 extensions`,
    isOrdered: index === 1,
    blocked: '',
  })),
};

describe('the renewal calendar', () => {
  let page: Page;
  let html: string;
  /** Opened so far; each has its own number. */
  let opened = 0;
  let requests: CalendarRequest[];
  const faults: string[] = [];

  // One tab, since a new one for each test takes long.
  before(async () => {
    const [{ script, style }, browser] = await Promise.all([bundlePage('calendarMain.ts'), pageBrowser()]);
    page = await browser.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => faults.push(message.text()));
    await page.exposeFunction('receive', (number: string, message: CalendarRequest) => {
      if (number === String(opened)) {
        requests.push(message);
      }
    });
    await page.addInitScript({
      content: `const number = new URL(location.href).searchParams.get('calendar');
        globalThis.acquireVsCodeApi = () => ({
          postMessage: (message) => void globalThis.receive(number, message), getState: () => undefined, setState: () => undefined });`,
    });
    await page.route('**/*', (route) => {
      const { pathname } = new URL(route.request().url());
      return pathname === '/'
        ? route.fulfill({ contentType: 'text/html', body: html })
        : pathname.endsWith('.js')
          ? route.fulfill({ contentType: 'text/javascript', body: script })
          : route.fulfill({ contentType: 'text/css', body: style });
    });
  });
  after(() => page.close());
  beforeEach(() => {
    requests = [];
  });
  afterEach(() => {
    assert.deepEqual(faults.splice(0), []);
  });

  async function open(state = pageOf(), width = 640): Promise<void> {
    await page.setViewportSize({ width, height: 1000 });
    await page.emulateMedia({ forcedColors: 'none' });
    html = pageHtml({
      nonce: 'bm9uY2U=',
      cspSource: origin,
      scriptUri: `${origin}/calendar.js`,
      styleUri: `${origin}/calendar.css`,
      language: 'en',
      title: state.title,
      page: state,
    });
    opened++;
    await page.goto(`${origin}/?calendar=${opened}`);
    await wear('dark');
    await page.getByRole('heading', { name: state.title }).waitFor();
  }

  async function wear(name: (typeof themeNames)[number]): Promise<void> {
    const { bodyClass, variables } = themes[name];
    const style = Object.entries({ ...variables, ...chartColours })
      .map(([variable, value]) => `${variable}: ${value}`)
      .join('; ');
    await page.evaluate(
      `document.documentElement.style.cssText = ${JSON.stringify(style)};
       document.documentElement.style.backgroundColor = 'var(--vscode-editor-background)';
       document.body.style.cssText = 'color: var(--vscode-foreground); margin: 0; padding: 0 20px; font: 13px sans-serif';
       document.body.className = ${JSON.stringify(bodyClass)};`,
    );
  }

  const post = (message: ToCalendar) => page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
  const month = (label: string) => page.getByRole('button', { name: label, exact: true });
  const renew = () => page.getByRole('button', { name: /^Renew (\d+ )?Selected$/ });

  async function choose(): Promise<void> {
    await month('Month 1').click();
    await post(rows);
    await page.getByRole('heading', { name: 'Month 1 (3)' }).waitFor();
  }

  it('is a table with a row for what has ended and for each month', async () => {
    await open();
    const table = page.getByRole('table');
    assert.equal(await table.getByRole('row').count(), 26);
    const row = table.getByRole('row', { name: 'Month 2' }).first();
    assert.deepEqual(await row.getByRole('cell').allInnerTexts(), [
      'Cloud PBX: 2, P-Series Software Edition: 2, Remote Management: 1',
      '5',
    ]);
    // A month without PBXes cannot be chosen.
    assert.equal(await month('Month 4').count(), 0);
  });

  it('lists the chosen month, and renews what is ticked', async () => {
    await open();
    await choose();
    assert.deepEqual(requests, [{ request: 'choose', key: 'm1' }]);
    assert.ok(await renew().isDisabled());
    assert.equal(await renew().innerText(), 'Renew Selected');
    const why = page.getByText('Select the PBXes to renew.');
    assert.ok(await why.isVisible());
    assert.equal(await month('Month 1').getAttribute('aria-pressed'), 'true');
    await page.getByLabel('<b>Cairo</b>').check();
    assert.equal(await renew().innerText(), 'Renew 1 Selected');
    assert.ok(await why.isHidden());
    await page.getByLabel('Accra hotel').check();
    await renew().click();
    assert.deepEqual(requests.at(-1), { request: 'renew', keys: ['13 SN1', '13 SN2'] });
  });

  /** Part of the list of the chosen month that can be seen: from its top, in pixels. */
  const inView = async () => {
    const list = await page.getByRole('region', { name: 'Month 1 (3)' }).boundingBox();
    const { height = 0 } = page.viewportSize() ?? {};
    assert.ok(list);
    return { top: list.y, bottom: list.y + list.height - height };
  };

  it('brings the list of a chosen month into view, and its heading into focus', async () => {
    await open();
    await page.setViewportSize({ width: 640, height: 400 });
    await choose();
    assert.equal(await page.evaluate('document.activeElement.id'), 'chosen');
    const { top, bottom } = await inView();
    assert.ok(top >= 0 && bottom <= 1, JSON.stringify({ top, bottom }));
  });

  it('begins with the heading where the list does not fit', async () => {
    await open();
    await page.setViewportSize({ width: 640, height: 120 });
    await choose();
    const { top } = await inView();
    assert.ok(top >= -1 && top < 60, String(top));
  });

  const styleOf = (selector: string, property: string) =>
    page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).${property}`);

  it('marks the chosen month not by colour alone', async () => {
    await open();
    await choose();
    const framed = page.locator('tr.chosen');
    assert.equal(await framed.count(), 1);
    assert.match(await framed.innerText(), /^Month 1\b/);
    for (const theme of themeNames) {
      await wear(theme);
      const outline = await styleOf('tr.chosen', 'outline');
      assert.match(outline, /solid 1px/, theme);
      assert.doesNotMatch(outline, /rgba\(0, 0, 0, 0\)/, theme);
    }
    await month('Month 2').click();
    assert.match(await framed.innerText(), /^Month 2\b/);
  });

  it('keeps its patterns where the system replaces colours', async () => {
    await open();
    const pattern = () => styleOf('.part.pattern-1', 'backgroundImage');
    const before = await pattern();
    assert.match(before, /gradient/);
    await page.emulateMedia({ forcedColors: 'active' });
    assert.equal(await pattern(), before);
  });

  it('selects all but those whose renewal is ordered', async () => {
    await open();
    await choose();
    await page.getByLabel('Select all').check();
    assert.equal(await renew().innerText(), 'Renew 2 Selected');
    assert.equal(await page.getByLabel('Accra hotel').isChecked(), false);
  });

  it('lets nothing be ticked that cannot be renewed here, and says why', async () => {
    await open();
    await month('Month 1').click();
    const blocked = rows.rows.map((row, index) =>
      index === 1 ? row : { ...row, blocked: 'only elsewhere' },
    );
    await post({ ...rows, rows: blocked });
    const lagos = page.getByLabel('Lagos');
    await lagos.waitFor();
    assert.ok(await lagos.isDisabled());
    // The rows have `content-visibility: auto`, with which a row that was not drawn yet has no inner text.
    const facts = await page.locator('.facts', { hasText: 'SN0' }).textContent();
    assert.match(facts ?? '', / · SN0\W* · only elsewhere$/);
    // All that is left is ordered already.
    assert.ok(await page.getByLabel('Select all').isDisabled());
    await page.getByLabel('Accra hotel').check();
    assert.equal(await renew().innerText(), 'Renew 1 Selected');
  });

  it('keeps month and ticks when the numbers change', async () => {
    await open();
    await choose();
    await page.getByLabel('Lagos').check();
    await post({ message: 'page', page: pageOf({ notes: ['As of 27 Nov.'] }) });
    await post(rows);
    await page.getByText('As of 27 Nov.').waitFor();
    assert.ok(await page.getByLabel('Lagos').isChecked());
    assert.equal(await month('Month 1').getAttribute('aria-pressed'), 'true');
  });

  it('works by keyboard', async () => {
    await open();
    await month('Month 1').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    // Month 3 is next, since all of these have PBXes.
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await post(rows);
    await page.getByRole('heading', { name: 'Month 1 (3)' }).waitFor();
    assert.equal(await page.evaluate('document.activeElement.id'), 'chosen');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForFunction('true');
    assert.deepEqual(requests.at(-1), { request: 'renew', keys: ['13 SN0', '13 SN2'] });
  });

  it('has nothing that axe objects to, in any theme', async () => {
    await open();
    await choose();
    assert.deepEqual(await findingsInAnyTheme({ page, wear }), []);
    const { PBX_PICTURES: folder } = process.env;
    if (folder !== undefined) {
      for (const theme of themeNames) {
        await wear(theme);
        await page.screenshot({ path: join(folder, `calendar-${theme}.png`), fullPage: true });
      }
    }
  });

  for (const width of [400, 640, 1000]) {
    it(`fits a tab of ${width} px`, async () => {
      await open(pageOf(), width);
      await choose();
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
      if (process.env.PBX_PICTURES !== undefined) {
        await page.screenshot({
          path: join(process.env.PBX_PICTURES, `calendar-${width}.png`),
          fullPage: true,
        });
      }
    });
  }
});

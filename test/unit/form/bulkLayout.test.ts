import assert from 'node:assert/strict';
import { join } from 'node:path';
import { findingsInAnyTheme } from './axeFindings';
import { useBulkBrowser } from './openBulk';
import { themeNames } from './openForm';
import { long, reviewed, state, unreported } from './sampleBulk';

/** Widths of the cells in which text could be squeezed. A price stands on one line. */
const cellWidths = `[...document.querySelectorAll('td:not(.tick, :empty, [data-cell="price"])')]
  .map((cell) => cell.getBoundingClientRect().width)`;

describe('The layout of a bulk order', () => {
  const browser = useBulkBrowser();

  it('shows total and buttons without scrolling, however many rows there are', async () => {
    for (const [width, shown, button] of [
      [1000, long, 'Review Orders'],
      [400, long, 'Review Orders'],
      [400, reviewed, 'Place 2 Orders'],
    ] as const) {
      const bulk = await browser.open(shown, width);
      for (const part of [bulk.button(button), bulk.page.locator('.total')]) {
        const box = await part.boundingBox();
        assert.ok(box && box.y >= 0 && box.y + box.height <= 700, `${button} at ${width} pixels`);
      }
    }
  });

  it('shows an order number in one piece, also in the narrowest table', async () => {
    const orderNo = '\u2066YL320625240849566105\u2069';
    const rows = reviewed.rows.map((row) => ({
      ...row,
      status: { kind: 'good' as const, text: `${orderNo} · succeed` },
    }));
    const { page } = await browser.open({ ...reviewed, rows }, 780);
    const [status, number] = await Promise.all(
      ['td[data-cell="status"]', 'td[data-cell="status"] bdi'].map((part) =>
        page.locator(part).first().boundingBox(),
      ),
    );
    assert.ok(status && number && number.width <= status.width && number.height < 24, JSON.stringify(number));
  });

  it('gives what is ordered the whole width of a narrow page', async () => {
    const { page } = await browser.open(reviewed, 600);
    const [cell, row] = await Promise.all(
      ['td[data-cell="order"]', 'tbody tr'].map((part) => page.locator(part).first().boundingBox()),
    );
    assert.ok(cell && row && cell.width > row.width * 0.9, JSON.stringify({ cell, row }));
  });

  it('does not hide what has the focus below the total', async () => {
    const { page } = await browser.open(long, 400);
    const box = page.locator('[name="ordered"]').nth(20);
    await box.focus();
    const [focused, foot] = [await box.boundingBox(), await page.locator('footer').boundingBox()];
    assert.ok(focused && foot && focused.y + focused.height <= foot.y);
  });

  for (const [name, shown] of Object.entries({
    'many rows': long,
    review: reviewed,
    services: unreported,
    table: state(),
  })) {
    it(`fits any width with its ${name}`, async () => {
      const { page } = await browser.open(shown);
      for (const width of [300, 400, 600, 780, 1000]) {
        await page.setViewportSize({ width, height: 700 });
        const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
        assert.equal(await page.evaluate<number>(overflow), 0, `${width} pixels`);
        const widths = await page.evaluate<number[]>(cellWidths);
        const least = Math.min(...widths);
        assert.ok(widths.length > 0 && least >= 60, `${least} of ${width} pixels`);
      }
    });
  }

  for (const [name, shown] of Object.entries({
    table: state(),
    fields: state({ rows: long.rows.slice(0, 3) }),
    services: unreported,
    review: reviewed,
    pause: state({ phase: 'paused', message: 'Paused.', isRefused: true }),
  })) {
    it(`has no accessibility problem in its ${name}, in any theme`, async () => {
      const bulk = await browser.open(shown);
      assert.deepEqual(await findingsInAnyTheme(bulk), []);
      const { PBX_PICTURES: folder } = process.env;
      if (folder !== undefined) {
        for (const theme of themeNames) {
          await bulk.wear(theme);
          for (const width of [400, 600, 1000]) {
            await bulk.page.setViewportSize({ width, height: 700 });
            await bulk.page.screenshot({ path: join(folder, `bulk-${name}-${theme}-${width}.png`) });
          }
        }
      }
    });
  }
});

import type { Page } from 'playwright-core';

/**
 * What a window shows at this moment, in words: where the focus is, and what a screen reader finds.
 * @returns some hundred lines at most
 * @throws Error of Playwright when the window does not answer within seconds
 */
export async function describeWindow(page: Page): Promise<string> {
  const readable = await page.locator('body').ariaSnapshot({ timeout: 5000 });
  const focus = await page.evaluate<string>('document.activeElement?.outerHTML.slice(0, 200) ?? "nowhere"');
  // A list keeps the focus itself and marks one of its rows.
  const rows = await page.locator('.monaco-list:focus .monaco-list-row.focused').allInnerTexts();
  return [
    `focus: ${focus}`,
    ...rows.map((row) => `focused row: ${row}`),
    ...readable.split('\n').slice(0, 150),
  ].join('\n');
}

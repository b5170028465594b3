import type { Frame, Page } from 'playwright-core';

/**
 * What a window shows at this moment, in words: where the focus is, and what a screen reader finds, in the webviews
 * too.
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
    ...(await Promise.all(webviewDocuments(page).map(describeWebview))),
  ].join('\n');
}

/** A webview is two frames: VS Code's own, and in it the one with the extension's document. */
function webviewDocuments(page: Page): readonly Frame[] {
  return page.frames().filter((frame) => frame !== page.mainFrame());
}

/** A frame that does not answer is what the description has to tell, and no reason to have none. */
async function describeWebview(frame: Frame): Promise<string> {
  const name = `webview frame ${frame.url().slice(-80)}`;
  try {
    return `${name}\n${await frame.locator('body').ariaSnapshot({ timeout: 2000 })}`;
  } catch (error) {
    return `${name}: ${String(error)}`;
  }
}

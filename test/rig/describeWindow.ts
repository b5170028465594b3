import type { Frame, Page } from 'playwright-core';

/**
 * Describes what a window shows at this moment: where the focus is, and what a screen reader finds, webviews included.
 * @returns a few hundred lines at most
 * @throws Playwright's error if the window does not respond within seconds
 */
export async function describeWindow(page: Page): Promise<string> {
  const snapshot = await page.locator('body').ariaSnapshot({ timeout: 5000 });
  const focus = await page.evaluate<string>('document.activeElement?.outerHTML.slice(0, 200) ?? "nowhere"');
  // In a list, the list itself has the focus and marks one of its rows.
  const rows = await page.locator('.monaco-list:focus .monaco-list-row.focused').allInnerTexts();
  return [
    `focus: ${focus}`,
    ...rows.map((row) => `focused row: ${row}`),
    ...snapshot.split('\n').slice(0, 150),
    ...(await Promise.all(webviewDocuments(page).map(describeWebview))),
  ].join('\n');
}

/** Returns the frames of the webviews. Each webview has two: VS Code's own, and in it the extension's document. */
function webviewDocuments(page: Page): readonly Frame[] {
  return page.frames().filter((frame) => frame !== page.mainFrame());
}

/** Describes a frame. Never rejects: that a frame does not respond is part of the description. */
async function describeWebview(frame: Frame): Promise<string> {
  const name = `webview frame ${frame.url().slice(-80)}`;
  try {
    return `${name}\n${await frame.locator('body').ariaSnapshot({ timeout: 2000 })}`;
  } catch (error) {
    return `${name}: ${String(error)}`;
  }
}

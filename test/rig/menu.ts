import type { Locator, Page } from 'playwright-core';

/** The context menu or drop-down menu that is open. */
export class Menu {
  private readonly items: Locator;

  constructor(private readonly page: Page) {
    this.items = page.locator('.monaco-menu .action-item:not(.disabled) .action-menu-item');
  }

  /**
   * Clicks an item and waits until the menu has taken the click, which closes it.
   * @param name as the menu shows it
   * @param timeout milliseconds for the item to appear
   */
  async choose(name: string, { timeout = 30_000 }: { readonly timeout?: number } = {}): Promise<void> {
    const item = this.items.filter({ has: this.page.getByText(name, { exact: true }) });
    await item.waitFor({ timeout });
    await this.untilClicksCount();
    await item.click();
    await item.waitFor({ state: 'hidden' });
  }

  /** @returns the names of the items, once the menu is open, and closes it */
  async itemNames(): Promise<string[]> {
    await this.items.first().waitFor();
    const names = await this.items.locator('.action-label').allInnerTexts();
    await this.page.keyboard.press('Escape');
    await this.items.first().waitFor({ state: 'hidden' });
    return names.map((name) => name.trim()).filter((name) => name !== '');
  }

  /**
   * VS Code's menus pass over clicks for 100 ms, so that the click that opened one chooses nothing. A timer of the
   * same page that starts later and runs longer ends after VS Code's own, however busy the page is.
   */
  private async untilClicksCount(): Promise<void> {
    await this.page.evaluate('new Promise((resolve) => setTimeout(resolve, 110))');
  }
}

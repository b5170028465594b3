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
    const item = this.itemNamed(name);
    await item.waitFor({ timeout });
    await this.untilClicksCount();
    await item.click();
    await item.waitFor({ state: 'hidden' });
  }

  /**
   * Whether a menu is open, with an item of this name where one is given; a menu that is about to open is waited for.
   */
  async isOpen(name?: string): Promise<boolean> {
    const item = name === undefined ? this.items.first() : this.itemNamed(name);
    try {
      await item.waitFor({ timeout: 3000 });
      return true;
    } catch {
      return false;
    }
  }

  /** @returns the names of the items, once the menu is open, and closes it */
  async itemNames(): Promise<string[]> {
    await this.items.first().waitFor();
    const names = await this.items.locator('.action-label').allInnerTexts();
    await this.page.keyboard.press('Escape');
    await this.items.first().waitFor({ state: 'hidden' });
    return names.map((name) => name.trim()).filter((name) => name !== '');
  }

  private itemNamed(name: string): Locator {
    return this.items.filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /**
   * VS Code's menus pass over clicks for 100 ms, so that the click that opened one chooses nothing. A timer of the
   * same page that starts later and runs longer ends after VS Code's own, however busy the page is.
   */
  private async untilClicksCount(): Promise<void> {
    await this.page.evaluate('new Promise((resolve) => setTimeout(resolve, 110))');
  }
}

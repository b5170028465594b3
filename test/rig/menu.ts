import type { Locator, Page } from 'playwright-core';

/** The open context menu or drop-down menu. */
export class Menu {
  private readonly items: Locator;

  constructor(private readonly page: Page) {
    this.items = page.locator('.monaco-menu .action-item:not(.disabled) .action-menu-item');
  }

  /**
   * Clicks an item and waits until the menu has closed.
   * @param name the label in the menu
   * @param timeout milliseconds for the item to appear
   */
  async choose(name: string, { timeout = 30_000 }: { readonly timeout?: number } = {}): Promise<void> {
    const item = this.itemNamed(name);
    await item.waitFor({ timeout });
    await this.waitUntilClickable();
    await item.click();
    await item.waitFor({ state: 'hidden' });
  }

  /** Returns whether a menu, with an item of this name if given, is open. Waits for one that is about to open. */
  async isOpen(name?: string): Promise<boolean> {
    const item = name === undefined ? this.items.first() : this.itemNamed(name);
    try {
      await item.waitFor({ timeout: 3000 });
      return true;
    } catch {
      return false;
    }
  }

  /** Waits until the menu is open, then closes it. @returns the names of its items */
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
   * Waits until the menu accepts clicks. VS Code's menus ignore clicks for 100 ms, so that the click that opened the
   * menu chooses nothing. A longer timer that the same page starts later fires after VS Code's, however busy the page
   * is.
   */
  private async waitUntilClickable(): Promise<void> {
    await this.page.evaluate('new Promise((resolve) => setTimeout(resolve, 110))');
  }
}

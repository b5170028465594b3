import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually';
import type { EventuallyOptions } from './eventually';

/** The context menu or drop-down menu that is open. */
export class Menu {
  private readonly items: Locator;

  constructor(private readonly page: Page) {
    this.items = page.locator('.monaco-menu .action-item:not(.disabled) .action-menu-item');
  }

  /** @param name as the menu shows it */
  async choose(name: string, { timeout = 30_000 }: EventuallyOptions = {}): Promise<void> {
    const item = this.items.filter({ has: this.page.getByText(name, { exact: true }) });
    await item.waitFor({ timeout });
    // A menu passes over clicks in its first 100 ms, so that the click that opened it chooses nothing.
    let isClicked = false;
    await eventually(
      `The choice of ${name}`,
      async () => {
        if (isClicked && !(await item.isVisible())) {
          return true;
        }
        // A window under load needs seconds to say that the click has come.
        await item.click({ timeout: Math.min(timeout, 5000) });
        isClicked = true;
        await item.waitFor({ state: 'hidden', timeout: 500 });
        return true;
      },
      { timeout },
    );
  }

  /** @returns the names of the items, once the menu is open, and closes it */
  async itemNames(): Promise<string[]> {
    await this.items.first().waitFor();
    const names = await this.items.locator('.action-label').allInnerTexts();
    await this.page.keyboard.press('Escape');
    return names.map((name) => name.trim()).filter((name) => name !== '');
  }
}

import type { Locator, Page } from 'playwright-core';
import type { Menu } from './menu';
import { rowText } from './rowText';

/** A row of a tree view; found anew at each use, since trees draw their rows anew. */
export class TreeRow {
  constructor(
    private readonly page: Page,
    private readonly menu: Menu,
    readonly locator: Locator,
  ) {}

  async waitFor(): Promise<void> {
    await this.locator.waitFor();
  }

  isShown(): Promise<boolean> {
    return this.locator.isVisible();
  }

  /** @returns label and description */
  async text(): Promise<string> {
    return rowText(this.locator);
  }

  /** @returns what a screen reader says */
  async accessibleName(): Promise<string> {
    return (await this.locator.getAttribute('aria-label')) ?? '';
  }

  async isExpanded(): Promise<boolean> {
    return (await this.locator.getAttribute('aria-expanded')) === 'true';
  }

  /** Opens the row; where it is open already, it stays open. */
  async expand(): Promise<void> {
    await this.locator.waitFor();
    if (!(await this.isExpanded())) {
      await this.locator.locator('.monaco-tl-twistie').click();
      await this.locator.and(this.page.locator('[aria-expanded="true"]')).waitFor();
    }
  }

  async collapse(): Promise<void> {
    await this.locator.waitFor();
    if (await this.isExpanded()) {
      await this.locator.locator('.monaco-tl-twistie').click();
      await this.locator.and(this.page.locator('[aria-expanded="false"]')).waitFor();
    }
  }

  async click(): Promise<void> {
    await this.locator.locator('.monaco-tl-contents').click();
  }

  /** @param name of an item of the right-click menu */
  async chooseFromMenu(name: string): Promise<void> {
    await this.locator.locator('.label-name').click({ button: 'right' });
    await this.menu.choose(name);
  }

  /** @returns the names of the items of the right-click menu */
  async menuItemNames(): Promise<string[]> {
    await this.locator.locator('.label-name').click({ button: 'right' });
    return this.menu.itemNames();
  }

  /** @param name the title of an icon that the row shows under the pointer */
  async clickInlineAction(name: string): Promise<void> {
    await this.locator.hover();
    await this.locator.locator(`.actions .action-label[aria-label="${name}"]`).click();
  }

  /** @returns the titles of the icons that the row shows under the pointer */
  async inlineActionNames(): Promise<string[]> {
    await this.locator.hover();
    const actions = await this.locator.locator('.actions .action-label').all();
    return Promise.all(actions.map(async (action) => (await action.getAttribute('aria-label')) ?? ''));
  }

  /** @returns the text of the hover */
  async tooltip(): Promise<string> {
    await this.locator.locator('.label-name').hover();
    const hover = this.page.locator('.workbench-hover .hover-contents').last();
    await hover.waitFor();
    return (await hover.innerText()).trim();
  }
}

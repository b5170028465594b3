import type { Locator, Page } from 'playwright-core';
import { asSeen } from './asSeen';
import { eventually } from './eventually';
import type { Menu } from './menu';
import { type ShownRow, shownRows } from './shownRows';

/** A row of a tree view; found anew at each use, since trees draw their rows anew. */
export class TreeRow {
  constructor(
    private readonly page: Page,
    private readonly menu: Menu,
    readonly locator: Locator,
    /** What its text or name contains. */
    private readonly wanted: string,
  ) {}

  async waitFor(): Promise<void> {
    await this.locator.waitFor();
  }

  isShown(): Promise<boolean> {
    return this.locator.isVisible();
  }

  /** @returns label and description */
  async text(): Promise<string> {
    return (await this.read()).text;
  }

  /** @returns what a screen reader says */
  async accessibleName(): Promise<string> {
    return (await this.read()).name;
  }

  /** A tree that is drawn anew gives its elements to other rows: what is read from one has to be of this row still. */
  private read(): Promise<ShownRow> {
    return eventually(`The row ${this.wanted}`, async () => {
      const [shown] = await shownRows(this.locator);
      // The condition of `View.row`.
      const isTheRow =
        shown?.content.toLowerCase().includes(this.wanted.toLowerCase()) === true ||
        shown?.name.includes(this.wanted) === true;
      return isTheRow ? shown : undefined;
    });
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
    await this.openMenu(name);
    await this.menu.choose(name);
  }

  /** @returns the names of the items of the right-click menu */
  async menuItemNames(): Promise<string[]> {
    await this.openMenu();
    return this.menu.itemNames();
  }

  /**
   * A tree that is drawn anew while it is clicked opens no menu, or one that is about no row or another one. None of
   * these has done anything, so the click is made again. The row that a menu is about has the focus of the tree.
   * @param item that a menu about this row has
   */
  private async openMenu(item?: string): Promise<void> {
    await eventually(`The menu of a row with ${item ?? 'any item'}`, async () => {
      await this.locator.locator('.label-name').click({ button: 'right', timeout: 5000 });
      const focused = this.locator.and(this.page.locator('.focused'));
      if ((await this.menu.isOpen(item)) && (await focused.isVisible())) {
        return true;
      }
      await this.page.keyboard.press('Escape');
      return undefined;
    });
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
    return asSeen(await hover.innerText()).trim();
  }
}

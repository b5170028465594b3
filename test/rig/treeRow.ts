import type { Locator, Page } from 'playwright-core';
import { asSeen } from './asSeen';
import { eventually } from './eventually';
import type { Menu } from './menu';
import { type ShownRow, shownRows } from './shownRows';

/** A row of a tree view. It is located again at each use, because trees redraw their rows. */
export class TreeRow {
  constructor(
    private readonly page: Page,
    private readonly menu: Menu,
    readonly locator: Locator,
    /** The text that its content or accessible name contains. */
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

  /** Reads the row, and checks that it is the right one: a tree that is redrawn reuses its elements for other rows. */
  private read(): Promise<ShownRow> {
    return eventually(`The row ${this.wanted}`, async () => {
      const [shown] = await shownRows(this.locator);
      // The same condition as in `View.row`.
      const isThisRow =
        shown?.content.toLowerCase().includes(this.wanted.toLowerCase()) === true ||
        shown?.name.includes(this.wanted) === true;
      return isThisRow ? shown : undefined;
    });
  }

  async isExpanded(): Promise<boolean> {
    return (await this.locator.getAttribute('aria-expanded')) === 'true';
  }

  /** Expands the row, unless it is expanded. */
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

  /** Moves the mouse off the tree: the hover of the row under it may cover this row for as long as it stays there. */
  private async uncover(): Promise<void> {
    await this.page.mouse.move(1, 1);
  }

  async click(): Promise<void> {
    await this.uncover();
    await this.locator.locator('.monaco-tl-contents').click();
  }

  /** Adds the row to the selection, or removes it, as a click with the Control key does. */
  async toggleSelected(): Promise<void> {
    await this.uncover();
    await this.locator.locator('.label-name').click({ modifiers: ['ControlOrMeta'] });
  }

  /** @param name name of an item in the context menu */
  async chooseFromMenu(name: string): Promise<void> {
    await this.openMenu(name);
    await this.menu.choose(name);
  }

  /** @returns the names of the items in the context menu */
  async menuItemNames(): Promise<string[]> {
    await this.openMenu();
    return this.menu.itemNames();
  }

  /**
   * Opens the context menu. If the tree is redrawn during the click, it opens no menu, or one for another row or none.
   * That has no effect, so the click is simply repeated. The tree focuses the row that the menu belongs to.
   * @param item an item that the menu of this row has
   */
  private async openMenu(item?: string): Promise<void> {
    await eventually(`The menu of a row with ${item ?? 'any item'}`, async () => {
      await this.uncover();
      await this.locator.locator('.label-name').click({ button: 'right', timeout: 5000 });
      const focused = this.locator.and(this.page.locator('.focused'));
      if ((await this.menu.isOpen(item)) && (await focused.isVisible())) {
        return true;
      }
      await this.page.keyboard.press('Escape');
      return undefined;
    });
  }

  /** @param name the title of an icon that the row shows on hover */
  async clickInlineAction(name: string): Promise<void> {
    await this.uncover();
    await this.locator.hover();
    await this.locator.locator(`.actions .action-label[aria-label="${name}"]`).click();
  }

  /** @returns the titles of the icons that the row shows on hover */
  async inlineActionNames(): Promise<string[]> {
    await this.uncover();
    await this.locator.hover();
    const actions = await this.locator.locator('.actions .action-label').all();
    return Promise.all(actions.map(async (action) => (await action.getAttribute('aria-label')) ?? ''));
  }

  /** @returns the text of the hover. A row that is drawn again under the mouse shows none until the mouse comes back. */
  async tooltip(): Promise<string> {
    const hover = this.page.locator('.workbench-hover .hover-contents').last();
    await eventually('the hover of a row', async () => {
      await this.page.mouse.move(0, 0);
      await this.locator.locator('.label-name').hover();
      await hover.waitFor({ timeout: 5000 });
      return true;
    });
    return asSeen(await hover.innerText()).trim();
  }
}

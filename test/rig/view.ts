import type { Locator, Page } from 'playwright-core';
import { asSeen, seenAs } from './asSeen';
import { eventually } from './eventually';
import type { Menu } from './menu';
import { shownRows } from './shownRows';
import { TreeRow } from './treeRow';

/** A tree view in the side bar. */
export class View {
  private readonly pane: Locator;
  private readonly header: Locator;
  private readonly titleBar: Locator;
  private readonly tree: Locator;

  constructor(
    private readonly page: Page,
    private readonly menu: Menu,
    readonly name: string,
  ) {
    // The view's description is between its name and the last word.
    this.header = page.locator(`.pane-header[aria-label^="${name}"][aria-label$=" Section"]`);
    this.pane = page.locator('.pane').filter({ has: this.header });
    // The only view of a container has no header of its own: its actions are in that of the container.
    this.titleBar = page
      .locator('.pane:not(.merged-header) > .pane-header')
      .and(this.header)
      .or(page.locator('.part.sidebar:has(.pane.merged-header) > .composite.title'));
    this.tree = this.pane.locator('[role="tree"]');
  }

  /** The visible rows. */
  get rows(): Locator {
    return this.tree.locator('[role="treeitem"]');
  }

  /** Expands the section if it is collapsed. */
  async unfold(): Promise<void> {
    await this.header.waitFor({ state: 'attached' });
    if ((await this.header.isVisible()) && (await this.header.getAttribute('aria-expanded')) === 'false') {
      await this.header.click();
    }
  }

  /** Collapses the section if it is expanded, so that the others have more room. */
  async fold(): Promise<void> {
    if ((await this.header.getAttribute('aria-expanded')) === 'true') {
      await this.header.locator('.title').click();
    }
  }

  /**
   * Returns the first row whose label, description or accessible name contains a text. Trees draw only the visible
   * rows: see `scrollTo`.
   */
  row(text: string): TreeRow {
    const byText = this.rows.filter({ hasText: seenAs(text) });
    const byName = this.tree.locator(`[role="treeitem"][aria-label*=${JSON.stringify(text)}]`);
    return new TreeRow(this.page, this.menu, byText.or(byName).first(), text);
  }

  /** Selects these rows and no others. */
  async select(texts: readonly string[]): Promise<void> {
    await this.row(texts[0] ?? '').toggleSelected();
    await this.page.keyboard.press('Escape');
    await this.selectedRows.first().waitFor({ state: 'hidden' });
    for (const text of texts) {
      await this.row(text).toggleSelected();
    }
    await eventually(`The selection of ${texts.length} rows of ${this.name}`, async () =>
      (await this.selectedRows.count()) === texts.length ? true : undefined,
    );
  }

  get selectedRows(): Locator {
    return this.tree.locator('[role="treeitem"][aria-selected="true"]');
  }

  /** @returns label and description of the visible rows, one string per row, once there are any */
  async rowTexts(): Promise<string[]> {
    await this.rows.first().waitFor();
    return (await shownRows(this.rows)).map(({ text }) => text);
  }

  async scrollToTop(): Promise<void> {
    await this.tree.hover();
    const first = this.tree.locator('.monaco-list-rows [data-index="0"]');
    await eventually(`The first row of ${this.name}`, async () => {
      // Wheel events may get lost while rows are redrawn.
      await this.page.mouse.wheel(0, -1e4);
      return (await first.isVisible()) ? true : undefined;
    });
  }

  /** Scrolls down from the top until the whole row is visible, also while rows are still being added. */
  async scrollTo(text: string): Promise<TreeRow> {
    const row = this.row(text);
    await this.scrollToTop();
    const tree = (await this.tree.boundingBox()) ?? { y: 0, height: 0 };
    let last: number | undefined;
    let steps = 0;
    return eventually(`The row ${text} of ${this.name}`, async () => {
      const box = (await row.isShown()) ? await row.locator.boundingBox() : null;
      if (box !== null && box.y >= tree.y && box.y + box.height <= tree.y + tree.height) {
        // A wheel event may still be pending: the row has to stay in place for two checks.
        const isAtRest = box.y === last;
        last = box.y;
        return isAtRest ? row : undefined;
      }
      // The hover of a row takes the wheel's events for itself.
      if (await this.page.locator('.workbench-hover').first().isVisible()) {
        await this.page.mouse.move(1, 1);
        await this.tree.hover();
      }
      // Less than the visible height, so that no row is skipped. A row may appear above what was already searched.
      steps++;
      await this.page.mouse.wheel(0, steps % 40 === 0 ? -1e4 : tree.height / 2);
      return undefined;
    });
  }

  /** @returns the message above the rows, or an empty string */
  async message(): Promise<string> {
    const message = this.pane.locator('.tree-explorer-viewlet-tree-view > .message');
    return (await message.isVisible()) ? asSeen(await message.innerText()).trim() : '';
  }

  /** Waits until the message above the rows contains the text. */
  async waitForMessage(text: string): Promise<void> {
    await this.pane
      .locator('.tree-explorer-viewlet-tree-view > .message')
      .filter({ hasText: seenAs(text) })
      .waitFor();
  }

  /** The buttons that an empty view shows. */
  get welcomeButtons(): Locator {
    return this.welcome.getByRole('button');
  }

  /** @returns the text that an empty view shows, including its buttons, once they appear */
  async welcomeText(): Promise<string> {
    await this.welcomeButtons.first().waitFor();
    return this.welcome.innerText();
  }

  private get welcome(): Locator {
    return this.pane.locator('.pane-body.welcome .welcome-view-content');
  }

  /** @param name the label of a button or a link that the empty view shows */
  async clickWelcomeButton(name: string): Promise<void> {
    await this.pane.locator('.welcome-view-content').getByRole('button', { name, exact: true }).click();
  }

  /** @param name the title of an icon in the view's title bar */
  async clickAction(name: string): Promise<void> {
    await this.titleBar.hover();
    await this.titleBar.locator(`.action-label[aria-label="${name}"]`).click();
  }

  /** @param name the title of a command behind the `…` of the view's title bar */
  async chooseMore(name: string): Promise<void> {
    // If the title bar is redrawn, the menu closes.
    await eventually(`The choice of ${name} in ${this.name}`, async () => {
      await this.titleBar.hover();
      await this.titleBar.locator('.codicon-toolbar-more').click({ timeout: 3000 });
      await this.menu.choose(name, { timeout: 3000 });
      return true;
    });
  }
}

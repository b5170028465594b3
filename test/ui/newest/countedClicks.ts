import type { Locator } from 'playwright-core';
import type { Workbench } from '../../rig/workbench';
import type { TreeRow } from '../../rig/treeRow';

/** The mouse of a user who counts: every click of a test goes through it. */
export class CountedClicks {
  /** What was clicked. */
  readonly made: string[] = [];

  constructor(private readonly workbench: Workbench) {}

  /** Selects a row of a view and no other. */
  async row(row: TreeRow): Promise<void> {
    await this.click('a row', labelOf(row));
  }

  /** Extends the selection to a row. */
  async rowWithShift(row: TreeRow): Promise<void> {
    await this.click('a row, with Shift', labelOf(row), { modifiers: ['Shift'] });
  }

  /** Opens the context menu of a row and chooses an item. The row opens it again if the tree was redrawn just then. */
  async menu(row: TreeRow, item: string): Promise<void> {
    this.made.push('the context menu', item);
    await row.chooseFromMenu(item);
  }

  /** Clicks an element of a page. */
  async click(what: string, on: Locator, options: Parameters<Locator['click']>[0] = {}): Promise<void> {
    this.made.push(what);
    await on.click(options);
  }

  /** Clicks a button of VS Code’s dialog. */
  async dialog(button: string): Promise<void> {
    this.made.push(`${button} in the dialog`);
    await this.workbench.dialog.clickButton(button);
  }
}

function labelOf(row: TreeRow): Locator {
  return row.locator.locator('.label-name');
}

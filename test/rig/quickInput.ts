import type { Locator, Page } from 'playwright-core';
import { asSeen, seenAs } from './asSeen';
import { eventually } from './eventually';
import { shownRows } from './shownRows';

/** The label in the first line of a row. The second line, the detail, has a label of its own. */
const labelOfRow = '.quick-input-list-row:first-child .label-name';

/** The box at the top of the window: the command palette, quick picks and input boxes. */
export class QuickInput {
  private readonly widget: Locator;
  /** The text field, or the password field of a masked input box. */
  readonly input: Locator;
  private readonly rows: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget');
    this.input = this.widget.locator('.quick-input-box input');
    this.rows = this.widget.locator('.quick-input-list .monaco-list-row');
  }

  /** @param title the title to wait for, to distinguish the steps of a sequence */
  async waitUntilOpen(title?: string): Promise<void> {
    await this.input.waitFor();
    if (title !== undefined) {
      await this.widget.locator('.quick-input-title').filter({ hasText: title }).waitFor();
    }
  }

  async waitUntilClosed(): Promise<void> {
    await this.widget.waitFor({ state: 'hidden' });
  }

  async type(text: string): Promise<void> {
    await this.input.fill(text);
  }

  async submit(): Promise<void> {
    await this.input.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.input.press('Escape');
  }

  /** Types into the box with this title and confirms. */
  async answer(title: string, text: string): Promise<void> {
    await this.waitUntilOpen(title);
    await this.type(text);
    await this.submit();
  }

  /**
   * Chooses a row: the one with exactly this label, otherwise the first one that contains the text. Long lists draw
   * only the visible rows: type something first to narrow them down.
   */
  async choose(text: string): Promise<void> {
    const row = await eventually(`A row with ${text}`, async () => {
      const labelled = this.rowLabelled(text);
      if ((await labelled.count()) > 0) {
        return labelled;
      }
      const containing = this.rows.filter({ hasText: seenAs(text) }).first();
      return (await containing.count()) > 0 ? containing : undefined;
    });
    await row.click();
  }

  /** Returns the row with exactly this label. */
  rowLabelled(label: string): Locator {
    return this.rows
      .filter({ has: this.page.locator(labelOfRow).filter({ hasText: seenAs(label, true) }) })
      .first();
  }

  /** Returns the row with exactly this label if it is the one that Enter chooses. */
  activeRow(label: string): Locator {
    return this.rowLabelled(label).and(this.page.locator('.focused'));
  }

  /** @returns the labels of the visible rows, once there are any */
  async labels(): Promise<string[]> {
    await this.rows.first().waitFor();
    const labels = await this.rows.locator(labelOfRow).allTextContents();
    return labels.map((label) => asSeen(label).trim());
  }

  /** @returns label, description and detail of the visible rows, one string per row, once there are any */
  async rowTexts(): Promise<string[]> {
    await this.rows.first().waitFor();
    return (await shownRows(this.rows)).map(({ text }) => text);
  }

  /** Presses the Back button of a step. */
  async goBack(): Promise<void> {
    await this.widget.locator('.quick-input-titlebar .codicon-quick-input-back').click();
  }

  /** Returns what is in the box. */
  async value(): Promise<string> {
    return this.input.inputValue();
  }

  async title(): Promise<string> {
    return this.widget.locator('.quick-input-title').innerText();
  }

  async placeholder(): Promise<string> {
    return asSeen((await this.input.getAttribute('placeholder')) ?? '');
  }

  /** @returns the line below the text field: the prompt, or the validation message in its place */
  async message(): Promise<string> {
    return asSeen(await this.widget.locator('.quick-input-message').innerText());
  }

  /** Waits until the line below the text field contains the text. */
  async waitForMessage(text: string): Promise<void> {
    await this.widget
      .locator('.quick-input-message')
      .filter({ hasText: seenAs(text) })
      .waitFor();
  }

  /** Returns whether the typed text is shown as dots. */
  async isMasked(): Promise<boolean> {
    return (await this.input.getAttribute('type')) === 'password';
  }
}

import type { Locator, Page } from 'playwright-core';
import { asSeen } from './asSeen';

/** A modal dialog. */
export class Dialog {
  private readonly box: Locator;

  constructor(page: Page) {
    this.box = page.locator('.monaco-dialog-box');
  }

  /** @returns message and detail, once the dialog is open */
  async text(): Promise<string> {
    return asSeen(await this.box.locator('.dialog-message-container').innerText());
  }

  /** Presses a key once a button of the dialog has the focus, which it takes a moment after it is shown. */
  async press(key: string): Promise<void> {
    await this.box.locator('.monaco-button:focus').press(key);
  }

  /** Moves the focus to a button with the Tab key. */
  async tabTo(name: string): Promise<void> {
    const focused = this.box.locator('.monaco-button:focus');
    for (let presses = 0; presses < 6 && asSeen(await focused.innerText()).trim() !== name; presses++) {
      await focused.press('Tab');
    }
  }

  /** @param name the label of the button */
  async clickButton(name: string): Promise<void> {
    await this.box.getByRole('button', { name, exact: true }).click();
    await this.box.waitFor({ state: 'hidden' });
  }
}

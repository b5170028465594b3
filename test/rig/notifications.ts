import type { Locator, Page } from 'playwright-core';
import { asSeen, seenAs } from './asSeen';
import { eventually } from './eventually';

/** Notifications: toasts that disappear after a while and then stay in the notification center. */
export class Notifications {
  private readonly items: Locator;
  private readonly toasts: Locator;
  private readonly center: Locator;
  private readonly bell: Locator;

  constructor(page: Page) {
    this.toasts = page.locator('.notifications-toasts.visible .notification-list-item');
    this.center = page.locator('.notifications-center.visible');
    this.items = this.toasts.or(this.center.locator('.notification-list-item'));
    this.bell = page.locator('[id="status.notifications"]');
  }

  /** @returns the current messages: the toasts, or if there are none, those in the notification center */
  async texts(): Promise<string[]> {
    const toasts = await messages(this.toasts);
    if (toasts.length > 0) {
      return toasts;
    }
    await this.openCenter();
    const waiting = await messages(this.center.locator('.notification-list-item'));
    await this.closeCenter();
    return waiting;
  }

  /** Waits for a message that contains the text. @returns the whole message */
  async waitFor(text: string): Promise<string> {
    const item = await this.find(text);
    const message = await item.locator('.notification-list-item-message').innerText();
    await this.closeCenter();
    return oneLine(message);
  }

  /**
   * Clicks a button of the message that contains the text, until the message is gone: one that is drawn again during the
   * click loses it.
   */
  async clickButton(text: string, button: string): Promise<void> {
    const first = await this.find(text);
    await eventually(`The end of the notification ${text} by ${button}`, async () => {
      if (!(await first.isVisible()) && (await this.texts()).every((message) => !message.includes(text))) {
        return true;
      }
      const item = await this.find(text);
      const found = item.getByRole('button', { name: button, exact: true });
      if (!(await found.isVisible())) {
        // The notification center shows messages collapsed, without buttons.
        await item.click({ timeout: 1000 });
      }
      await found.click({ timeout: 1000 });
      await item.waitFor({ state: 'hidden', timeout: 5000 });
      return undefined;
    });
  }

  /** Waits for a toast. If none appears, opens the notification center, which has the old messages and the new ones. */
  private async find(text: string): Promise<Locator> {
    const item = this.items.filter({ hasText: seenAs(text) }).first();
    const start = Date.now();
    return eventually(`The notification ${text}`, async () => {
      if (await item.isVisible()) {
        return item;
      }
      if (Date.now() - start > toastTimeout) {
        await this.openCenter();
      }
      return undefined;
    });
  }

  private async openCenter(): Promise<void> {
    if (!(await this.center.isVisible())) {
      await this.bell.click();
      await this.center.waitFor();
    }
  }

  private async closeCenter(): Promise<void> {
    if (await this.center.isVisible()) {
      await this.center.locator('.notifications-center-header [class*="codicon-notifications-hide"]').click();
      await this.center.waitFor({ state: 'hidden' });
    }
  }
}

/** Milliseconds to wait for a toast before opening the notification center. */
const toastTimeout = 3000;

async function messages(items: Locator): Promise<string[]> {
  const texts = await items.locator('.notification-list-item-message').allInnerTexts();
  return texts.map(oneLine);
}

function oneLine(text: string): string {
  return asSeen(text).replaceAll(/\s+/g, ' ').trim();
}

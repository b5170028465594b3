import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { asSeen, seenAs } from './asSeen';
import { Dialog } from './dialog';
import { eventually } from './eventually';
import { Menu } from './menu';
import { Notifications } from './notifications';
import { Output } from './output';
import { QuickInput } from './quickInput';
import type { Server } from './server';
import { View } from './view';

/** The colour themes of VS Code itself, and the class that each kind puts on the workbench. */
const themeClasses = {
  'Default Dark Modern': 'vs-dark',
  'Default Light Modern': 'vs',
  'Default High Contrast': 'hc-black',
  'Default High Contrast Light': 'hc-light',
} as const;

export type Theme = keyof typeof themeClasses;

/** One VS Code window, in the words of a person who uses it. Every method waits for what it needs. */
export class Workbench {
  readonly quickInput: QuickInput;
  readonly notifications: Notifications;
  readonly dialog: Dialog;
  readonly menu: Menu;
  readonly output: Output;

  constructor(
    readonly page: Page,
    readonly server: Server,
    /** Resolves when what the window shows of a failure is kept: until then nothing may change it. */
    private readonly whenKept: () => Promise<unknown> = () => Promise.resolve(),
  ) {
    this.quickInput = new QuickInput(page);
    this.notifications = new Notifications(page);
    this.dialog = new Dialog(page);
    this.menu = new Menu(page);
    this.output = new Output(page, server);
  }

  /** Waits until the window is drawn. The extension host may still be starting: commands wait for it by themselves. */
  async waitUntilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .activitybar').waitFor({ timeout: 60_000 });
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /**
   * Runs a command from the palette, as soon as it is there.
   * @param title as the palette shows it, with its category: `PBX: Sign In`
   */
  async runCommand(title: string): Promise<void> {
    // The palette lists what was known when it opened; an extension that comes later needs it opened again.
    await eventually(`The command ${title}`, async () => {
      await this.openPalette();
      await this.quickInput.input.fill(`>${title}`, { timeout: 1000 });
      await this.quickInput.rowLabelled(title).click({ timeout: 3000 });
      return true;
    });
  }

  /** @returns the titles that the palette offers for a text */
  async commandTitles(text: string): Promise<string[]> {
    await this.openPalette();
    await this.quickInput.type(`>${text}`);
    const titles = await this.quickInput.labels();
    await this.quickInput.cancel();
    return titles;
  }

  /** Another quick input that is open gives way; a webview that has the focus passes F1 on to the window. */
  private async openPalette(): Promise<void> {
    await this.whenKept();
    await eventually('The command palette', async () => {
      await this.page.keyboard.press('F1');
      await this.quickInput.input.waitFor({ timeout: 1000 });
      return (await this.quickInput.input.inputValue({ timeout: 1000 })).startsWith('>') ? true : undefined;
    });
  }

  /**
   * Opens a view container of the activity bar; where it is open already, it stays open.
   * @param title of the container: `PBX`
   */
  async openViewContainer(title: string): Promise<void> {
    const item = this.page.locator('.activitybar .action-item').filter({
      has: this.page.locator(`.action-label[aria-label="${title}"], .action-label[aria-label^="${title} "]`),
    });
    await item.waitFor({ timeout: 60_000 });
    const opened = item.and(this.page.locator('.checked'));
    const pane = this.page.locator('.part.sidebar .pane').first();
    // A click on the container that is open closes it, and after a reload VS Code may open it by itself meanwhile.
    await eventually(`The view container ${title}`, async () => {
      if (!(await opened.isVisible())) {
        await item.click({ timeout: 5000 });
      }
      await opened.waitFor({ timeout: 3000 });
      await pane.waitFor({ timeout: 3000 });
      return true;
    });
  }

  /** A view of the side bar by its name: `Instances`. */
  view(name: string): View {
    return new View(this.page, this.menu, name);
  }

  /**
   * The document of the visible webview, by whose locators the extension's page is driven.
   * @param selector something the document must hold, to tell one webview from another
   */
  webviewFrame(selector = 'body'): Promise<Frame> {
    return eventually(`A webview with ${selector}`, async () => {
      for (const frame of this.page.frames()) {
        if (
          frame.url().includes('fake.html') &&
          (await isShown(frame)) &&
          (await frame.locator(selector).count()) > 0
        ) {
          return frame;
        }
      }
      return undefined;
    });
  }

  /** @returns the titles of the open editors, webview panels among them, from left to right */
  async editorTitles(): Promise<string[]> {
    const titles = await this.page.locator('.part.editor .tab .label-name').allInnerTexts();
    return titles.map(asSeen);
  }

  /** @returns the texts in the status bar, left to right, icons left out */
  async statusBarText(): Promise<string[]> {
    const texts = await this.page.locator('.part.statusbar .statusbar-item').allInnerTexts();
    return texts.map((text) => asSeen(text).replaceAll(/\s+/g, ' ').trim()).filter((text) => text !== '');
  }

  /** An item of the status bar, by a part of its text. */
  statusBarItem(text: string): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: seenAs(text) });
  }

  /** Changes the colour theme and waits until the window wears it. */
  async setTheme(theme: Theme): Promise<void> {
    this.server.updateSettings({ 'workbench.colorTheme': theme });
    await this.page.locator(`.monaco-workbench.${themeClasses[theme]}`).waitFor();
  }

  /**
   * Reloads the window as a user does, so that VS Code keeps the state of its tabs before it goes. A new extension host
   * starts, in which nothing is activated yet.
   */
  async reload(): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), this.runCommand('Developer: Reload Window')]);
    await this.waitUntilReady();
  }

  /**
   * Reloads the page as the browser's own button does, without VS Code's doing: the way out when the extension host
   * has crashed, since VS Code 1.139 runs no command then.
   */
  async reloadPage(): Promise<void> {
    await this.page.reload();
    await this.waitUntilReady();
  }

  /** @param path of the .png file; its folder is made */
  async screenshot(path: string): Promise<void> {
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path });
  }
}

/** The document of a webview stands in two frames; of a hidden webview the outer one is not visible. */
async function isShown(frame: Frame): Promise<boolean> {
  const outer = frame.parentFrame();
  const element = await (outer ?? frame).frameElement();
  return element.isVisible();
}

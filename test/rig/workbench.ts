import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { asSeen, seenAs } from './asSeen';
import { Dialog } from './dialog';
import { type EventuallyOptions, eventually } from './eventually';
import { Menu } from './menu';
import { Notifications } from './notifications';
import { Output } from './output';
import { QuickInput } from './quickInput';
import type { Server } from './server';
import { View } from './view';

/** The built-in color themes, and the CSS class that each sets on the workbench. */
const themeClasses = {
  'Default Dark Modern': 'vs-dark',
  'Default Light Modern': 'vs',
  'Default High Contrast': 'hc-black',
  'Default High Contrast Light': 'hc-light',
} as const;

export type Theme = keyof typeof themeClasses;

/** A VS Code window, with the actions of its user. Every method waits for what it needs. */
export class Workbench {
  readonly quickInput: QuickInput;
  readonly notifications: Notifications;
  readonly dialog: Dialog;
  readonly menu: Menu;
  readonly output: Output;

  constructor(
    readonly page: Page,
    readonly server: Server,
    /** Resolves when the traces of a failure are saved: until then nothing may change the window. */
    private readonly whenKept: () => Promise<unknown> = () => Promise.resolve(),
  ) {
    this.quickInput = new QuickInput(page);
    this.notifications = new Notifications(page);
    this.dialog = new Dialog(page);
    this.menu = new Menu(page);
    this.output = new Output(page, server);
  }

  /** Waits until the window is drawn. The extension host may still be starting, but commands wait for it anyway. */
  async waitUntilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .activitybar').waitFor({ timeout: 60_000 });
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /**
   * Runs a command from the palette, as soon as it is listed.
   * @param title the title in the palette, with its category: `PBX: Sign In`
   */
  async runCommand(title: string): Promise<void> {
    // The palette only lists commands known when it opened, so reopen it until the extension is loaded.
    await eventually(`The command ${title}`, async () => {
      await this.openPalette();
      await this.quickInput.input.fill(`>${title}`, { timeout: 1000 });
      await this.quickInput.rowLabelled(title).click({ timeout: 3000 });
      return true;
    });
  }

  /** @returns the command titles that the palette lists for a text */
  async commandTitles(text: string): Promise<string[]> {
    await this.openPalette();
    await this.quickInput.type(`>${text}`);
    const titles = await this.quickInput.labels();
    await this.quickInput.cancel();
    return titles;
  }

  /** Opens the palette. It replaces any open quick input. A focused webview forwards F1 to the window. */
  private async openPalette(): Promise<void> {
    await this.whenKept();
    await eventually('The command palette', async () => {
      await this.page.keyboard.press('F1');
      await this.quickInput.input.waitFor({ timeout: 1000 });
      return (await this.quickInput.input.inputValue({ timeout: 1000 })).startsWith('>') ? true : undefined;
    });
  }

  /**
   * Opens a view container of the activity bar, unless it is open.
   * @param title the title of the container: `PBX`
   */
  async openViewContainer(title: string): Promise<void> {
    const item = this.page.locator('.activitybar .action-item').filter({
      has: this.page.locator(`.action-label[aria-label="${title}"], .action-label[aria-label^="${title} "]`),
    });
    await item.waitFor({ timeout: 60_000 });
    const opened = item.and(this.page.locator('.checked'));
    const pane = this.page.locator('.part.sidebar .pane').first();
    // A click would close an open container, and after a reload VS Code may open it automatically at any time.
    await eventually(`The view container ${title}`, async () => {
      if (!(await opened.isVisible())) {
        await item.click({ timeout: 5000 });
      }
      await opened.waitFor({ timeout: 3000 });
      await pane.waitFor({ timeout: 3000 });
      return true;
    });
  }

  /** Returns the view with this name in the side bar: `Instances`. */
  view(name: string): View {
    return new View(this.page, this.menu, name);
  }

  /**
   * Waits for a visible webview and returns the frame with the extension's page.
   * @param selector an element that the page must contain, to distinguish webviews
   */
  webviewFrame(selector = 'body', options: EventuallyOptions = {}): Promise<Frame> {
    const poll = async () => {
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
    };
    return eventually(`A webview with ${selector}`, poll, options);
  }

  /** @returns the titles of the open editors, including webview panels, from left to right */
  async editorTitles(): Promise<string[]> {
    const titles = await this.page.locator('.part.editor .tab .label-name').allInnerTexts();
    return titles.map(asSeen);
  }

  /** @returns the texts in the status bar, from left to right, without icons */
  async statusBarText(): Promise<string[]> {
    const texts = await this.page.locator('.part.statusbar .statusbar-item').allInnerTexts();
    return texts.map((text) => asSeen(text).replaceAll(/\s+/g, ' ').trim()).filter((text) => text !== '');
  }

  /** Returns the item of the status bar that contains a text. */
  statusBarItem(text: string): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: seenAs(text) });
  }

  /** Changes the color theme and waits until the window has applied it. */
  async setTheme(theme: Theme): Promise<void> {
    this.server.updateSettings({ 'workbench.colorTheme': theme });
    await this.page.locator(`.monaco-workbench.${themeClasses[theme]}`).waitFor();
  }

  /**
   * Reloads the window as a user does, so that VS Code saves the state of its tabs first. A new extension host starts,
   * in which no extension is active yet.
   */
  async reload(): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), this.runCommand('Developer: Reload Window')]);
    await this.waitUntilReady();
  }

  /**
   * Reloads the page as the browser's button does, without VS Code. Needed after a crash of the extension host, because
   * VS Code 1.139 runs no commands then.
   */
  async reloadPage(): Promise<void> {
    await this.page.reload();
    await this.waitUntilReady();
  }

  /** @param path path of the .png file; its folder is created */
  async screenshot(path: string): Promise<void> {
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path });
  }
}

/** Returns whether a webview is visible. It has two nested frames; if it is hidden, the outer one is not visible. */
async function isShown(frame: Frame): Promise<boolean> {
  const outer = frame.parentFrame();
  const element = await (outer ?? frame).frameElement();
  return element.isVisible();
}

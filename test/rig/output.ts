import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually';
import type { Server } from './server';

/** Output channels: what extensions wrote to them, and what the panel shows. */
export class Output {
  private readonly panel: Locator;

  constructor(
    page: Page,
    private readonly server: Server,
  ) {
    this.panel = page.locator('.part.panel .pane-body.output-view');
  }

  /**
   * Returns everything written to a channel, read from its log files, including what the panel does not draw. There is
   * a file for each extension host (one per window and per reload), oldest first.
   * @param channel the name of the channel
   * @returns the text; empty if nothing was written
   */
  text(channel: string): string {
    return this.files(channel)
      .map((file) => readFileSync(file, 'utf8'))
      .join('');
  }

  /** Waits until the channel contains a text. @returns the channel's whole text */
  waitFor(channel: string, text: string): Promise<string> {
    return eventually(`${JSON.stringify(text)} in the output channel ${channel}`, () => {
      const written = this.text(channel);
      return written.includes(text) ? written : undefined;
    });
  }

  /** Returns whether the panel with the output channels is open. */
  isShown(): Promise<boolean> {
    return this.panel.isVisible();
  }

  /** @returns the lines that the open panel draws, once it draws any */
  async shownText(): Promise<string> {
    const lines = this.panel.locator('.view-lines .view-line');
    await lines.first().waitFor();
    const drawn = await Promise.all(
      (await lines.all()).map(async (line) => ({
        top: (await line.boundingBox())?.y ?? 0,
        text: (await line.textContent()) ?? '',
      })),
    );
    // The editor draws lines in any order, and spaces as no-break spaces.
    return drawn
      .sort((one, other) => one.top - other.top)
      .map(({ text }) => text.replaceAll('\u00a0', ' '))
      .join('\n');
  }

  /**
   * Returns the log files of a channel. VS Code writes `logs/START/exthostN/PUBLISHER.NAME/CHANNEL.log` for a channel
   * created with `{ log: true }`, and `logs/START/exthostN/output_logging_TIME/M-CHANNEL.log` for any other.
   */
  private files(channel: string): string[] {
    const logs = this.server.logsFolder;
    if (!existsSync(logs)) {
      return [];
    }
    return readdirSync(logs, { recursive: true, encoding: 'utf8' })
      .filter((file) => {
        const name = file.split(/[\\/]/).at(-1) ?? '';
        return file.includes('exthost') && (name === `${channel}.log` || name.endsWith(`-${channel}.log`));
      })
      .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
      .map((file) => join(logs, file));
  }
}

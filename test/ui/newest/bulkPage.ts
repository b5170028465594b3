import type { Frame, Locator } from 'playwright-core';
import type { EventuallyOptions } from '../../rig/eventually';
import { asSeen, seenAs } from '../../rig/asSeen';
import type { Workbench } from '../../rig/workbench';

/** The page of a bulk order. */
export class BulkPage {
  private constructor(readonly frame: Frame) {}

  /**
   * The visible bulk order, once it is open.
   *
   * @param productNo The serial number of its first row.
   */
  static async of(workbench: Workbench, productNo?: string, options?: EventuallyOptions): Promise<BulkPage> {
    const row = productNo === undefined ? '' : `:has(tbody tr:first-child[data-product-no="${productNo}"])`;
    return new BulkPage(await workbench.webviewFrame(`main.bulk${row}`, options));
  }

  field(name: string): Locator {
    return this.frame.locator(`.common [name="${name}"]`);
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  /** @returns the title, once it is shown */
  async title(): Promise<string> {
    return asSeen(await this.frame.locator('h1').innerText());
  }

  /** Waits until so many rows have a status that contains the text. */
  async waitForStatuses(text: string, count: number): Promise<void> {
    const statuses = this.frame.locator('td[data-cell="status"]').filter({ hasText: seenAs(text) });
    await statuses.nth(count - 1).waitFor();
  }

  /** Waits until the line about the run, or about its end, contains the text. */
  async waitForMessage(text: string): Promise<void> {
    await this.frame
      .locator('.run-message')
      .filter({ hasText: seenAs(text) })
      .waitFor();
  }

  /** @returns the serial numbers of the rows, in their order */
  serialNumbers(): Promise<string[]> {
    return this.cells('productNo');
  }

  /** @returns the states of the rows, in their order */
  statuses(): Promise<string[]> {
    return this.cells('status');
  }

  /**
   * Chooses the common values that have no suggestion, says that the PBXes whose services the portal does not report have
   * none, and waits until so many rows can be ordered.
   */
  async complete(rows: number): Promise<void> {
    await this.frame.locator('.common [name="billingCycle"][value="annually"]').check();
    await this.field('billingId').selectOption('3197218168379846218');
    await this.frame
      .locator('td[data-cell="status"]')
      .filter({ hasText: /^(ready|.*None of these\.)$/ })
      .nth(rows - 1)
      .waitFor();
    const common = this.field('noServices');
    // Ticked once for all rows, which tick theirs; where only one row asks there is none.
    const boxes = (await common.isVisible()) ? common : this.frame.locator('td [name="noServices"]');
    for (const box of await boxes.all()) {
      await box.check();
    }
    await this.waitForStatuses('ready', rows);
  }

  /** Reviews the orders. @returns The exact requests that the page shows, in the order of the rows. */
  async review(count: number): Promise<string[]> {
    await this.button('Review Orders').click();
    await this.button(`Place ${count} Orders`).waitFor();
    return this.requests();
  }

  /** @returns the exact requests that the review shows, in the order of the rows */
  async requests(): Promise<string[]> {
    await this.frame.getByText('Exact requests').click();
    const texts = this.frame.locator('.request pre');
    await texts.first().waitFor();
    return texts.allInnerTexts();
  }

  private async cells(name: string): Promise<string[]> {
    const texts = await this.frame.locator(`tbody td[data-cell="${name}"]`).allInnerTexts();
    return texts.map((text) => asSeen(text).trim());
  }
}

import type { Locator } from 'playwright-core';

/** @returns what each row of a list or tree shows: label, description and detail, with spaces between them */
export async function rowTexts(rows: Locator): Promise<string[]> {
  return Promise.all((await rows.all()).map(rowText));
}

/** @returns what one row shows */
export async function rowText(row: Locator): Promise<string> {
  const parts = await row.locator('.label-name, .label-description').allTextContents();
  return parts
    .map((part) => part.replaceAll(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .join(' ');
}

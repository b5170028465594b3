import type { Locator } from 'playwright-core';

/** What is used here of an element of the page. */
export interface PageElement {
  readonly textContent: string;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
}

/**
 * @returns what each row of a list or tree shows at one moment: label, description and detail, with spaces between them
 */
export function rowTexts(rows: Locator): Promise<string[]> {
  // Runs in the page, where nothing else of this file is.
  return rows.evaluateAll((elements: readonly PageElement[]) =>
    elements.map((row) =>
      Array.from(row.querySelectorAll('.label-name, .label-description'))
        .map((part) => part.textContent.replaceAll(/\s+/g, ' ').trim())
        .filter((part) => part !== '')
        .join(' '),
    ),
  );
}

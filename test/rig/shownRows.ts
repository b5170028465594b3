import type { Locator } from 'playwright-core';

/** What a row of a list or tree shows at a given moment. */
export interface ShownRow {
  /** Label, description and detail, with spaces between them. */
  readonly text: string;
  /** Its accessible name. */
  readonly name: string;
  /** All text of the row, including badges and icons. */
  readonly content: string;
}

/** The part of the DOM element interface that is used here. */
interface PageElement {
  readonly textContent: string;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
}

/** @returns what each of the rows shows; empty if there are no rows */
export function shownRows(rows: Locator): Promise<ShownRow[]> {
  // This function runs in the page, without access to the rest of this file. It removes the invisible isolates.
  return rows.evaluateAll((elements: readonly PageElement[]) =>
    elements.map((row) => ({
      text: Array.from(row.querySelectorAll('.label-name, .label-description'))
        .map((part) =>
          part.textContent
            .replaceAll(/[\u2066\u2068\u2069]/g, '')
            .replaceAll(/\s+/g, ' ')
            .trim(),
        )
        .filter((part) => part !== '')
        .join(' '),
      name: row.getAttribute('aria-label') ?? '',
      content: row.textContent.replaceAll(/[\u2066\u2068\u2069]/g, '').replaceAll(/\s+/g, ' '),
    })),
  );
}

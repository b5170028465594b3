import type { Locator } from 'playwright-core';

/** What a row of a list or tree shows at one moment. */
export interface ShownRow {
  /** Label, description and detail, with spaces between them. */
  readonly text: string;
  /** For a screen reader. */
  readonly name: string;
  /** All text of the row, its badges and icons included. */
  readonly content: string;
}

/** What is used here of an element of the page. */
interface PageElement {
  readonly textContent: string;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
}

/** @returns what each of the rows shows; none where there is no row */
export function shownRows(rows: Locator): Promise<ShownRow[]> {
  // Runs in the page, where nothing else of this file is. The isolates around names are not seen.
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

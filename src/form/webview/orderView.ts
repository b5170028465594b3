import type { OrderFact, PriceView, Review } from '../contract';
import type { FormTexts } from '../pageTexts';
import { element, icon, progressRing, setAttribute, showText } from './element';

/** What an order is, as a list of labelled facts. Each value has a place of its own, so that none runs into another. */
export class FactList {
  readonly element = element('dl', { class: 'facts' });
  private shown = '';

  /** Shows the facts; without any, the list disappears. An unchanged list is left alone. */
  update(facts: readonly OrderFact[]): void {
    this.element.hidden = facts.length === 0;
    const shown = JSON.stringify(facts);
    if (this.shown !== shown) {
      this.shown = shown;
      this.element.replaceChildren(...facts.flatMap(rowOf));
    }
  }
}

function rowOf({ label, values }: OrderFact): HTMLElement[] {
  const [term, description] = [element('dt'), element('dd')];
  showText(term, label);
  values.forEach((value, index) => {
    const shown = element('span', { class: 'value' });
    showText(shown, value);
    // Between values, for those who hear or copy the fact.
    description.append(...(index === 0 ? [] : [element('span', { class: 'comma' }, ', ')]), shown);
  });
  return [term, description];
}

/**
 * The price of an order: its lines, the total, and what the portal leaves open. The roles are explicit, because a narrow
 * page shows the cells as blocks, which would end the table for a screen reader.
 */
export class PriceTable {
  private readonly rows = element('tbody', { role: 'rowgroup' });
  private readonly head = element('thead', { role: 'rowgroup' });
  private readonly table: HTMLElement;
  private readonly text = element('span', { role: 'status' });
  private readonly total = element('p', { class: 'total' }, progressRing(), this.text);
  private readonly note = element('p', { class: 'note' });
  readonly element: HTMLElement;
  private shown = '';

  constructor(private readonly texts: FormTexts) {
    this.table = element('table', { role: 'table', 'aria-label': texts.price }, this.head, this.rows);
    this.element = element('div', { class: 'price' }, this.table, this.total, this.note);
  }

  /** @param price Null while there is nothing to show a price for. */
  update(price: PriceView | null): void {
    const isAsking = price?.status === 'asking';
    this.element.hidden = price === null;
    this.total.classList.toggle('loading', isAsking);
    this.total.classList.toggle('given', price?.status === 'given');
    setAttribute(this.element, 'aria-busy', isAsking ? 'true' : undefined);
    showText(this.text, price?.text ?? '');
    showText(this.note, price?.note ?? '');
    this.showLines(price?.lines ?? []);
  }

  private showLines(lines: PriceView['lines']): void {
    this.table.hidden = lines.length === 0;
    const shown = JSON.stringify(lines);
    if (this.shown === shown) {
      return;
    }
    this.shown = shown;
    const columns = (['what', 'quantity', 'amount'] as const).filter(
      (column) => column === 'what' || lines.some((line) => line[column] !== ''),
    );
    this.head.replaceChildren(
      element(
        'tr',
        { role: 'row' },
        ...columns.map((column) =>
          element(
            'th',
            { scope: 'col', role: 'columnheader', class: column },
            this.texts.priceColumns[column],
          ),
        ),
      ),
    );
    this.rows.replaceChildren(
      ...lines.map((line) =>
        element(
          'tr',
          { role: 'row' },
          ...columns.map((column) => {
            const cell =
              column === 'what'
                ? element('th', { scope: 'row', role: 'rowheader', class: column })
                : element('td', { role: 'cell', class: column });
            showText(cell, line[column] || '–');
            return cell;
          }),
        ),
      ),
    );
  }
}

/** Shows each line as a paragraph. */
export function showParagraphs(target: Element, lines: readonly string[]): void {
  target.replaceChildren(
    ...lines.map((line) => {
      const paragraph = element('p');
      showText(paragraph, line);
      return paragraph;
    }),
  );
}

/** What the API guide leaves open, collapsed until the user opens it. */
export class Assumptions {
  private readonly title = element('span');
  private readonly intro = element('p');
  private readonly items = element('ul');
  readonly element = element(
    'details',
    { class: 'assumptions' },
    element('summary', {}, icon('chevronRight', 'codicon'), this.title),
    this.intro,
    this.items,
  );
  private reviewId = '';

  update({ reviewId, assumptions: { title, intro, items } }: Pick<Review, 'reviewId' | 'assumptions'>): void {
    if (reviewId !== this.reviewId) {
      this.reviewId = reviewId;
      this.element.open = false;
    }
    this.element.hidden = items.length === 0;
    showText(this.title, title);
    showText(this.intro, intro);
    this.items.replaceChildren(
      ...items.map((text) => {
        const item = element('li');
        showText(item, text);
        return item;
      }),
    );
  }
}

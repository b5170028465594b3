import type { BulkState, ReviewedText } from '../../bulk/contract';
import type { BulkTexts } from '../../pageTexts';
import { button, element, fill, icon, showExactText, showText } from '../element';
import { Assumptions, FactList, showParagraphs } from '../orderView';

/** The exact requests of a review, and buttons that copy all of them. Built when it is opened: there may be hundreds. */
export class RequestList {
  readonly element: HTMLDetailsElement;
  private readonly list = element('div');
  private readonly target = element('p', { class: 'target' });
  private readonly copied = element('span', { role: 'status' });
  private state: Pick<BulkState, 'rows'> = { rows: [] };
  private shown = '';

  constructor(
    private readonly texts: BulkTexts,
    copy: (request: 'copyJson' | 'copyShell') => Promise<boolean>,
  ) {
    const copying = (request: 'copyJson' | 'copyShell') => () => {
      showText(this.copied, '');
      void copy(request).then((isCopied) => showText(this.copied, isCopied ? this.texts.copied : ''));
    };
    this.element = element(
      'details',
      {},
      element('summary', {}, icon('chevronRight', 'codicon'), texts.exactRequests),
      this.target,
      element(
        'div',
        { class: 'buttons' },
        button('secondary', texts.copyJson, copying('copyJson')),
        button('secondary', texts.copyShell, copying('copyShell')),
        this.copied,
      ),
      this.list,
    );
    this.element.addEventListener('toggle', () => this.showList());
  }

  update(state: BulkState): void {
    this.state = state;
    this.element.hidden = state.phase !== 'review';
    showExactText(this.target, state.target);
    this.showList();
  }

  private showList(): void {
    const rows = this.state.rows.filter(({ body, ordered }) => body !== '' && ordered);
    const text = JSON.stringify(rows.map(({ body }) => body));
    if (!this.element.open || text === this.shown) {
      return;
    }
    this.shown = text;
    fill(
      this.list,
      rows.map(({ productNo, name, body }) => {
        const heading = element('h3');
        showText(heading, name === '' ? productNo : `${name} · ${productNo}`);
        const exact = element('pre', { tabindex: '0', 'aria-label': productNo });
        showExactText(exact, body);
        return element('div', { class: 'request' }, heading, exact);
      }),
    );
  }
}

/** What a review shows of one order, or of all of them, besides the columns of the table. */
export class ReviewedTexts {
  private readonly facts = new FactList();
  private readonly notes = element('div', { class: 'lines' });
  private readonly assumptions = new Assumptions();
  readonly element = element(
    'div',
    { class: 'reviewed' },
    this.facts.element,
    this.notes,
    this.assumptions.element,
  );

  /** Without any texts, the element disappears. */
  update({ facts, notes, assumptions }: ReviewedText, reviewId: string): void {
    this.element.hidden = facts.length === 0 && notes.length === 0 && assumptions.items.length === 0;
    this.facts.update(facts);
    showParagraphs(this.notes, notes);
    this.assumptions.update({ reviewId, assumptions });
  }
}

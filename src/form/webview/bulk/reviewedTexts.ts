import type { ReviewedText } from '../../bulk/contract';
import { element } from '../element';
import { Assumptions, FactList, showParagraphs } from '../orderView';

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

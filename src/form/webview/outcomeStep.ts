import type { FormTexts, OutcomeView } from '../contract';
import { button, element, moveFocus } from './element';
import type { IconName } from './icons';
import { icon } from './icons';
import { showText } from './shownText';

export interface OutcomeEvents {
  readonly showOutput: () => void;
  readonly edit: () => void;
}

const icons: Readonly<Record<OutcomeView['kind'], IconName>> = {
  placed: 'check',
  refused: 'error',
  notSent: 'circleSlash',
  unknown: 'question',
};

/** How an order ended, and what can be done now. */
export class OutcomeStep {
  readonly element: HTMLElement;
  private readonly mark = element('span', { class: 'mark' });
  private readonly title = element('span');
  private readonly heading = element('h2', { tabindex: '-1', class: 'outcome-title' }, this.mark, this.title);
  private readonly sentence = element('p');
  private readonly details = element('dl');
  private readonly report = element('div', {}, this.heading, this.sentence, this.details);
  private readonly edit: HTMLButtonElement;

  constructor(texts: FormTexts, events: OutcomeEvents) {
    this.edit = button('secondary', texts.editOrder, events.edit);
    this.element = element(
      'section',
      {},
      this.report,
      element('div', { class: 'buttons' }, button('primary', texts.showOutput, events.showOutput), this.edit),
    );
  }

  update({ kind, title, sentence, details, mayEdit }: OutcomeView): void {
    this.report.setAttribute('role', kind === 'placed' ? 'status' : 'alert');
    this.mark.className = `mark ${kind}`;
    this.mark.replaceChildren(icon(icons[kind], 'codicon'));
    showText(this.title, title);
    showText(this.sentence, sentence);
    this.showDetails(details);
    this.edit.hidden = !mayEdit;
  }

  focus(): void {
    moveFocus(this.heading);
  }

  private showDetails(details: OutcomeView['details']): void {
    this.details.replaceChildren(
      ...details.flatMap(({ label, value }) => {
        const term = element('dt');
        const description = element('dd');
        showText(term, label);
        showText(description, value);
        return [term, description];
      }),
    );
    this.details.hidden = details.length === 0;
  }
}

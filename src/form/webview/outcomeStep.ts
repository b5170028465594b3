import type { FormTexts, OutcomeView } from '../contract';
import { type CheckEvents, CheckView } from './blockedStep';
import { button, element, moveFocus, setLook, type IconName, icon, progressRing, showText } from './element';

export interface OutcomeEvents extends CheckEvents {
  readonly showOutput: () => void;
  readonly showRecord: (recordId: string) => void;
  readonly edit: () => void;
}

const icons: Readonly<Record<OutcomeView['kind'], IconName>> = {
  placed: 'check',
  refused: 'error',
  notSent: 'circleSlash',
  unknown: 'question',
};

/** The outcome of an order, and what the user can do now. */
export class OutcomeStep {
  readonly element: HTMLElement;
  private readonly mark = element('span', { class: 'mark' });
  private readonly title = element('span');
  private readonly heading = element('h2', { tabindex: '-1', class: 'outcome-title' }, this.mark, this.title);
  private readonly sentence = element('p');
  private readonly details = element('dl');
  private readonly report = element('div', {}, this.heading, this.sentence, this.details);
  private readonly check: CheckView;
  private readonly showOutput: HTMLButtonElement;
  private readonly edit: HTMLButtonElement;
  private readonly showDetailsButton: HTMLButtonElement;
  private recordId = '';

  constructor(texts: FormTexts, events: OutcomeEvents) {
    this.check = new CheckView(texts, events);
    setLook(this.check.checkAgain, 'primary');
    this.showOutput = button('primary', texts.showOutput, events.showOutput);
    this.showDetailsButton = button('secondary', texts.showDetails, () => events.showRecord(this.recordId));
    this.edit = button('secondary', texts.editOrder, events.edit);
    this.element = element(
      'section',
      {},
      this.report,
      this.check.element,
      element(
        'div',
        { class: 'buttons' },
        this.check.checkAgain,
        this.check.cancel,
        this.showOutput,
        this.showDetailsButton,
        this.edit,
      ),
    );
  }

  update({ kind, title, sentence, details, mayEdit, recordId, check }: OutcomeView): void {
    this.report.setAttribute('role', kind === 'placed' ? 'status' : 'alert');
    this.mark.className = `mark ${kind}`;
    this.mark.replaceChildren(icon(icons[kind], 'codicon'));
    showText(this.title, title);
    showText(this.sentence, sentence);
    this.showDetails(details);
    this.edit.hidden = !mayEdit;
    this.recordId = recordId;
    this.showDetailsButton.hidden = recordId === '';
    this.check.update(check);
    setLook(this.showOutput, check === null ? 'primary' : 'secondary');
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

/** Shown while the request of a form without a review is under way. */
export class WorkingStep {
  private readonly text = element('span', { role: 'status', tabindex: '-1' });
  readonly element = element(
    'section',
    {},
    element('p', { class: 'placing loading' }, progressRing(), this.text),
  );

  update(text: string): void {
    showText(this.text, text);
  }

  focus(): void {
    moveFocus(this.text);
  }
}

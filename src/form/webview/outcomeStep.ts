import type { OutcomeView } from '../contract';
import type { FormTexts } from '../pageTexts';
import { type CheckEvents, CheckView } from './blockedStep';
import { FactList, PriceTable } from './orderView';
import { button, element, moveFocus, setLook, type IconName, icon, progressRing, showText } from './element';

export interface OutcomeEvents extends CheckEvents {
  readonly showOutput: () => void;
  readonly showEntry: (entryId: string) => void;
  readonly edit: () => void;
  /** Resolves to whether the text was copied to the clipboard. */
  readonly copy: () => Promise<boolean>;
  readonly showPbx: () => void;
  readonly orderAnother: () => void;
  readonly close: () => void;
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
  private readonly details = new FactList();
  private readonly facts = new FactList();
  private readonly price: PriceTable;
  private readonly report = element('div', {}, this.heading, this.sentence);
  private readonly check: CheckView;
  private readonly showOutput: HTMLButtonElement;
  private readonly edit: HTMLButtonElement;
  private readonly showDetailsButton: HTMLButtonElement;
  private readonly copied = element('span', { role: 'status' });
  private readonly showPbx: HTMLButtonElement;
  private readonly orderAnother: HTMLButtonElement;
  private entryId = '';

  constructor(
    private readonly texts: FormTexts,
    private readonly events: OutcomeEvents,
  ) {
    this.price = new PriceTable(texts);
    this.check = new CheckView(texts, events);
    setLook(this.check.checkAgain, 'primary');
    this.showOutput = button('primary', texts.showOutput, events.showOutput);
    this.showDetailsButton = button('secondary', texts.showDetails, () => events.showEntry(this.entryId));
    this.edit = button('secondary', texts.editOrder, events.edit);
    this.showPbx = button('secondary', texts.showPbx, events.showPbx);
    this.orderAnother = button('secondary', texts.orderAnother, events.orderAnother);
    const copy = button('secondary', texts.copy, () => void this.copy());
    copy.title = texts.copyHint;
    this.element = element(
      'section',
      {},
      this.report,
      this.details.element,
      this.check.element,
      // Before what was ordered: the output may open over the lower part of the window.
      element(
        'div',
        { class: 'buttons' },
        this.check.checkAgain,
        this.check.cancel,
        this.showOutput,
        this.showDetailsButton,
        this.edit,
        this.showPbx,
        copy,
        this.orderAnother,
        button('secondary', texts.close, events.close),
        this.copied,
      ),
      this.facts.element,
      this.price.element,
    );
  }

  update(outcome: OutcomeView): void {
    const { kind, title, sentence, details, mayEdit, entryId, check } = outcome;
    this.report.setAttribute('role', kind === 'placed' ? 'status' : 'alert');
    this.mark.className = `mark ${kind}`;
    this.mark.replaceChildren(icon(icons[kind], 'codicon'));
    showText(this.title, title);
    showText(this.sentence, sentence);
    this.details.update(details.map(({ label, value }) => ({ label, values: [value] })));
    this.facts.update(outcome.facts);
    this.price.update(outcome.price);
    this.showPbx.hidden = !outcome.mayShowPbx;
    this.orderAnother.hidden = !outcome.mayOrderAnother;
    this.edit.hidden = !mayEdit;
    this.entryId = entryId;
    this.showDetailsButton.hidden = entryId === '';
    this.check.update(check);
    // Of an order that was placed there is nothing more to do.
    setLook(this.showOutput, check === null && kind !== 'placed' ? 'primary' : 'secondary');
  }

  focus(): void {
    moveFocus(this.heading);
  }

  private async copy(): Promise<void> {
    this.copied.textContent = '';
    if (await this.events.copy()) {
      this.copied.textContent = this.texts.copied;
    }
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

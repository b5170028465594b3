import type { FormTexts, HeldBackView } from '../contract';
import type { CheckEvents } from './checkView';
import { CheckView } from './checkView';
import { button, element, moveFocus, setAttribute } from './element';
import { icon } from './icons';
import { showText } from './shownText';

export interface HeldBackEvents extends CheckEvents {
  /** Settles when the host has answered, whatever it says. */
  readonly placeAnyway: (reviewId: string) => Promise<void>;
  readonly showRecord: (recordId: string) => void;
  readonly back: () => void;
}

/** Why an order was not sent, the orders that it may repeat, and a second consent that names the risk. */
export class HeldBackStep {
  readonly element: HTMLElement;
  private readonly heading: HTMLElement;
  private readonly sentence = element('p');
  private readonly records = element('ul', { class: 'records' });
  private readonly check: CheckView;
  private readonly consentBox = element('input', { type: 'checkbox', id: 'consent' });
  private readonly consentText = element('span');
  private readonly consentProblem = element('p', { class: 'problem', id: 'consent-problem', role: 'alert' });
  private readonly consent: HTMLElement;
  private readonly placeAnyway: HTMLButtonElement;
  private reviewId = '';
  private consentShown = '';
  private isAwaitingReply = false;

  constructor(
    private readonly texts: FormTexts,
    private readonly events: HeldBackEvents,
  ) {
    const mark = element('span', { class: 'mark unknown' }, icon('question', 'codicon'));
    this.heading = element('h2', { tabindex: '-1', class: 'outcome-title' }, mark, texts.heldBack);
    this.check = new CheckView(texts, events);
    this.consent = element(
      'div',
      { class: 'consent' },
      element(
        'div',
        { class: 'vscode-checkbox' },
        this.consentBox,
        element(
          'label',
          { for: 'consent' },
          element('span', { class: 'icon' }, icon('check', 'icon-checked')),
          this.consentText,
        ),
      ),
      this.consentProblem,
    );
    this.consentBox.addEventListener('change', () => this.showProblem(''));
    this.placeAnyway = button('secondary', texts.placeAnyway, () => void this.place());
    this.element = element(
      'section',
      {},
      element('div', { role: 'alert' }, this.heading, this.sentence),
      this.records,
      this.check.element,
      this.consent,
      element(
        'div',
        { class: 'buttons' },
        button('primary', texts.back, events.back),
        this.check.checkAgain,
        this.check.cancel,
        this.placeAnyway,
      ),
    );
  }

  update({ reviewId, sentence, records, check, consent }: HeldBackView): void {
    // A consent is good for one order, and for the risk that it was given to.
    if (reviewId !== this.reviewId || consent !== this.consentShown) {
      this.consentBox.checked = false;
      this.showProblem('');
    }
    this.reviewId = reviewId;
    this.consentShown = consent;
    showText(this.sentence, sentence);
    this.showRecords(records);
    this.check.update(check);
    showText(this.consentText, consent);
    this.consent.hidden = consent === '';
    this.placeAnyway.hidden = consent === '';
  }

  focus(): void {
    moveFocus(this.heading);
  }

  private showRecords(records: HeldBackView['records']): void {
    const shown = JSON.stringify(records);
    if (this.records.dataset.shown === shown) {
      return;
    }
    this.records.dataset.shown = shown;
    this.records.replaceChildren(
      ...records.map(({ recordId, title, state }) => {
        const [name, told] = [element('span'), element('span', { class: 'state' })];
        showText(name, title);
        showText(told, state);
        const details = button('secondary', this.texts.showDetails, () => this.events.showRecord(recordId));
        return element('li', {}, element('span', {}, name, ' ', told), details);
      }),
    );
    this.records.hidden = records.length === 0;
  }

  private async place(): Promise<void> {
    if (!this.consentBox.checked) {
      this.showProblem(this.texts.consentNeeded);
      this.consentBox.focus();
      return;
    }
    if (this.isAwaitingReply) {
      return;
    }
    this.isAwaitingReply = true;
    this.consentBox.checked = false;
    await this.events.placeAnyway(this.reviewId);
    this.isAwaitingReply = false;
  }

  private showProblem(text: string): void {
    showText(this.consentProblem, text);
    setAttribute(this.consentBox, 'aria-invalid', text === '' ? undefined : 'true');
    setAttribute(this.consentBox, 'aria-describedby', text === '' ? undefined : 'consent-problem');
  }
}

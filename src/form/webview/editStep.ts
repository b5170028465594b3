import type { FieldName, FormValues } from '../../orders/formValues';
import type { Field, FormDraft, FormState, FormTexts } from '../contract';
import { ChangeNotice } from './changeNotice';
import { element, moveFocus, showChildren } from './element';
import { Entries } from './entries';
import { isChoice, localNumber, shownValue } from './fieldValues';
import { FieldView } from './fieldView';
import { ProblemMessages } from './problemMessages';

export interface EditEvents {
  /** The values or the edited fields have changed: keep them. */
  readonly keep: (draft: FormDraft) => void;
  readonly change: (values: FormValues) => void;
  /** Settles when the host has answered. */
  readonly review: (values: FormValues) => Promise<void>;
  readonly retry: () => void;
  readonly announce: (text: string) => void;
}

/** The form with its fields, and the only place that knows what the user has entered. */
export class EditStep {
  readonly element: HTMLFormElement;
  private readonly fields = element('div', { class: 'fields' });
  private readonly views = new Map<FieldName, FieldView>();
  private readonly entries: Entries;
  private readonly problems: ProblemMessages;
  private readonly notice: ChangeNotice;
  private isReviewing = false;

  constructor(
    private readonly texts: FormTexts,
    private state: FormState,
    draft: FormDraft,
    private readonly events: EditEvents,
  ) {
    this.entries = new Entries(draft);
    this.problems = new ProblemMessages(texts, draft.edited);
    this.notice = new ChangeNotice(events.change);
    const submit = element('button', { type: 'submit', class: 'vscode-button' }, texts.reviewOrder);
    this.element = element(
      'form',
      { novalidate: '', autocomplete: 'off' },
      this.fields,
      element('div', { class: 'buttons' }, submit),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.submit();
    });
    this.follow(state);
  }

  /** Shows a new state of the host's; tells the host what the fields hold, if that is new to it. */
  update(state: FormState): void {
    this.follow(state);
    if (state.step.name === 'edit') {
      this.notice.chosen(this.entries.values);
    }
  }

  /** Puts the focus where the user goes on: at the first problem, or else at the first field. */
  focus(): void {
    const messages = this.problems.messages(this.state, this.entries.values);
    const { fields } = this.state;
    const next =
      fields.find(({ name }) => messages.get(name)?.isShown) ??
      fields.find(({ control }) => control !== 'readonly');
    this.focusField(next);
  }

  private follow(state: FormState): void {
    this.state = state;
    this.problems.follow(state);
    // What is under review stays as it was reviewed.
    if (state.step.name === 'edit') {
      this.entries.takeSuggestions(state.fields);
      this.events.keep(this.entries.draft);
    }
    this.arrange();
    this.show();
  }

  /** Makes the views that are missing and brings them in the state's order, without touching the others. */
  private arrange(): void {
    const wanted = this.state.fields.map((field) => {
      const existing = this.views.get(field.name);
      const view = existing?.kind === field.control ? existing : this.viewOf(field);
      this.views.set(field.name, view);
      return view.element;
    });
    showChildren(this.fields, wanted);
  }

  private viewOf(field: Field): FieldView {
    const { name } = field;
    return new FieldView(field, this.texts, {
      edited: (value) => this.edit(name, value),
      left: () => {
        this.problems.touch(name);
        this.show();
      },
      retry: this.events.retry,
    });
  }

  private show(): void {
    const messages = this.problems.messages(this.state, this.entries.values);
    for (const field of this.state.fields) {
      const message = messages.get(field.name);
      const text = message?.isShown === true ? message.text : '';
      this.views.get(field.name)?.update(field, shownValue(field, this.entries.values), text);
    }
  }

  private edit(name: FieldName, value: string): void {
    const field = this.state.fields.find((candidate) => candidate.name === name);
    if (!field) {
      return;
    }
    this.entries.edit(name, value);
    this.problems.edit(field);
    if (isChoice(field)) {
      this.problems.touch(name);
    }
    this.show();
    this.events.keep(this.entries.draft);
    if (isChoice(field)) {
      this.notice.chosen(this.entries.values);
    } else {
      this.notice.typed(this.entries.values);
    }
  }

  private async submit(): Promise<void> {
    if (this.isReviewing) {
      return;
    }
    const messages = this.problems.messages(this.state, this.entries.values);
    const blocking = this.state.fields.filter(({ name }) => messages.get(name)?.blocks);
    if (blocking.length > 0) {
      this.problems.ask(this.state.fields);
      this.show();
      this.focusField(blocking[0]);
      const count = localNumber(blocking.length);
      this.events.announce(this.texts.problems.summary.replace('{count}', count));
      return;
    }
    this.isReviewing = true;
    this.notice.isTold(this.entries.values);
    await this.events.review(this.entries.values);
    this.isReviewing = false;
  }

  private focusField(field: Field | undefined): void {
    const view = field && this.views.get(field.name);
    if (view) {
      moveFocus(view);
    }
  }
}

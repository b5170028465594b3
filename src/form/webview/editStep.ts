import type { FormValues } from '../../orders/formValues';
import { isChoice, isLocked } from '../checks';
import type { Field, FormDraft, FormState } from '../contract';
import type { FormTexts } from '../pageTexts';
import { ChangeNotice } from './notices';
import { element, moveFocus, showChildren, type PointerPress, showText } from './element';
import { PriceTable } from './orderView';
import { FieldGroups, FieldView } from './fieldView';
import { localNumber, shownValue, withSuggestions, ProblemMessages } from './problemMessages';

export interface EditEvents {
  /** Saves the draft after the values or the set of edited fields may have changed. */
  readonly keep: (draft: FormDraft) => void;
  readonly change: (values: FormValues) => void;
  /** Resolves when the host has answered, even with a failure. */
  readonly submit: (values: FormValues) => Promise<void>;
  /** Has the host look for further problems. Resolves when it has answered, even with a failure. */
  readonly check: (values: FormValues) => Promise<void>;
  readonly retry: () => void;
  readonly announce: (text: string) => void;
}

/** The form with its fields. Nothing else in the page knows what the user has entered. */
export class EditStep {
  readonly element: HTMLFormElement;
  private readonly fields = element('div', { class: 'fields' });
  /** Disables all fields of a form that is frozen. */
  private readonly frame = element('fieldset', { class: 'frame' }, this.fields);
  private readonly buttons: HTMLElement;
  private readonly groups = new FieldGroups();
  private readonly views = new Map<string, FieldView>();
  private readonly price: PriceTable;
  private readonly entries: Entries;
  private readonly problems: ProblemMessages;
  private readonly notice: ChangeNotice;
  private readonly submitButton = element('button', { type: 'submit', class: 'vscode-button' });
  private isSubmitting = false;
  private hasFocused = false;

  constructor(
    private readonly texts: FormTexts,
    private state: FormState,
    draft: FormDraft,
    private readonly events: EditEvents,
    private readonly press: PointerPress,
  ) {
    this.entries = new Entries(draft);
    this.price = new PriceTable(texts);
    this.problems = new ProblemMessages(texts, draft.edited);
    this.notice = new ChangeNotice(events.change);
    this.buttons = element('div', { class: 'buttons' }, this.submitButton);
    this.element = element(
      'form',
      { novalidate: '', autocomplete: 'off' },
      this.frame,
      this.price.element,
      this.buttons,
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.submit();
    });
    this.follow(state);
  }

  /** The draft to save: the values, without secrets, and which of them the user has edited. */
  get draft(): FormDraft {
    const { owner, unsaved } = this.state;
    const { draft } = this.entries;
    const saved = Object.entries(draft.values).filter(([name]) => !unsaved.includes(name));
    return { ...draft, values: Object.fromEntries(saved), ...(owner ? { owner } : {}) };
  }

  /** Shows a new state from the host, and sends the values to the host if they have changed. */
  update(state: FormState): void {
    this.follow(state);
    if (state.step.name === 'edit' && !state.frozen) {
      this.notice.chosen(this.entries.values);
    }
  }

  /** Focuses the first field with a problem, otherwise the first empty one, otherwise the first that can be edited. */
  focus(): void {
    this.hasFocused = true;
    const messages = this.problems.messages(this.state, this.entries.values);
    const { fields } = this.state;
    const next =
      fields.find(({ name }) => messages.get(name)?.isShown) ??
      this.firstEmpty() ??
      fields.find((field) => !isLocked(field));
    this.focusField(next);
  }

  /** Focuses the first empty field of a new form once all choices have arrived, unless the user has begun somewhere. */
  focusOnce(): void {
    const isLoading = this.state.fields.some(({ status }) => status === 'loading');
    if (this.hasFocused || isLoading) {
      return;
    }
    this.hasFocused = true;
    const empty = this.firstEmpty();
    if (empty && this.entries.draft.edited.length === 0 && document.activeElement === document.body) {
      this.focusField(empty);
    }
  }

  private firstEmpty(): Field | undefined {
    const { values } = this.entries;
    return this.state.fields.find(
      (field) =>
        !field.optional &&
        !isLocked(field) &&
        field.control !== 'checkbox' &&
        shownValue(field, values).trim() === '',
    );
  }

  private follow(state: FormState): void {
    this.state = state;
    this.problems.follow(state);
    // Values under review must not change, nor those of a form that belongs to another account.
    if (state.step.name === 'edit' && !state.frozen) {
      this.entries.takeSuggestions(state.fields);
    }
    if (state.step.name === 'edit') {
      this.events.keep(this.draft);
    }
    this.arrange();
    this.show();
  }

  /** Creates missing views and puts all of them in order, without touching those that are in place. */
  private arrange(): void {
    const wanted = this.state.fields.map((field) => {
      const existing = this.views.get(field.name);
      const view = existing?.kind === field.control ? existing : this.viewOf(field);
      this.views.set(field.name, view);
      return { group: field.group, element: view.element };
    });
    showChildren(this.fields, this.groups.arrange(wanted));
    for (const { group, groupHint } of this.state.fields.toReversed()) {
      this.groups.describe(group, groupHint);
    }
  }

  private viewOf(field: Field): FieldView {
    const { name } = field;
    return new FieldView(field, this.texts, {
      edited: (value) => this.edit(name, value),
      left: () =>
        this.press.after(() => {
          this.problems.touch(name);
          this.show();
        }),
      retry: this.events.retry,
    });
  }

  private show(): void {
    const messages = this.problems.messages(this.state, this.entries.values);
    // One failure that several fields have is shown at the first of them.
    const failedFirst = new Map<string, string>();
    for (const field of this.state.fields) {
      const message = messages.get(field.name);
      const text = message?.isShown === true ? message.text : '';
      const first = field.status === 'failed' ? failedFirst.get(field.failure) : undefined;
      if (field.status === 'failed' && first === undefined) {
        failedFirst.set(field.failure, field.name);
      }
      this.views.get(field.name)?.update(field, shownValue(field, this.entries.values), text, first);
    }
    this.price.update(this.state.price);
    this.frame.disabled = this.state.frozen !== null;
    this.buttons.hidden = this.state.frozen !== null;
    showText(this.submitButton, this.state.submit);
  }

  private edit(name: string, value: string): void {
    const field = this.state.fields.find((candidate) => candidate.name === name);
    if (!field) {
      return;
    }
    this.entries.edit(name, value);
    this.problems.edit(field);
    const isChosen = isChoice(field) || field.control === 'checkbox';
    if (isChosen) {
      this.problems.touch(name);
    }
    this.show();
    this.events.keep(this.draft);
    if (isChosen) {
      this.notice.chosen(this.entries.values);
    } else {
      this.notice.typed(this.entries.values);
    }
  }

  private async submit(): Promise<void> {
    if (this.isSubmitting) {
      return;
    }
    const messages = this.problems.messages(this.state, this.entries.values);
    const blocking = this.state.fields.filter(({ name }) => messages.get(name)?.blocks);
    if (blocking.length > 0) {
      this.problems.ask(this.state.fields);
      this.showProblems(blocking);
      await this.events.check(this.entries.values);
      const all = this.fieldsWithProblems();
      if (this.state.step.name === 'edit' && all.length > blocking.length) {
        this.showProblems(all);
      }
      return;
    }
    this.isSubmitting = true;
    this.notice.markSent(this.entries.values);
    await this.events.submit(this.entries.values);
    this.isSubmitting = false;
  }

  /** Shows all problems, moves the focus to the first one, and announces how many there are. */
  private showProblems(fields: readonly Field[]): void {
    this.show();
    this.focusField(fields[0]);
    this.events.announce(this.texts.problems.summary.replace('{count}', localNumber(fields.length)));
  }

  private fieldsWithProblems(): Field[] {
    const messages = this.problems.messages(this.state, this.entries.values);
    return this.state.fields.filter(({ name }) => messages.has(name));
  }

  private focusField(field: Field | undefined): void {
    const view = field && this.views.get(field.name);
    if (view) {
      moveFocus(view);
    }
  }
}

/** The values of the form's fields, and which of them the user has edited. */
class Entries {
  private current: FormValues;
  private readonly edited: Set<string>;

  constructor(private readonly start: FormDraft) {
    this.current = start.values;
    this.edited = new Set(start.edited);
  }

  get values(): FormValues {
    return this.current;
  }

  /** The draft that survives hiding and reloading the webview. */
  get draft(): FormDraft {
    return { ...this.start, values: this.current, edited: [...this.edited] };
  }

  /** Records that the user has entered or chosen `value`. */
  edit(name: string, value: string): void {
    this.current = { ...this.current, [name]: value };
    this.edited.add(name);
  }

  takeSuggestions(fields: readonly Field[]): void {
    this.current = withSuggestions(fields, this.current, this.edited);
  }
}

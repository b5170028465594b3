import type { FormValues } from '../../orders/formValues';
import { isChoice, isLocked } from '../checks';
import type { Field, FormDraft, FormState, FormTexts, PriceLine } from '../contract';
import { ChangeNotice } from './notices';
import {
  element,
  moveFocus,
  showChildren,
  setAttribute,
  progressRing,
  type PointerPress,
  showText,
} from './element';
import { FieldGroups, FieldView } from './fieldView';
import { localNumber, shownValue, withSuggestions, ProblemMessages } from './problemMessages';

export interface EditEvents {
  /** Saves the draft after the values or the set of edited fields may have changed. */
  readonly keep: (draft: FormDraft) => void;
  readonly change: (values: FormValues) => void;
  /** Resolves when the host has answered, even with a failure. */
  readonly submit: (values: FormValues) => Promise<void>;
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
  private readonly price = new PriceView();
  private readonly entries: Entries;
  private readonly problems: ProblemMessages;
  private readonly notice: ChangeNotice;
  private readonly submitButton = element('button', { type: 'submit', class: 'vscode-button' });
  private isSubmitting = false;

  constructor(
    private readonly texts: FormTexts,
    private state: FormState,
    draft: FormDraft,
    private readonly events: EditEvents,
    private readonly press: PointerPress,
  ) {
    this.entries = new Entries(draft);
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

  /** The draft to save: the values and which of them the user has edited. */
  get draft(): FormDraft {
    const { owner } = this.state;
    return owner ? { ...this.entries.draft, owner } : this.entries.draft;
  }

  /** Shows a new state from the host, and sends the values to the host if they have changed. */
  update(state: FormState): void {
    this.follow(state);
    if (state.step.name === 'edit' && !state.frozen) {
      this.notice.chosen(this.entries.values);
    }
  }

  /** Focuses the first field with a problem, or else the first field that can be edited. */
  focus(): void {
    const messages = this.problems.messages(this.state, this.entries.values);
    const { fields } = this.state;
    const next =
      fields.find(({ name }) => messages.get(name)?.isShown) ?? fields.find((field) => !isLocked(field));
    this.focusField(next);
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
    for (const field of this.state.fields) {
      const message = messages.get(field.name);
      const text = message?.isShown === true ? message.text : '';
      this.views.get(field.name)?.update(field, shownValue(field, this.entries.values), text);
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
      this.show();
      this.focusField(blocking[0]);
      const count = localNumber(blocking.length);
      this.events.announce(this.texts.problems.summary.replace('{count}', count));
      return;
    }
    this.isSubmitting = true;
    this.notice.isTold(this.entries.values);
    await this.events.submit(this.entries.values);
    this.isSubmitting = false;
  }

  private focusField(field: Field | undefined): void {
    const view = field && this.views.get(field.name);
    if (view) {
      moveFocus(view);
    }
  }
}

/** The values of the form's fields, and which of them the user has edited. */
export class Entries {
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

/** The price of the values, shown below the fields. */
export class PriceView {
  private readonly text = element('span', { role: 'status' });
  readonly element = element('p', { class: 'price' }, progressRing(), this.text);

  /** @param price Null while the values cannot be ordered. */
  update(price: PriceLine | null): void {
    this.element.hidden = price === null;
    this.element.classList.toggle('loading', price?.status === 'asking');
    setAttribute(this.element, 'aria-busy', price?.status === 'asking' ? 'true' : undefined);
    showText(this.text, price?.text ?? '');
  }
}

import type { Field } from '../contract';
import type { FormTexts } from '../pageTexts';
import { ticked } from '../../orders/formValues';
import { isLocked } from '../checks';
import { checkBox, element, showChildren, setAttribute, icon, showText, optionText } from './element';

/**
 * Creates the control for a field.
 *
 * @param group The element around the control and its label.
 * @param onEdit Called with each new value that the user enters.
 */
export function controlFor(
  field: Field,
  group: HTMLElement,
  texts: FormTexts,
  onEdit: (value: string) => void,
): Control {
  switch (field.control) {
    case 'readonly':
    case 'number':
    case 'text':
      return new TextControl(field, texts, onEdit);
    case 'select':
      return new SelectControl(field, texts, onEdit);
    case 'radio':
      return new RadioControl(field, group, texts, onEdit);
    case 'checkbox':
    case 'readonlyCheckbox':
      return new CheckboxControl(field, onEdit);
  }
}

/** The native control of one field. */
export interface Control {
  /** The element to insert into the page. */
  readonly element: HTMLElement;
  /** The element that carries `aria-invalid` and `aria-describedby`. */
  readonly described: HTMLElement;
  /** Shows the field's choices and `value`. Does not touch what has not changed, nor the focus. */
  update(field: Field, value: string): void;
  focus(): void;
}

/** A native check box with its label beside it. A locked one can be focused and read but not changed. */
class CheckboxControl implements Control {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly text = element('span', { class: 'text' });

  constructor(field: Field, onEdit: (value: string) => void) {
    const { name } = field;
    this.input = element('input', { type: 'checkbox', id: name, name });
    this.element = checkBox(this.input, this.text);
    if (isLocked(field)) {
      this.input.setAttribute('aria-disabled', 'true');
      this.input.addEventListener('click', (event) => event.preventDefault());
    } else {
      this.input.addEventListener('change', () => onEdit(this.input.checked ? ticked : ''));
    }
  }

  get described(): HTMLElement {
    return this.input;
  }

  update({ label }: Field, value: string): void {
    showText(this.text, label);
    this.input.checked = value === ticked;
  }

  focus(): void {
    this.input.focus();
  }
}

interface Option {
  readonly row: HTMLElement;
  readonly input: HTMLInputElement;
  readonly text: HTMLElement;
}

/** Native radio buttons, one per choice. */
class RadioControl implements Control {
  readonly element = element('div', { class: 'vscode-radio-group' });
  private readonly waiting: HTMLElement;
  private readonly options = new Map<string, Option>();
  private lastNumber = 0;

  constructor(
    private readonly field: Field,
    readonly described: HTMLElement,
    texts: FormTexts,
    private readonly onEdit: (value: string) => void,
  ) {
    this.waiting = element('span', { class: 'waiting' }, texts.loading);
    if (!field.optional) {
      described.setAttribute('aria-required', 'true');
    }
  }

  update({ choices, status }: Field, value: string): void {
    const rows = choices.map((choice) => {
      const option = this.options.get(choice.value) ?? this.add(choice.value);
      showText(option.text, choice.label);
      option.input.checked = choice.value === value;
      return option.row;
    });
    const shown = status === 'loading' && rows.length === 0 ? [this.waiting] : rows;
    showChildren(this.element, shown);
  }

  focus(): void {
    const inputs = [...this.element.querySelectorAll('input')];
    (inputs.find(({ checked }) => checked) ?? inputs[0])?.focus();
  }

  private add(value: string): Option {
    const { name } = this.field;
    const id = `${name}-${++this.lastNumber}`;
    const input = element('input', { type: 'radio', id, name, value });
    const text = element('span', { class: 'text' });
    const label = element('label', { for: id }, element('span', { class: 'icon' }), text);
    const option = { row: element('div', { class: 'vscode-radio' }, input, label), input, text };
    input.addEventListener('change', () => this.onEdit(value));
    this.options.set(value, option);
    return option;
  }
}

/** A native select box. Until something is chosen, its first option is empty and asks the user to choose. */
class SelectControl implements Control {
  readonly element: HTMLElement;
  private readonly select: HTMLSelectElement;
  private readonly empty = element('option', { value: '' });
  private shownChoices = '';

  constructor(
    { name, optional }: Field,
    private readonly texts: FormTexts,
    onEdit: (value: string) => void,
  ) {
    this.select = element('select', { id: name, name });
    if (!optional) {
      this.select.setAttribute('aria-required', 'true');
    }
    this.select.addEventListener('change', () => onEdit(this.select.value));
    this.element = element(
      'div',
      { class: 'vscode-select' },
      this.select,
      icon('chevronDown', 'chevron-icon'),
    );
  }

  get described(): HTMLElement {
    return this.select;
  }

  update({ choices, status }: Field, value: string): void {
    const offered = choices.map(({ value, label }) => ({ value, label }));
    if (JSON.stringify(offered) !== this.shownChoices) {
      this.shownChoices = JSON.stringify(offered);
      this.select.replaceChildren(
        ...offered.map(({ value, label }) => element('option', { value, dir: 'auto' }, optionText(label))),
      );
    }
    this.empty.textContent = status === 'loading' ? this.texts.loading : this.texts.choose;
    if (value !== '' || choices.some((choice) => choice.value === '')) {
      this.empty.remove();
    } else if (!this.empty.isConnected || this.empty.parentElement !== this.select) {
      this.select.prepend(this.empty);
    }
    if (this.select.value !== value) {
      this.select.value = value;
    }
  }

  focus(): void {
    this.select.focus();
  }
}

/** Longest text that can be typed, in UTF-16 code units. */
const longestValue = '2000';

/** A text box, also for numbers: what the user typed stays as typed, so that they can see and correct it. */
class TextControl implements Control {
  readonly element: HTMLInputElement;

  constructor(
    { name, control, optional }: Field,
    private readonly texts: FormTexts,
    onEdit: (value: string) => void,
  ) {
    this.element = element('input', {
      type: 'text',
      id: name,
      name,
      // As wide when the portal fixes the quantity as when the user enters it.
      class: /^quantity(\.|$)/.test(name) ? 'vscode-textfield number' : 'vscode-textfield',
      autocomplete: 'off',
      spellcheck: 'false',
      maxlength: longestValue,
    });
    this.element.readOnly = control === 'readonly';
    if (control === 'number') {
      this.element.inputMode = 'numeric';
    }
    if (control !== 'readonly' && !optional) {
      this.element.setAttribute('aria-required', 'true');
    }
    this.element.addEventListener('input', () => onEdit(this.element.value));
  }

  get described(): HTMLElement {
    return this.element;
  }

  update({ status }: Field, value: string): void {
    this.element.value = value;
    setAttribute(this.element, 'placeholder', status === 'loading' ? this.texts.loading : undefined);
  }

  focus(): void {
    this.element.focus();
  }
}

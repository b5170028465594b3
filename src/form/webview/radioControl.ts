import type { Field, FormTexts } from '../contract';
import type { Control } from './control';
import { element, showChildren } from './element';
import { showText } from './shownText';

interface Option {
  readonly row: HTMLElement;
  readonly input: HTMLInputElement;
  readonly text: HTMLElement;
}

/** Native radio buttons, one for each choice. */
export class RadioControl implements Control {
  readonly element = element('div', { class: 'vscode-radio-group' });
  private readonly waiting: HTMLElement;
  private readonly options = new Map<string, Option>();
  private lastNumber = 0;

  constructor(
    private readonly field: Field,
    readonly described: HTMLElement,
    texts: FormTexts,
    private readonly edited: (value: string) => void,
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
    input.addEventListener('change', () => this.edited(value));
    this.options.set(value, option);
    return option;
  }
}

import { ticked } from '../../orders/formValues';
import { isLocked } from '../checks';
import type { Field } from '../contract';
import type { Control } from './control';
import { element } from './element';
import { icon } from './icons';
import { showText } from './shownText';

/** A native check box with its text beside it. One that is locked can be reached and read, and stays as it is. */
export class CheckboxControl implements Control {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly text = element('span', { class: 'text' });

  constructor(field: Field, edited: (value: string) => void) {
    const { name } = field;
    this.input = element('input', { type: 'checkbox', id: name, name });
    const label = element(
      'label',
      { for: name },
      element('span', { class: 'icon' }, icon('check', 'icon-checked')),
      this.text,
    );
    this.element = element('div', { class: 'vscode-checkbox' }, this.input, label);
    if (isLocked(field)) {
      this.input.setAttribute('aria-disabled', 'true');
      this.input.addEventListener('click', (event) => event.preventDefault());
    } else {
      this.input.addEventListener('change', () => edited(this.input.checked ? ticked : ''));
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

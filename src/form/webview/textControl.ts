import type { Field, FormTexts } from '../contract';
import type { Control } from './control';
import { element, setAttribute } from './element';

/** The message contract takes no longer values. */
const longestValue = '2000';

/** A text box. A number is a text too: what was typed stays as typed, for the user to see and to correct. */
export class TextControl implements Control {
  readonly element: HTMLInputElement;

  constructor(
    { name, control, optional }: Field,
    private readonly texts: FormTexts,
    edited: (value: string) => void,
  ) {
    this.element = element('input', {
      type: 'text',
      id: name,
      name,
      class: control === 'number' ? 'vscode-textfield number' : 'vscode-textfield',
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
    this.element.addEventListener('input', () => edited(this.element.value));
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

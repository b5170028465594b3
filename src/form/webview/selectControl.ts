import type { Field, FormTexts } from '../contract';
import type { Control } from './control';
import { element } from './element';
import { icon } from './icons';
import { optionText } from './shownText';

/** A native select box. As long as nothing is chosen, its first option is empty and asks to choose. */
export class SelectControl implements Control {
  readonly element: HTMLElement;
  private readonly select: HTMLSelectElement;
  private readonly empty = element('option', { value: '' });
  private shownChoices = '';

  constructor(
    { name, optional }: Field,
    private readonly texts: FormTexts,
    edited: (value: string) => void,
  ) {
    this.select = element('select', { id: name, name });
    if (!optional) {
      this.select.setAttribute('aria-required', 'true');
    }
    this.select.addEventListener('change', () => edited(this.select.value));
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

import { ticked } from '../../../orders/formValues';
import type { BulkRowView } from '../../bulk/contract';
import type { BulkTexts } from '../../pageTexts';
import type { Field } from '../../contract';
import { type PointerPress, element, optionText, setAttribute, showText } from '../element';

/** Milliseconds without a key press after which a value is sent to the host. */
const typingPause = 250;

/** A control of one row alone. */
export class OwnControl {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement | HTMLSelectElement;
  private timer: number | undefined;

  constructor(
    row: BulkRowView,
    field: Field,
    private readonly texts: BulkTexts,
    entered: (value: string) => void,
    press: PointerPress,
  ) {
    const id = `row-${row.row}-${field.name}`;
    const label = element('label', { for: id });
    showText(label, field.label);
    if (field.choices.length > 0) {
      const select = element('select', { id, name: field.name });
      select.addEventListener('change', () => entered(select.value));
      this.input = select;
      label.className = 'own-label';
      this.element = element('div', { class: 'vscode-select' }, label, select);
      return;
    }
    if (field.control === 'checkbox') {
      const box = element('input', { type: 'checkbox', id, name: field.name });
      box.addEventListener('change', () => entered(box.checked ? ticked : ''));
      this.input = box;
      const hint = element('p', { class: 'own-hint', id: `${id}-hint` });
      showText(hint, field.hint);
      setAttribute(box, 'aria-describedby', field.hint === '' ? undefined : hint.id);
      this.element = element('div', {}, element('div', { class: 'own-box' }, box, label), hint);
      return;
    }
    const input = element('input', {
      ...{ id, name: field.name, type: 'text', class: 'vscode-textfield', autocomplete: 'off' },
      ...(field.control === 'number' ? { inputmode: 'numeric' } : {}),
      'aria-describedby': `row-${row.row}-status`,
    });
    const send = () => {
      window.clearTimeout(this.timer);
      this.timer = undefined;
      entered(input.value);
    };
    input.addEventListener('input', () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(send, typingPause);
    });
    // What was typed must be with the host before a button that is clicked next.
    input.addEventListener('blur', () => {
      if (this.timer !== undefined) {
        press.after(() => undefined);
        send();
      }
    });
    this.input = input;
    label.className = field.name === 'quantity' ? 'visually-hidden' : 'own-label';
    this.element = element('div', { class: 'own-field' }, label, input);
  }

  update({ choices }: Field, value: string): void {
    const { input } = this;
    if (input instanceof HTMLSelectElement) {
      const wanted = ['', ...choices.map((choice) => choice.value)].join('\n');
      if (input.dataset.choices !== wanted) {
        input.dataset.choices = wanted;
        const options = choices.map((choice) =>
          element('option', { value: choice.value }, optionText(choice.label)),
        );
        input.replaceChildren(element('option', { value: '' }, this.texts.choose), ...options);
      }
      input.value = value;
    } else if (input.type === 'checkbox') {
      input.checked = value === ticked;
    } else if (document.activeElement !== input && this.timer === undefined && input.value !== value) {
      input.value = value;
    }
  }
}

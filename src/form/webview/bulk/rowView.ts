import type { BulkRowView } from '../../bulk/contract';
import type { BulkTexts } from '../../pageTexts';
import {
  type PointerPress,
  checkBox,
  element,
  icon,
  setAttribute,
  showChildren,
  showText,
  optionText,
} from '../element';
import { ReviewedTexts } from './reviewDetails';
import { ticked } from '../../../orders/formValues';
import type { Field } from '../../contract';

export interface TableEvents {
  readonly tick: (rows: readonly number[], ordered: boolean) => void;
  readonly enter: (row: number, name: string, value: string) => void;
}

/** One order of the table. */
export class RowView {
  readonly element: HTMLTableRowElement;
  private readonly box: HTMLInputElement;
  private readonly name = element('td', { role: 'cell', 'data-cell': 'name' });
  private readonly productNo = element('td', { role: 'cell', 'data-cell': 'productNo' });
  private readonly order = element('td', { role: 'cell', 'data-cell': 'order' });
  private readonly orderText = element('div');
  private readonly ownFields = element('div', { class: 'own' });
  private readonly quantity = element('td', { role: 'cell', 'data-cell': 'quantity' });
  private readonly quantityText = element('span');
  private readonly price = element('td', { role: 'cell', 'data-cell': 'price' });
  private readonly statusText = element('div');
  private readonly status = element('td', { role: 'cell', 'data-cell': 'status' }, this.statusText);
  private readonly controls = new Map<string, OwnControl>();
  private reviewed: ReviewedTexts | undefined;
  private shown = '';

  constructor(
    row: BulkRowView,
    private readonly texts: BulkTexts,
    private readonly events: TableEvents,
    private readonly press: PointerPress,
  ) {
    const id = `row-${row.row}`;
    this.box = element('input', { type: 'checkbox', id: `${id}-ordered`, name: 'ordered' });
    this.box.addEventListener('change', () => events.tick([row.row], this.box.checked));
    this.status.id = `${id}-status`;
    this.box.setAttribute('aria-describedby', this.status.id);
    this.order.append(this.orderText, this.ownFields);
    this.quantity.append(this.quantityText);
    this.quantity.dataset.label = texts.columns.quantity;
    this.element = element(
      'tr',
      { role: 'row', 'data-product-no': row.productNo },
      element(
        'td',
        { role: 'cell', class: 'tick' },
        unlabelledBox(this.box, texts.orderedLabel.replace('{productNo}', row.productNo)),
      ),
      this.name,
      this.productNo,
      this.order,
      this.quantity,
      this.price,
      this.status,
    );
  }

  update(row: BulkRowView, reviewId: string): void {
    const text = JSON.stringify([row, reviewId]);
    if (text === this.shown) {
      this.box.checked = row.ordered;
      return;
    }
    this.shown = text;
    this.box.checked = row.ordered;
    this.box.disabled = !row.mayTick;
    showText(this.name, row.name === '' ? '–' : row.name);
    showText(this.productNo, row.productNo);
    showText(this.orderText, row.order);
    showText(this.price, row.price);
    showText(this.statusText, row.status.text);
    setAttribute(this.status, 'class', row.status.kind);
    this.updateFields(row);
    this.updateReviewed(row, reviewId);
  }

  /** Made for the first review: a row is not reviewed before all are ready. */
  private updateReviewed({ reviewed }: BulkRowView, reviewId: string): void {
    const { facts, notes, assumptions } = reviewed;
    if (!this.reviewed && facts.length + notes.length + assumptions.items.length > 0) {
      this.reviewed = new ReviewedTexts();
      this.order.append(this.reviewed.element);
    }
    this.reviewed?.update(reviewed, reviewId);
  }

  private updateFields(row: BulkRowView): void {
    const names = new Set(row.fields.map(({ name }) => name));
    for (const name of this.controls.keys()) {
      if (!names.has(name)) {
        this.controls.delete(name);
      }
    }
    const own: HTMLElement[] = [];
    let quantity: HTMLElement = this.quantityText;
    for (const field of row.fields) {
      const control =
        this.controls.get(field.name) ??
        new OwnControl(
          row,
          field,
          this.texts,
          (value) => this.events.enter(row.row, field.name, value),
          this.press,
        );
      this.controls.set(field.name, control);
      control.update(field, row.values[field.name] ?? '');
      if (field.name === 'quantity') {
        quantity = control.element;
      } else {
        own.push(control.element);
      }
    }
    showText(this.quantityText, row.quantity);
    showChildren(this.quantity, [quantity]);
    showChildren(this.ownFields, own);
  }
}

/** Milliseconds without a key press after which a value is sent to the host. */
const typingPause = 250;

/** The control of a field that only this row has. */
class OwnControl {
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
    const text = element('span');
    showText(text, field.label);
    if (field.control === 'checkbox') {
      const box = element('input', { type: 'checkbox', id, name: field.name });
      box.addEventListener('change', () => entered(box.checked ? ticked : ''));
      this.input = box;
      const hint = element('p', { class: 'own-hint', id: `${id}-hint` });
      showText(hint, field.hint);
      setAttribute(box, 'aria-describedby', field.hint === '' ? undefined : hint.id);
      this.element = element('div', {}, checkBox(box, text), hint);
      return;
    }
    const label = element('label', { for: id }, text);
    if (field.choices.length > 0) {
      const select = element('select', { id, name: field.name });
      select.addEventListener('change', () => entered(select.value));
      this.input = select;
      label.className = 'own-label';
      this.element = element(
        'div',
        { class: 'own-select' },
        label,
        element('div', { class: 'vscode-select' }, select, icon('chevronDown', 'chevron-icon')),
      );
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

/** Returns a check box with a label that is only heard. */
export function unlabelledBox(input: HTMLInputElement, label: string): HTMLElement {
  const text = element('span', { class: 'visually-hidden' });
  showText(text, label);
  return checkBox(input, text);
}

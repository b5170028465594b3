import { ticked } from '../../../orders/formValues';
import type { BulkRowView, BulkTexts } from '../../bulk/contract';
import type { Field } from '../../contract';
import { type PointerPress, element, optionText, setAttribute, showChildren, showText } from '../element';
import { checkbox, type TableEvents } from './tableView';

/** Milliseconds without a key press after which a value is sent to the host. */
const typingPause = 250;

/** One order of the table. */
export class RowView {
  readonly element: HTMLTableRowElement;
  private readonly box: HTMLInputElement;
  private readonly name = element('td', { 'data-cell': 'name' });
  private readonly productNo = element('td', { 'data-cell': 'productNo' });
  private readonly order = element('td', { 'data-cell': 'order' });
  private readonly orderText = element('div');
  private readonly ownFields = element('div', { class: 'own' });
  private readonly quantity = element('td', { 'data-cell': 'quantity' });
  private readonly quantityText = element('span');
  private readonly price = element('td', { 'data-cell': 'price' });
  private readonly status = element('td', { 'data-cell': 'status' });
  private readonly controls = new Map<string, OwnControl>();
  private shown = '';

  constructor(
    row: BulkRowView,
    texts: BulkTexts,
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
    this.element = element(
      'tr',
      { 'data-product-no': row.productNo },
      element(
        'td',
        { class: 'tick' },
        checkbox(this.box, texts.orderedLabel.replace('{productNo}', row.productNo)),
      ),
      this.name,
      this.productNo,
      this.order,
      this.quantity,
      this.price,
      this.status,
    );
  }

  update(row: BulkRowView): void {
    const text = JSON.stringify(row);
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
    showText(this.status, row.status.text);
    setAttribute(this.status, 'class', row.status.kind);
    this.updateFields(row);
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
        new OwnControl(row, field, (value) => this.events.enter(row.row, field.name, value), this.press);
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

/** A control of one row alone. */
class OwnControl {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement | HTMLSelectElement;
  private timer: number | undefined;

  constructor(row: BulkRowView, field: Field, entered: (value: string) => void, press: PointerPress) {
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
      this.element = element('div', { class: 'own-box' }, box, label);
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
        input.replaceChildren(element('option', { value: '' }, '…'), ...options);
      }
      input.value = value;
    } else if (input.type === 'checkbox') {
      input.checked = value === ticked;
    } else if (document.activeElement !== input && this.timer === undefined && input.value !== value) {
      input.value = value;
    }
  }
}

import type { BulkRowView } from '../../bulk/contract';
import type { BulkTexts } from '../../pageTexts';
import { type PointerPress, element, setAttribute, showChildren, showText } from '../element';
import { OwnControl } from './ownControl';
import { ReviewedTexts } from './reviewedTexts';
import { checkbox, type TableEvents } from './tableView';

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
  private readonly status = element('td', { role: 'cell', 'data-cell': 'status' });
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
    showText(this.status, row.status.text);
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

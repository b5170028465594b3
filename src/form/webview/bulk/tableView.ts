import type { BulkRowView, BulkState } from '../../bulk/contract';
import type { BulkTexts } from '../../pageTexts';
import { type PointerPress, element, showChildren } from '../element';
import { type TableEvents, RowView, unlabelledBox } from './rowView';

/**
 * The table of the orders: one row each, with a box above them that ticks all. The roles are explicit, because a narrow
 * page shows the cells as blocks, which would end the table for a screen reader.
 */
export class TableView {
  readonly element: HTMLElement;
  private readonly body = element('tbody', { role: 'rowgroup' });
  private readonly rows = new Map<number, RowView>();
  private readonly all = element('input', { type: 'checkbox', id: 'all', name: 'all' });
  private shown: readonly BulkRowView[] = [];

  constructor(
    private readonly texts: BulkTexts,
    private readonly events: TableEvents,
    private readonly press: PointerPress,
  ) {
    const { columns } = texts;
    this.all.addEventListener('change', () => {
      const { checked } = this.all;
      const changed = this.shown.filter(({ mayTick, ordered }) => mayTick && ordered !== checked);
      this.events.tick(
        changed.map(({ row }) => row),
        checked,
      );
    });
    const head = [
      element(
        'th',
        { scope: 'col', role: 'columnheader', class: 'tick' },
        unlabelledBox(this.all, texts.all),
      ),
      ...[
        columns.name,
        columns.productNo,
        columns.order,
        columns.quantity,
        columns.price,
        columns.status,
      ].map((text) => element('th', { scope: 'col', role: 'columnheader' }, text)),
    ];
    const table = element(
      'table',
      { role: 'table' },
      element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...head)),
      this.body,
    );
    this.element = element('div', { class: 'table' }, table);
  }

  update({ rows, reviewId }: Pick<BulkState, 'rows' | 'reviewId'>): void {
    this.shown = rows;
    for (const id of this.rows.keys()) {
      if (!rows.some(({ row }) => row === id)) {
        this.rows.delete(id);
      }
    }
    const views = rows.map((row) => {
      const view = this.rows.get(row.row) ?? new RowView(row, this.texts, this.events, this.press);
      this.rows.set(row.row, view);
      view.update(row, reviewId);
      return view.element;
    });
    showChildren(this.body, views);
    const tickable = rows.filter(({ mayTick }) => mayTick);
    const ticked = tickable.filter(({ ordered }) => ordered);
    this.all.disabled = tickable.length === 0;
    this.all.checked = tickable.length > 0 && ticked.length === tickable.length;
    this.all.indeterminate = ticked.length > 0 && ticked.length < tickable.length;
  }
}

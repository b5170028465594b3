import type { OtherOrder } from '../contract';
import { button, element, setAttribute } from './element';
import { showText } from './shownText';

/** A list of orders, each with a way to its details. */
export class OrderList {
  readonly element = element('ul', { class: 'records' });
  private shown = '';

  constructor(
    /** Tells the elements of this list from those of others on the page. */
    private readonly idPrefix: string,
    private readonly showDetails: string,
    private readonly show: (id: OtherOrder['id']) => void,
  ) {
    this.element.hidden = true;
  }

  /** Leaves the list alone, with the focus in it, as long as it says the same. */
  update(orders: readonly OtherOrder[]): void {
    const shown = JSON.stringify(orders);
    if (this.shown === shown) {
      return;
    }
    this.shown = shown;
    this.element.replaceChildren(
      ...orders.map(({ id, title, state }, index) => {
        const [name, told] = [element('span'), element('span', { class: 'state' })];
        showText(name, title);
        showText(told, state);
        name.id = `${this.idPrefix}-${index}`;
        const details = button('secondary', this.showDetails, () => this.show(id));
        // Several buttons of the same name stand on one page.
        setAttribute(details, 'aria-describedby', name.id);
        return element('li', {}, element('span', {}, name, ' ', told), details);
      }),
    );
    this.element.hidden = orders.length === 0;
  }
}

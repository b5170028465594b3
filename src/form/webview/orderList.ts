import type { OtherOrder } from '../contract';
import { button, element } from './element';
import { showText } from './shownText';

/** A list of orders, each with a way to its details where this machine has an entry of it. */
export class OrderList {
  readonly element = element('ul', { class: 'records' });
  private shown = '';

  constructor(
    private readonly showDetails: string,
    private readonly showRecord: (recordId: string) => void,
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
      ...orders.map(({ recordId, title, state }) => {
        const [name, told] = [element('span'), element('span', { class: 'state' })];
        showText(name, title);
        showText(told, state);
        const details =
          recordId === '' ? [] : [button('secondary', this.showDetails, () => this.showRecord(recordId))];
        return element('li', {}, element('span', {}, name, ' ', told), ...details);
      }),
    );
    this.element.hidden = orders.length === 0;
  }
}

import type { PriceLine } from '../contract';
import { element, setAttribute } from './element';
import { progressRing } from './icons';
import { showText } from './shownText';

/** What the values cost, below the fields. */
export class PriceView {
  private readonly text = element('span', { role: 'status' });
  readonly element = element('p', { class: 'price' }, progressRing(), this.text);

  /** @param price Null while the values cannot be ordered. */
  update(price: PriceLine | null): void {
    this.element.hidden = price === null;
    this.element.classList.toggle('loading', price?.status === 'asking');
    setAttribute(this.element, 'aria-busy', price?.status === 'asking' ? 'true' : undefined);
    showText(this.text, price?.text ?? '');
  }
}

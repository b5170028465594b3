import type { ReviewItem } from '../contract';
import { element } from './element';
import { showText } from './shownText';

/**
 * Shows what is ordered: a line for each, with name, number and billing in columns of their own, so that no name can be
 * taken for the number beside it. Read aloud or copied, a line is a sentence.
 */
export function showItems(target: Element, items: readonly ReviewItem[]): void {
  const shown = JSON.stringify(items);
  if (target.getAttribute('data-shown') !== shown) {
    target.setAttribute('data-shown', shown);
    target.replaceChildren(...items.map(lineOf));
  }
}

function lineOf({ what, quantity, billed, pbx }: ReviewItem, index: number): HTMLElement {
  const cells = [
    ['what', what],
    ['quantity', quantity],
    ['billed', billed],
    ['pbx', pbx],
  ].flatMap(([name = '', text = '']) => (text === '' ? [] : [cell(name, text)]));
  return element(
    'p',
    { class: index === 0 ? 'item summary' : 'item' },
    ...cells.flatMap((one, at) => (at === 0 ? [one] : [element('span', { class: 'comma' }, ', '), one])),
  );
}

function cell(name: string, text: string): HTMLElement {
  const made = element('span', { class: name });
  showText(made, text);
  return made;
}

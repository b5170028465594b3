import { isolates, withoutUnseen } from '../../text/plainText';
import { element } from './element';

/** Characters that change the direction of text or isolate it. In exact text none of them may take effect. */
const directionControls = /([\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/;

/**
 * Shows a sentence from the host as text. Isolated names and numbers become elements, and no direction control gets
 * into the page: it could make a quantity of 10 read as 01, which the user would approve by mistake.
 */
export function showText(target: Element, sentence: string): void {
  show(target, nodesOf(sentence));
}

/** Shows `text` with its characters in the order in which they are sent. */
export function showExactText(target: Element, text: string): void {
  show(
    target,
    text
      .split(directionControls)
      .filter((part) => part !== '')
      // The end of a `<bdi>` element ends the effect of a direction control in it.
      .map((part) => (directionControls.test(part) ? element('bdi', {}, part) : part)),
  );
}

/**
 * Returns the text for an `<option>`, which cannot contain elements. If the label is one isolated name, its isolates
 * are dropped; otherwise they stay.
 */
export function optionText(label: string): string {
  const [before, , name, , after, ...others] = label.split(isolates);
  return others.length === 0 && before === '' && after === '' ? (name ?? '') : label;
}

function nodesOf(sentence: string): (Node | string)[] {
  const outermost: (Node | string)[] = [];
  const open: HTMLElement[] = [];
  const append = (node: Node | string) => {
    const within = open.at(-1);
    if (within) {
      within.append(node);
    } else {
      outermost.push(node);
    }
  };
  for (const part of sentence.split(isolates)) {
    switch (part) {
      case '\u2066':
      case '\u2068': {
        const isolated =
          part === '\u2066'
            ? element('bdi', { class: 'number', dir: 'ltr' })
            : element('bdi', { dir: 'auto' });
        append(isolated);
        open.push(isolated);
        break;
      }
      case '\u2069':
        open.pop();
        break;
      default:
        append(withoutUnseen(part));
    }
  }
  return outermost;
}

function show(target: Element, nodes: readonly (Node | string)[]): void {
  const rendered = document.createElement('div');
  rendered.append(...nodes.filter((node) => node !== ''));
  // A screen reader would read replaced text again, so unchanged text stays.
  if (target.innerHTML !== rendered.innerHTML) {
    target.replaceChildren(...rendered.childNodes);
  }
}

import { isolates, withoutUnseen } from '../../text/plainText';
import { element } from './element';

/** Characters that turn around or isolate the text after them: in exact text none of them may act. */
const directions = /([\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/;

/**
 * Shows a sentence of the host's as text. Each name and each number that is isolated in it becomes an element, since a
 * quantity of 10 that reads as 01 would be approved by mistake; no control of direction gets into the page.
 */
export function showText(target: Element, sentence: string): void {
  show(target, nodesOf(sentence));
}

/** Shows `text` character by character in the order in which it is sent. */
export function showExactText(target: Element, text: string): void {
  show(
    target,
    text
      .split(directions)
      .filter((part) => part !== '')
      // The isolation of `<bdi>` ends whatever a character in it has begun.
      .map((part) => (directions.test(part) ? element('bdi', {}, part) : part)),
  );
}

/** The text of a choice, which can have no elements in it: a name alone needs none, and others stay isolated. */
export function optionText(label: string): string {
  const [before, , name, , after, ...others] = label.split(isolates);
  return others.length === 0 && before === '' && after === '' ? (name ?? '') : label;
}

function nodesOf(sentence: string): (Node | string)[] {
  const outermost: (Node | string)[] = [];
  const open: HTMLElement[] = [];
  const put = (node: Node | string) => {
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
        put(isolated);
        open.push(isolated);
        break;
      }
      case '\u2069':
        open.pop();
        break;
      default:
        put(withoutUnseen(part));
    }
  }
  return outermost;
}

function show(target: Element, nodes: readonly (Node | string)[]): void {
  const made = document.createElement('div');
  made.append(...nodes.filter((node) => node !== ''));
  // An unchanged text is left alone, or a screen reader would read it again.
  if (target.innerHTML !== made.innerHTML) {
    target.replaceChildren(...made.childNodes);
  }
}

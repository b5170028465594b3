import check from '@vscode/codicons/src/icons/check.svg';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import dash from '@vscode/codicons/src/icons/dash.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import question from '@vscode/codicons/src/icons/question.svg';
import { isolates, withoutUnseen } from '../../text/plainText';

/** Creates an element. Strings among `children` become text nodes, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    created.setAttribute(name, value);
  }
  created.append(...children);
  return created;
}

/** Sets an attribute, or removes it if `value` is undefined. */
export function setAttribute(target: Element, name: string, value: string | undefined): void {
  if (value === undefined) {
    target.removeAttribute(name);
  } else if (target.getAttribute(name) !== value) {
    target.setAttribute(name, value);
  }
}

/**
 * Makes `children` the only children, in this order. What stays is not taken out in between: it would lose the focus,
 * and a key that is pressed next.
 */
export function showChildren(parent: Element, children: readonly Element[]): void {
  const wanted = new Set<Node>(children);
  for (const node of Array.from(parent.childNodes)) {
    if (!wanted.has(node)) {
      node.remove();
    }
  }
  let next = parent.firstChild;
  for (const child of children) {
    if (child === next) {
      next = child.nextSibling;
    } else {
      parent.insertBefore(child, next);
    }
  }
}

/** Makes `nodes` the only content, one by one: they may be more than a call can have arguments. */
export function fill(target: Element, nodes: Iterable<Node | string>): void {
  target.replaceChildren();
  for (const node of nodes) {
    target.append(node);
  }
}

export type ButtonLook = 'primary' | 'secondary';

/** A VS Code button that does not submit the form. */
export function button(
  look: ButtonLook,
  label: string,
  pressed: (event: MouseEvent) => void,
): HTMLButtonElement {
  const created = element('button', { type: 'button', class: 'vscode-button' }, label);
  setLook(created, look);
  created.addEventListener('click', pressed);
  return created;
}

/** Makes a button primary or secondary. The primary button of a step is the suggested next action. */
export function setLook(target: HTMLButtonElement, look: ButtonLook): void {
  target.classList.toggle('secondary', look === 'secondary');
}

/** Moves the focus, unless it is outside the page: then it stays there. */
export function moveFocus(target: { focus(): void }): void {
  if (document.hasFocus()) {
    target.focus();
  }
}

const sources = { check, chevronDown, chevronRight, circleSlash, dash, error, question };

export type IconName = keyof typeof sources;

/** Creates a codicon. It is decorative only: the text beside it gives its meaning. */
export function icon(name: IconName, className: string): Element {
  const svg = new DOMParser().parseFromString(sources[name], 'image/svg+xml').documentElement;
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  return document.importNode(svg, true);
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/**
 * Puts a native check box over its picture, with its label beside it.
 *
 * @param input The check box; its id is set.
 */
export function checkBox(input: HTMLInputElement, label: HTMLElement): HTMLElement {
  const picture = element(
    'span',
    { class: 'icon' },
    icon('check', 'icon-checked'),
    icon('dash', 'icon-indeterminate'),
  );
  return element(
    'div',
    { class: 'vscode-checkbox' },
    input,
    element('label', { for: input.id }, picture, label),
  );
}

/** Creates a spinning progress ring. Text has to say what is in progress. */
export function progressRing(): Element {
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('class', 'vscode-progress-ring');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  for (const part of ['background', 'indicator']) {
    const circle = document.createElementNS(svgNamespace, 'circle');
    circle.setAttribute('class', part);
    circle.setAttribute('cx', '8');
    circle.setAttribute('cy', '8');
    circle.setAttribute('r', '7');
    svg.append(circle);
  }
  const wrapper = element('span', { class: 'ring' });
  wrapper.append(svg);
  return wrapper;
}

/** Tracks whether the pointer is pressed. There is one for the whole page, so that delayed actions keep their order. */
export class PointerPress {
  private isDown = false;
  private readonly waiting: (() => void)[] = [];

  constructor() {
    document.addEventListener('pointerdown', () => (this.isDown = true), true);
    for (const end of ['pointerup', 'pointercancel']) {
      document.addEventListener(end, () => this.end(), true);
    }
    // A press can end outside the page, which then gets no event.
    window.addEventListener('blur', () => this.end());
    document.addEventListener(
      'pointermove',
      ({ buttons }) => {
        if (this.isDown && buttons === 0) {
          this.end();
        }
      },
      true,
    );
  }

  /**
   * Runs an action immediately, or, while the pointer is pressed, after the resulting click. Content that appears in
   * between would move the pressed element away, and the click would be lost.
   */
  after(action: () => void): void {
    if (this.isDown) {
      this.waiting.push(action);
    } else {
      action();
    }
  }

  private end(): void {
    this.isDown = false;
    // The click event follows this event in the same task.
    window.setTimeout(() => this.waiting.splice(0).forEach((action) => action()));
  }
}

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
  fill(
    rendered,
    nodes.filter((node) => node !== ''),
  );
  // A screen reader would read replaced text again, so unchanged text stays.
  if (target.innerHTML !== rendered.innerHTML) {
    fill(target, Array.from(rendered.childNodes));
  }
}

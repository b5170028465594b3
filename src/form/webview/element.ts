import check from '@vscode/codicons/src/icons/check.svg';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import question from '@vscode/codicons/src/icons/question.svg';

/** Makes an element. Texts among `children` become text, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** Sets an attribute, or removes it when there is no value. */
export function setAttribute(target: Element, name: string, value: string | undefined): void {
  if (value === undefined) {
    target.removeAttribute(name);
  } else if (target.getAttribute(name) !== value) {
    target.setAttribute(name, value);
  }
}

/** Makes `children` the only children; where they are so already nothing moves, and the focus stays. */
export function showChildren(parent: Element, children: readonly Element[]): void {
  if (children.length !== parent.children.length || children.some((one, at) => one !== parent.children[at])) {
    parent.replaceChildren(...children);
  }
}

export type ButtonLook = 'primary' | 'secondary';

/** A VS Code button that does not submit the form. */
export function button(look: ButtonLook, label: string, pressed: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: 'vscode-button' }, label);
  setLook(made, look);
  made.addEventListener('click', pressed);
  return made;
}

/** The primary button of a step is what to do next. */
export function setLook(target: HTMLButtonElement, look: ButtonLook): void {
  target.classList.toggle('secondary', look === 'secondary');
}

/** Moves the focus, unless the user is elsewhere in VS Code: then it stays there. */
export function moveFocus(target: { focus(): void }): void {
  if (document.hasFocus()) {
    target.focus();
  }
}

const sources = { check, chevronDown, chevronRight, circleSlash, error, question };

export type IconName = keyof typeof sources;

/** A codicon; decoration only, what it means is said by the text beside it. */
export function icon(name: IconName, className: string): Element {
  const svg = new DOMParser().parseFromString(sources[name], 'image/svg+xml').documentElement;
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  return document.importNode(svg, true);
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** A ring that turns while something is on its way; what it is must be said by a text. */
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

/** Knows whether the pointer is being pressed on the page: one for the whole page, so that what waits keeps its order. */
export class Press {
  private isDown = false;
  private readonly waiting: (() => void)[] = [];

  constructor() {
    document.addEventListener('pointerdown', () => (this.isDown = true), true);
    for (const end of ['pointerup', 'pointercancel']) {
      document.addEventListener(end, () => this.end(), true);
    }
    // A press can end where the page does not hear of it.
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
   * Does something at once, or, while the pointer is being pressed, after the click that comes of it: what appears
   * in between pushes away what is being pressed, and the click is lost.
   */
  after(act: () => void): void {
    if (this.isDown) {
      this.waiting.push(act);
    } else {
      act();
    }
  }

  private end(): void {
    this.isDown = false;
    // The click belongs to the same task, and comes after this event.
    window.setTimeout(() => this.waiting.splice(0).forEach((act) => act()));
  }
}

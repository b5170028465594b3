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

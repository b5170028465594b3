/** Characters that turn around the text after them, up to the end of the paragraph. */
const overrides = /([\u202a-\u202e])/;
/** The same, and those that isolate: in exact text none of them may act. */
const overridesAndIsolates = /([\u202a-\u202e\u2066-\u2069])/;

/**
 * Shows `text` as text. Direction overrides in a name from the portal stay in the text but lose their
 * effect, since a quantity of 10 that reads as 01 would be approved by mistake.
 */
export function showText(target: Element, text: string): void {
  show(target, text, overrides);
}

/** Shows `text` character by character in the order in which it is sent. */
export function showExactText(target: Element, text: string): void {
  show(target, text, overridesAndIsolates);
}

function show(target: Element, text: string, defused: RegExp): void {
  // An unchanged text is left alone, or a screen reader would read it again.
  if (target.textContent !== text) {
    target.replaceChildren(
      ...text
        .split(defused)
        .filter((part) => part !== '')
        .map((part) => (defused.test(part) ? confined(part) : part)),
    );
  }
}

/** The isolation of `<bdi>` ends whatever a character in it has begun. */
function confined(character: string): HTMLElement {
  const isolated = document.createElement('bdi');
  isolated.textContent = character;
  return isolated;
}

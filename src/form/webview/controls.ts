import type { Field, FormTexts } from '../contract';
import { RadioControl } from './radioControl';
import { SelectControl } from './selectControl';
import { TextControl } from './textControl';

/** The native control of one field. */
export interface Control {
  /** What stands in the page. */
  readonly element: HTMLElement;
  /** Carries `aria-invalid` and `aria-describedby`. */
  readonly described: HTMLElement;
  /** Shows the field's choices and `value`; leaves alone what has not changed, and the focus. */
  update(field: Field, value: string): void;
  focus(): void;
}

/**
 * Makes the control for a field.
 *
 * @param group The element around the control and its label.
 * @param edited Called with each new value that the user enters.
 */
export function controlFor(
  field: Field,
  group: HTMLElement,
  texts: FormTexts,
  edited: (value: string) => void,
): Control {
  switch (field.control) {
    case 'readonly':
    case 'number':
    case 'text':
      return new TextControl(field, texts, edited);
    case 'select':
      return new SelectControl(field, texts, edited);
    case 'radio':
      return new RadioControl(field, group, texts, edited);
  }
}

import type { Field, FormTexts } from '../contract';
import { CheckboxControl } from './checkboxControl';
import type { Control } from './control';
import { RadioControl } from './radioControl';
import { SelectControl } from './selectControl';
import { TextControl } from './textControl';

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
    case 'checkbox':
    case 'readonlyCheckbox':
      return new CheckboxControl(field, edited);
  }
}

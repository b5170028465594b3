import { ticked, type FieldCheck } from '../orders/formValues';
import type { Field } from './contract';

/** Whether the field takes one of its choices only. */
export function isChoice({ control }: Field): boolean {
  return control === 'select' || control === 'radio';
}

/** Whether the field's value is the host's alone. */
export function isLocked({ control }: Field): boolean {
  return control === 'readonly' || control === 'readonlyCheckbox';
}

/** What a field takes, for the page and the host alike. */
export function checkOf(field: Field): FieldCheck {
  const { name, optional: isOptional, least, most } = field;
  const number =
    field.control === 'number' ? { least: least ?? undefined, most: most ?? undefined } : undefined;
  return { name, isOptional: isOptional || field.control === 'checkbox', offered: offeredBy(field), number };
}

function offeredBy(field: Field): readonly string[] | undefined {
  if (isChoice(field)) {
    return field.choices.map(({ value }) => value);
  }
  if (isLocked(field)) {
    return [field.suggested];
  }
  return field.control === 'checkbox' ? [ticked] : undefined;
}

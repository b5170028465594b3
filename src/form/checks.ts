import { type Problem, ticked, type FieldCheck } from '../orders/formValues';
import type { Field } from './contract';
import type { FormTexts } from './pageTexts';

/** Whether the field accepts only one of its choices. */
export function isChoice({ control }: Field): boolean {
  return control === 'select' || control === 'radio';
}

/** Whether only the host sets the field's value. */
export function isLocked({ control }: Field): boolean {
  return control === 'readonly' || control === 'readonlyCheckbox';
}

/** Returns what a field accepts; the page and the host both check values against it. */
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

/**
 * Returns the text for the problem of a field.
 *
 * @param numberText Formats a number in the user's language.
 */
export function problemText(
  problem: Problem,
  isOneOfChoices: boolean,
  texts: FormTexts['problems'],
  numberText: (value: number) => string,
): string {
  switch (problem.kind) {
    case 'missing':
      return isOneOfChoices ? texts.missingChoice : texts.missing;
    case 'belowLimit':
    case 'aboveLimit':
      return texts[problem.kind].replace('{limit}', numberText(problem.limit));
    case 'notOffered':
    case 'notAWholeNumber':
    case 'controlCharacters':
      return texts[problem.kind];
  }
}

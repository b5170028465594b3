import type { FieldName, FormValues } from '../../orders/formValues';
import type { Problem, Problems } from '../../orders/validate';
import { validate } from '../../orders/validate';
import type { Field, FormState, FormTexts } from '../contract';

/** Whether the field takes one of its choices only. */
export function isChoice({ control }: Field): boolean {
  return control === 'select' || control === 'radio';
}

/** What the field's control shows: a value that is not among the choices is shown as no value. */
export function shownValue(field: Field, values: FormValues): string {
  const value = values[field.name];
  return isChoice(field) && !field.choices.some((choice) => choice.value === value) ? '' : value;
}

/** The values with the portal's suggestions in all fields that the user has not edited. */
export function withSuggestions(
  fields: readonly Field[],
  values: FormValues,
  edited: ReadonlySet<FieldName>,
): FormValues {
  const isSuggested = ({ name, control, status, suggested }: Field) =>
    control === 'readonly' || (!edited.has(name) && (suggested !== '' || status === 'ready'));
  return {
    ...values,
    ...Object.fromEntries(fields.filter(isSuggested).map(({ name, suggested }) => [name, suggested])),
  };
}

/** What keeps the values from being ordered, as far as the fields that are shown tell. */
export function problemsOf({ fields, quantityLimit }: FormState, values: FormValues): Problems {
  const offered: Partial<Record<FieldName, readonly string[]>> = {};
  const checked = { ...values };
  for (const field of fields.filter(isChoice)) {
    if (field.status === 'ready') {
      offered[field.name] = field.choices.map(({ value }) => value);
    } else {
      checked[field.name] = shownValue(field, values);
    }
  }
  const problems = validate(checked, { offered, quantity: quantityLimit ?? undefined });
  const shown = new Set<string>(fields.map(({ name }) => name));
  return Object.fromEntries(Object.entries(problems).filter(([name]) => shown.has(name)));
}

/** A problem in words; numbers as they are written in the document's language. */
export function problemText(problem: Problem, field: Field, { problems }: FormTexts): string {
  switch (problem.kind) {
    case 'missing':
      return isChoice(field) ? problems.missingChoice : problems.missing;
    case 'aboveLimit':
      return problems.aboveLimit.replace('{limit}', localNumber(problem.limit));
    case 'notOffered':
    case 'notAWholeNumber':
    case 'controlCharacters':
      return problems[problem.kind];
  }
}

export function localNumber(value: number): string {
  const { lang } = document.documentElement;
  return new Intl.NumberFormat(lang === '' ? undefined : lang).format(value);
}

import { type FormValues, type Problems, validate } from '../../orders/formValues';
import { checkOf, isChoice, isLocked } from '../checks';
import type { Field, FormState } from '../contract';

/** What the field's control shows: a value that is not among the choices is shown as no value. */
export function shownValue(field: Field, values: FormValues): string {
  const value = values[field.name] ?? '';
  return isChoice(field) && !field.choices.some((choice) => choice.value === value) ? '' : value;
}

/** The values with the portal's suggestions in all fields that the user has not edited. */
export function withSuggestions(
  fields: readonly Field[],
  values: FormValues,
  edited: ReadonlySet<string>,
): FormValues {
  const isSuggested = (field: Field) =>
    isLocked(field) || (!edited.has(field.name) && (field.suggested !== '' || field.status === 'ready'));
  return {
    ...values,
    ...Object.fromEntries(fields.filter(isSuggested).map(({ name, suggested }) => [name, suggested])),
  };
}

/** What keeps the values from being ordered, as far as the fields that are shown tell. */
export function problemsOf({ fields }: FormState, values: FormValues): Problems {
  const checked = { ...values };
  const checks = fields.map((field) => {
    const check = checkOf(field);
    if (!isChoice(field) || field.status === 'ready') {
      return check;
    }
    // What is yet to be offered cannot be told from what is offered no more.
    checked[field.name] = shownValue(field, values);
    return { ...check, offered: undefined };
  });
  return validate(checked, checks);
}

export function localNumber(value: number): string {
  const { lang } = document.documentElement;
  return new Intl.NumberFormat(lang === '' ? undefined : lang).format(value);
}

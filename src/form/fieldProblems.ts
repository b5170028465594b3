import { env } from 'vscode';
import { checkOf, isChoice, problemText } from './checks';
import { type FormValues, validate } from '../orders/formValues';
import type { Field } from './contract';
import { formTexts } from './texts';

/** What is wrong with the values, in words, by the name of the field; empty when nothing is. */
export function fieldProblems(
  fields: readonly Field[],
  values: FormValues,
): Readonly<Record<string, string>> {
  const problems = validate(values, fields.map(checkOf));
  const { problems: texts } = formTexts();
  const numberText = (value: number) => new Intl.NumberFormat(env.language).format(value);
  return Object.fromEntries(
    fields.flatMap((field) => {
      const problem = problems[field.name];
      return problem ? [[field.name, problemText(problem, isChoice(field), texts, numberText)]] : [];
    }),
  );
}

/** The problems that are still about the values that stand in their fields. */
export function withoutOutdated(
  problems: Readonly<Record<string, string>>,
  before: FormValues,
  values: FormValues,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(problems).filter(([name]) => before[name] === values[name]));
}

/** The values, with what the portal tells now in place of what it told before, wherever that was taken over. */
export function withSuggestions(
  values: FormValues,
  before: readonly Field[],
  now: readonly Field[],
): FormValues {
  const told = new Map(before.map(({ name, suggested }) => [name, suggested]));
  const taken = now.filter(({ name, suggested }) => {
    const earlier = told.get(name) ?? '';
    return earlier !== '' && suggested !== '' && suggested !== earlier && values[name] === earlier;
  });
  return { ...values, ...Object.fromEntries(taken.map(({ name, suggested }) => [name, suggested])) };
}

/** Whether each value was given or is suggested, so that none of them is the user's. */
export function holdsOnly(fields: readonly Field[], values: FormValues, given: FormValues): boolean {
  const suggested = new Map(fields.map((field) => [field.name, field.suggested]));
  return Object.entries(values).every(
    ([name, value]) => value === given[name] || value === (suggested.get(name) ?? ''),
  );
}

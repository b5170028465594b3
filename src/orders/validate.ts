import { hasUnseen } from '../enteredText';
import type { FormValues } from './formValues';

/** What can be wrong with a field; the texts for a person are the form's. */
export type Problem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'notOffered' }
  | { readonly kind: 'notAWholeNumber' }
  | { readonly kind: 'belowLimit'; readonly limit: number }
  | { readonly kind: 'aboveLimit'; readonly limit: number }
  | { readonly kind: 'controlCharacters' };

export type Problems = Readonly<Record<string, Problem | undefined>>;

/** What a field takes. */
export interface FieldCheck {
  readonly name: string;
  readonly isOptional: boolean;
  /** The values that it offers; undefined where any text is taken. */
  readonly offered: readonly string[] | undefined;
  /** For a whole number: the least and the greatest one, where they are known; undefined for another text. */
  readonly number: { readonly least: number | undefined; readonly most: number | undefined } | undefined;
}

const wholeNumber = /^[1-9]\d*$/;

/**
 * Finds what keeps `values` from being ordered. The form asks it while the user types, the host asks it
 * again before anything is reviewed.
 *
 * @returns One problem at most for each field; an empty object when the values can be ordered.
 */
export function validate(values: FormValues, checks: readonly FieldCheck[]): Problems {
  const problems: Record<string, Problem> = {};
  for (const check of checks) {
    const problem = problemOf((values[check.name] ?? '').trim(), check);
    if (problem) {
      problems[check.name] = problem;
    }
  }
  return problems;
}

function problemOf(text: string, { name, isOptional, offered, number }: FieldCheck): Problem | undefined {
  if (text === '') {
    return isOptional ? undefined : { kind: 'missing' };
  }
  // What nobody sees would be sent and not be reviewed.
  if (hasUnseen(text, name === 'pbxName' ? 'name' : 'code')) {
    return { kind: 'controlCharacters' };
  }
  if (number) {
    return problemOfNumber(text, number);
  }
  return offered && !offered.includes(text) ? { kind: 'notOffered' } : undefined;
}

function problemOfNumber(
  text: string,
  { least, most }: NonNullable<FieldCheck['number']>,
): Problem | undefined {
  const number = Number(text);
  if (!wholeNumber.test(text) || !Number.isSafeInteger(number)) {
    return { kind: 'notAWholeNumber' };
  }
  if (least !== undefined && number < least) {
    return { kind: 'belowLimit', limit: least };
  }
  return most !== undefined && number > most ? { kind: 'aboveLimit', limit: most } : undefined;
}

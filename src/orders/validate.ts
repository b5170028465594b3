import type { FieldName, FormValues } from './formValues';

/** What can be wrong with a field; the texts for a person are the form's. */
export type Problem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'notOffered' }
  | { readonly kind: 'notAWholeNumber' }
  | { readonly kind: 'aboveLimit'; readonly limit: number }
  | { readonly kind: 'controlCharacters' };

export type Problems = Readonly<Partial<Record<FieldName, Problem>>>;

/** What is known about the values that the portal takes. */
export interface Limits {
  /** The values that a field offers; a field that is not listed takes any text. */
  readonly offered: Readonly<Partial<Record<FieldName, readonly string[]>>>;
  /** The greatest quantity, where it is known. */
  readonly quantity: number | undefined;
}

const optional: ReadonlySet<FieldName> = new Set<FieldName>(['poNumber']);

const wholeNumber = /^[1-9]\d*$/;
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/**
 * Finds what keeps `values` from being ordered. The form asks it while the user types, the host asks it
 * again before anything is reviewed.
 *
 * @returns One problem at most for each field; an empty object when the values can be ordered.
 */
export function validate(values: FormValues, limits: Limits): Problems {
  const problems: Partial<Record<FieldName, Problem>> = {};
  for (const [name, text] of Object.entries(values) as [FieldName, string][]) {
    const problem = problemOf(name, text.trim(), limits);
    if (problem) {
      problems[name] = problem;
    }
  }
  return problems;
}

function problemOf(name: FieldName, text: string, limits: Limits): Problem | undefined {
  if (text === '') {
    return optional.has(name) ? undefined : { kind: 'missing' };
  }
  if (controlCharacters.test(text)) {
    return { kind: 'controlCharacters' };
  }
  if (name === 'quantity') {
    return problemOfQuantity(text, limits.quantity);
  }
  const offered = limits.offered[name];
  return offered && !offered.includes(text) ? { kind: 'notOffered' } : undefined;
}

function problemOfQuantity(text: string, limit: number | undefined): Problem | undefined {
  const quantity = Number(text);
  if (!wholeNumber.test(text) || !Number.isSafeInteger(quantity)) {
    return { kind: 'notAWholeNumber' };
  }
  return limit !== undefined && quantity > limit ? { kind: 'aboveLimit', limit } : undefined;
}

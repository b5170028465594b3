import { hasUnseen } from '../text/plainText';

/** The fixed controls of the order form, named after the API's parameters, in the order in which they are shown. */
export const fixedFieldNames = [
  'productNo',
  'partnerId',
  'assignId',
  'connectionPlanId',
  'serviceId',
  'quantity',
  'pbxName',
  'regionId',
  'pbxSubDomainId',
  'billingCycle',
  'multiCycle',
  'billingId',
  'poNumber',
] as const;

/**
 * A control of the order form. If an order takes several services, each has its own controls, named after the parameter
 * and the service's id.
 */
export type FieldName = (typeof fixedFieldNames)[number] | `serviceId.${string}` | `quantity.${string}`;

/** What the user typed or chose, as text, by the name of the control; a missing value is the same as an empty one. */
export type FormValues = Readonly<Record<string, string>>;

/** The value of a service's control if the service is part of the order. */
export const ticked = 'true';

/** Returns the value of a field; an empty string if there is none. */
export function valueOf(values: FormValues, name: FieldName): string {
  return values[name] ?? '';
}

/** Whether the control of a service is ticked. */
export function isTicked(values: FormValues, serviceId: string): boolean {
  return valueOf(values, `serviceId.${serviceId}`) === ticked;
}

/** What can be wrong with a field; the form has the messages for it. */
export type Problem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'notOffered' }
  | { readonly kind: 'notAWholeNumber' }
  | { readonly kind: 'belowLimit'; readonly limit: number }
  | { readonly kind: 'aboveLimit'; readonly limit: number }
  | { readonly kind: 'controlCharacters' };

export type Problems = Readonly<Record<string, Problem | undefined>>;

/** What a field accepts. */
export interface FieldCheck {
  readonly name: string;
  readonly isOptional: boolean;
  /** The values that it offers; undefined if it accepts any text. */
  readonly offered: readonly string[] | undefined;
  /** The limits of a whole number, if known; undefined if the field is not a number. */
  readonly number: { readonly least: number | undefined; readonly most: number | undefined } | undefined;
}

const wholeNumber = /^[1-9]\d*$/;

/**
 * Returns the problems that prevent `values` from being ordered. The form calls this while the user types, and the host
 * again before a review.
 *
 * @returns At most one problem per field; an empty object if the values can be ordered.
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
  // Invisible characters would be sent although nobody can review them.
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

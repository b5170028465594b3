import { hasUnseen } from '../text/plainText';

/** The fixed controls of the order form, by the API's own parameter names, in the order in which they are shown. */
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
 * A control of the order form. Where an order takes several services, each has a control of its own: the parameter's
 * name with the service's id.
 */
export type FieldName = (typeof fixedFieldNames)[number] | `serviceId.${string}` | `quantity.${string}`;

/** What the user typed or chose, as text, by the control's name; an empty string, or none, is an empty field. */
export type FormValues = Readonly<Record<string, string>>;

/** The value of the control of a service that is to be part of the order. */
export const ticked = 'true';

/** What stands in a field; empty when nothing does. */
export function valueOf(values: FormValues, name: FieldName): string {
  return values[name] ?? '';
}

/** Whether the control of a service is ticked. */
export function isTicked(values: FormValues, serviceId: string): boolean {
  return valueOf(values, `serviceId.${serviceId}`) === ticked;
}

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

import { l10n } from 'vscode';
import { type FormValues, ticked, validate } from '../../orders/formValues';
import type { Operation } from '../../rules/operationRule';
import { checkOf, isLocked } from '../checks';
import type { Field } from '../contract';
import { fieldOf } from '../fields/field';
import { fieldProblems } from '../texts';
import { asNow, isCommon, noServices } from './commonFields';

/** Where the values of a row come from. */
export interface RowEntries {
  readonly operation: Operation;
  /** The values that the user entered for this row. */
  readonly entered: FormValues;
  /** The values that are the same for all rows. */
  readonly common: FormValues;
  /** How the PBX is billed now; undefined when the portal does not report it. */
  readonly currentCycle: string | undefined;
}

/** Returns the value of a field that would be ordered. */
function rowValue({ operation, entered, common, currentCycle }: RowEntries, field: Field): string {
  const { name, suggested } = field;
  if (isLocked(field)) {
    return suggested;
  }
  if (name === noServices) {
    return entered[noServices] ?? common[noServices] ?? '';
  }
  if (!isCommon(name, operation)) {
    // The plan of a renewal is asked for only where the portal does not report it.
    return name === 'connectionPlanId' && suggested !== '' ? suggested : (entered[name] ?? suggested);
  }
  const value = common[name] ?? '';
  if (name === 'billingCycle' && value === asNow) {
    return currentCycle ?? '';
  }
  return value === '' ? suggested : value;
}

/** Returns the values of these fields that would be ordered. */
export function rowValues(entries: RowEntries, fields: readonly Field[]): FormValues {
  return Object.fromEntries(fields.map((field) => [field.name, rowValue(entries, field)]));
}

/**
 * Returns the fields that have a value of their own in this row, without those that only the portal decides.
 *
 * @param fields The fields of the order.
 */
export function ownFields(entries: RowEntries, fields: readonly Field[]): Field[] {
  const own = fields.filter(
    (field) =>
      !isCommon(field.name, entries.operation) &&
      field.name !== 'productNo' &&
      !isLocked(field) &&
      !(field.name === 'connectionPlanId' && field.suggested !== ''),
  );
  return [...own, ...noServicesFields(fields, rowValues(entries, fields))];
}

/** Returns what is ordered, by name. */
export function rowOrderText(fields: readonly Field[], values: FormValues): string {
  const chosen = (name: string) => {
    const field = fields.find((one) => one.name === name);
    return field?.choices.find(({ value }) => value === values[name])?.label ?? '';
  };
  const isForService = fields.some(({ name }) => name === 'serviceId');
  const services = fields.filter(
    ({ name, control }) =>
      (control === 'checkbox' || control === 'readonlyCheckbox') && values[name] === ticked,
  );
  return [
    isForService ? chosen('serviceId') : chosen('connectionPlanId'),
    ...services.map(({ label }) => label),
  ]
    .filter((part) => part !== '')
    .join(' + ');
}

/** Returns why the values of a row cannot be ordered; empty if they can. */
export function rowProblem(
  entries: RowEntries,
  fields: readonly Field[],
  isSecretIn: (text: string) => boolean,
): string {
  const values = rowValues(entries, fields);
  const problems = fieldProblems(fields, values, isSecretIn);
  for (const field of fields) {
    const problem = problems[field.name];
    if (problem !== undefined) {
      return problemText(entries, field, problem);
    }
  }
  return servicesProblem(entries, fields, values);
}

/** Whether there is nothing wrong with these values but fields that are still empty. */
export function isIncomplete(fields: readonly Field[], values: FormValues): boolean {
  const problems = Object.values(validate(values, fields.map(checkOf)));
  return problems.length > 0 && problems.every((problem) => problem?.kind === 'missing');
}

function problemText({ operation, common }: RowEntries, { name, label }: Field, problem: string): string {
  if (!isCommon(name, operation)) {
    return `${label}: ${problem}`;
  }
  const value = common[name] ?? '';
  if (value === asNow) {
    return l10n.t('The portal does not report how this PBX is billed now. Choose a billing cycle above.');
  }
  return value === '' ? `${label}: ${problem}` : l10n.t('{0}: not possible for this PBX.', label);
}

/** Whether it is a check box of a service. */
const isService = ({ name, control }: Field) => control === 'checkbox' && name.startsWith('serviceId.');

/**
 * Returns the check box with which the user says that a PBX has no services: there if the portal does not say which ones
 * it has, and none is ticked. An order without them would let them end.
 *
 * @param fields The fields of the order.
 */
function noServicesFields(fields: readonly Field[], values: FormValues): Field[] {
  const group = fields.find(({ groupHint }) => groupHint !== '');
  const isTicked = fields.some((field) => isService(field) && values[field.name] === ticked);
  return !group || isTicked
    ? []
    : [
        fieldOf({ problems: {} }, noServices, {
          control: 'checkbox',
          label: l10n.t('None of these'),
          group: group.group,
          groupHint: group.groupHint,
        }),
      ];
}

/** Returns what the user has to say about the services of a PBX; empty if that is known, or was said. */
function servicesProblem(entries: RowEntries, fields: readonly Field[], values: FormValues): string {
  const [question] = noServicesFields(fields, values);
  return !question || rowValue(entries, question) === ticked
    ? ''
    : `${question.groupHint} ${l10n.t('If it has none, tick None of these.')}`;
}

/** Returns what the user has entered for a row, with a new value. A service that is ticked contradicts that there are none. */
export function withEntered(entered: FormValues, name: string, value: string): FormValues {
  const isContradiction = name.startsWith('serviceId.') && value === ticked;
  return { ...entered, ...(isContradiction ? { [noServices]: '' } : {}), [name]: value };
}

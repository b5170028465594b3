import { l10n } from 'vscode';
import { type FormValues, ticked } from '../../orders/formValues';
import type { Choice, Field } from '../contract';
import type { Operation } from '../../rules/operationRule';
import type { FormTarget } from '../facts';
import { fieldOf } from '../fields/field';

/** The fields whose value is the same for all rows. */
const commonFieldNames = ['serviceId', 'connectionPlanId', 'billingCycle', 'billingId', 'poNumber'] as const;

/** Whether the value of a field is the same for all rows. Each PBX is renewed with the plan that it has. */
export function isCommon(name: string, operation: Operation): boolean {
  return (
    commonFieldNames.some((common) => common === name) &&
    !(name === 'connectionPlanId' && operation === 'renew')
  );
}

/** The value of the common billing cycle that leaves each PBX on its own. */
export const asNow = 'asNow';

/**
 * Name of the check box which says that a PBX has none of the services that the portal does not report: in a row for its
 * PBX, above the table for all of them.
 */
export const noServices = 'noServices';

/** What the common fields depend on of a row. */
interface CommonRow {
  readonly target: Pick<FormTarget, 'operation'>;
  readonly wasLoaded: boolean;
  readonly fields: readonly Field[];
  readonly currentCycle: string | undefined;
}

/** Operations in which each PBX keeps its own plan unless another one is chosen for all. */
const keepsPlan: ReadonlySet<string> = new Set(['subscribe', 'expand', 'renew']);

/** Returns the fields whose value is the same for all rows, with everything that any row offers. */
export function commonFields(rows: readonly CommonRow[], given: FormValues): Field[] {
  const loaded = rows.filter(({ wasLoaded }) => wasLoaded);
  const fieldsWithChoices = commonFieldNames.flatMap((name): Field[] => {
    const fields = loaded.flatMap((row) => row.fields.filter((field) => field.name === name));
    const [first] = fields;
    const operation = rows[0]?.target.operation;
    if (!first || !operation || !isCommon(name, operation)) {
      return [];
    }
    const choices = new Map<string, Choice>();
    for (const choice of fields.flatMap((field) => field.choices)) {
      choices.set(choice.value, { ...choice, note: name === 'billingId' ? choice.note : '' });
    }
    const failed = fields.find(({ status }) => status === 'failed');
    const value = commonValues(given, rows)[name] ?? '';
    return [
      {
        ...first,
        control: first.control === 'readonly' ? 'text' : first.control,
        hint: name === 'billingId' || name === 'serviceId' ? first.hint : '',
        problem: '',
        suggested: suggestedFor(name, rows),
        status:
          failed && choices.size === 0
            ? 'failed'
            : fields.some(({ status }) => status === 'ready')
              ? 'ready'
              : first.status,
        failure: failed && choices.size === 0 ? failed.failure : '',
        choices: [...extraChoices(name, operation, rows), ...choices.values()],
        optional: first.optional || (name === 'connectionPlanId' && keepsPlan.has(operation) && value === ''),
      },
    ];
  });
  return [...fieldsWithChoices, ...noServicesForAll(loaded)];
}

/** Returns the check box with which the user says once what several rows ask for; empty if fewer do. */
function noServicesForAll(rows: readonly CommonRow[]): Field[] {
  const count = rows.filter(({ fields }) => fields.some(({ groupHint }) => groupHint !== '')).length;
  return count < 2
    ? []
    : [
        fieldOf({ problems: {} }, noServices, {
          control: 'checkbox',
          label: l10n.t('PBXes whose services the portal does not report have none'),
          hint: l10n.t(
            'Applies to {0} PBXes, except where you tick services in the row. Services that are not renewed end.',
            count,
          ),
        }),
      ];
}

/** Returns the common values: those that the user chose, otherwise the suggested ones. */
export function commonValues(given: FormValues, rows: readonly CommonRow[]): FormValues {
  const values = commonFieldNames.map((name) => [name, given[name] ?? suggestedFor(name, rows)] as const);
  return {
    ...Object.fromEntries(values),
    ...(given[noServices] === ticked ? { [noServices]: ticked } : {}),
  };
}

function extraChoices(name: string, operation: string, rows: readonly CommonRow[]): Choice[] {
  if (name === 'billingCycle' && operation === 'renew' && reportsCycle(rows)) {
    return [{ value: asNow, label: l10n.t('As now'), note: '' }];
  }
  return name === 'connectionPlanId' && keepsPlan.has(operation)
    ? [{ value: '', label: l10n.t('The current plan of each PBX'), note: '' }]
    : [];
}

/** Suggests what the rows suggest, if all of them agree. A renewal keeps the cycle where the portal reports it. */
function suggestedFor(name: string, rows: readonly CommonRow[]): string {
  if (name === 'billingCycle' && rows[0]?.target.operation === 'renew' && reportsCycle(rows)) {
    return asNow;
  }
  if (name === 'connectionPlanId') {
    return '';
  }
  const fields = rows.flatMap((row) =>
    row.wasLoaded ? row.fields.filter((field) => field.name === name) : [],
  );
  const suggested = new Set(fields.map((field) => field.suggested));
  const [only, ...others] = suggested;
  return others.length === 0 ? (only ?? '') : '';
}

function reportsCycle(rows: readonly CommonRow[]): boolean {
  return rows.some(({ currentCycle }) => currentCycle !== undefined);
}

/** Common fields that are not taken over: the service is that of the target, the plan that of each PBX. */
const notTakenOver: ReadonlySet<string> = new Set(['serviceId', 'connectionPlanId']);

/** What was entered for the same PBXes before: values of the common fields, and of each row. */
export interface EnteredValues {
  readonly common: FormValues;
  readonly own: readonly FormValues[];
}

/**
 * Splits the values of orders into those of a bulk order: the common ones, where all orders agree, and those of each
 * row.
 *
 * @param orders The values of each order, by the names of the form's fields.
 */
export function enteredValues(orders: readonly FormValues[]): EnteredValues {
  const common = commonFieldNames.flatMap((name): [string, string][] => {
    const [value, ...others] = new Set(orders.map((values) => values[name] ?? ''));
    return value === undefined || value === '' || others.length > 0 || notTakenOver.has(name)
      ? []
      : [[name, value]];
  });
  const isOwn = (name: string) => name !== 'productNo' && !commonFieldNames.some((one) => one === name);
  return {
    common: Object.fromEntries(common),
    own: orders.map((values) => Object.fromEntries(Object.entries(values).filter(([name]) => isOwn(name)))),
  };
}

import { l10n } from 'vscode';
import type { FormValues } from '../../orders/formValues';
import type { Choice, Field } from '../contract';
import { type BulkRow, asNow, commonFieldNames, isCommon } from './bulkRow';

/** Operations in which each PBX keeps its own plan unless another one is chosen for all. */
const keepsPlan: ReadonlySet<string> = new Set(['subscribe', 'expand', 'renew']);

/** Returns the fields whose value is the same for all rows, with everything that any row offers. */
export function commonFields(rows: readonly BulkRow[], given: FormValues): Field[] {
  const loaded = rows.filter(({ wasLoaded }) => wasLoaded);
  return commonFieldNames.flatMap((name): Field[] => {
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
}

/** Returns the common values: those that the user chose, otherwise the suggested ones. */
export function commonValues(given: FormValues, rows: readonly BulkRow[]): FormValues {
  return Object.fromEntries(commonFieldNames.map((name) => [name, given[name] ?? suggestedFor(name, rows)]));
}

function extraChoices(name: string, operation: string, rows: readonly BulkRow[]): Choice[] {
  if (name === 'billingCycle' && operation === 'renew' && reportsCycle(rows)) {
    return [{ value: asNow, label: l10n.t('As now'), note: '' }];
  }
  return name === 'connectionPlanId' && keepsPlan.has(operation)
    ? [{ value: '', label: l10n.t('The current plan of each PBX'), note: '' }]
    : [];
}

/** Suggests what the rows suggest, if all of them agree. A renewal keeps the cycle where the portal reports it. */
function suggestedFor(name: string, rows: readonly BulkRow[]): string {
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

function reportsCycle(rows: readonly BulkRow[]): boolean {
  return rows.some(({ currentCycle }) => currentCycle !== undefined);
}

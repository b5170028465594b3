import type { RefusedError } from '../portal/errors';
import { findRecords } from '../portal/findRecords';
import { readAs, textual } from '../portal/values';
import type { FieldName } from './formValues';
import { fieldNames } from './formValues';

/**
 * The form's field that a refusal is about: as its `result` names it, else as its message begins
 * (`billingId: unknown`). Undefined when it names none of them.
 */
export function refusedField({ refusal }: RefusedError): FieldName | undefined {
  const named = findRecords(refusal.result, 'field').map(({ record }) => readAs(textual, record.field) ?? '');
  const begins = refusal.detailMessage.split(':', 1);
  return [...named, ...begins].map(lastPart).find((name) => name !== undefined);
}

/** `serviceList[0].quantity` is about `quantity`. */
function lastPart(path: string): FieldName | undefined {
  const name = path.trim().split('.').at(-1);
  return fieldNames.find((field) => field === name);
}

import type { RefusedError } from './errors';
import { findRecords } from './findRecords';
import { readAs, textual } from './values';

/**
 * The parameter that a refusal is about: as its `result` names it, else as its message begins (`country: unknown`).
 * Undefined when it names none of `names`.
 */
export function refusedParameter<Name extends string>(
  { refusal }: RefusedError,
  names: readonly Name[],
): Name | undefined {
  const named = findRecords(refusal.result, 'field').map(({ record }) => readAs(textual, record.field) ?? '');
  const begins = refusal.detailMessage.split(':', 1);
  return [...named, ...begins]
    .map((path) => path.trim().split('.').at(-1))
    .map((last) => names.find((name) => name === last))
    .find((name) => name !== undefined);
}

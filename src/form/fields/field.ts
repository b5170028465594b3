import { l10n } from 'vscode';
import type { Field } from '../contract';
import type { FormInput } from '../facts';
import type { Lookup } from '../formAnswers';

/** The properties of a field that differ from the defaults. */
export type FieldProperties = Partial<Omit<Field, 'name' | 'problem'>>;

const defaults = {
  control: 'text',
  label: '',
  hint: '',
  group: '',
  groupHint: '',
  optional: false,
  suggested: '',
  choices: [],
  least: null,
  most: null,
  status: 'ready',
  failure: '',
} as const satisfies Omit<Field, 'name' | 'problem'>;

/**
 * Makes a field from the defaults, its problem and `properties`.
 *
 * @param problems The problems of all fields, by field name.
 */
export function fieldOf(
  { problems }: Pick<FormInput, 'problems'>,
  name: string,
  properties: FieldProperties,
): Field {
  return { ...defaults, name, problem: problems[name] ?? '', ...properties };
}

/** Returns the status of a field whose choices come from a lookup. */
export function statusOf(facts: FormInput, lookup: Lookup<unknown>): Pick<Field, 'status' | 'failure'> {
  switch (lookup.status) {
    case 'unasked':
      return { status: 'ready', failure: '' };
    case 'loading':
    case 'ready':
      return { status: lookup.status, failure: '' };
    case 'failed':
      return { status: 'failed', failure: facts.explain(lookup.error) };
  }
}

/** Returns the hint of a field whose lookup needs the serial number first; empty once it has started. */
export function serialNumberFirst({ status }: Lookup<unknown>): string {
  return status === 'unasked' ? l10n.t('Enter the serial number first.') : '';
}

import { l10n } from 'vscode';
import type { Field } from '../contract';
import type { FormFacts } from '../facts';
import type { Look } from '../lookedUp';

/** What a kind of field adds to one that is empty. */
export type FieldParts = Partial<Omit<Field, 'name' | 'problem'>>;

const plainField = {
  control: 'text',
  label: '',
  hint: '',
  group: '',
  optional: false,
  suggested: '',
  choices: [],
  least: null,
  most: null,
  status: 'ready',
  failure: '',
} as const satisfies Omit<Field, 'name' | 'problem'>;

/** @param problems What is wrong with the values, by field name. */
export function fieldOf({ problems }: Pick<FormFacts, 'problems'>, name: string, parts: FieldParts): Field {
  return { ...plainField, name, problem: problems[name] ?? '', ...parts };
}

/** Whether a field's choices are there, on their way or could not be had. */
export function statusOf(facts: FormFacts, look: Look<unknown>): Pick<Field, 'status' | 'failure'> {
  switch (look.status) {
    case 'unasked':
      return { status: 'ready', failure: '' };
    case 'loading':
    case 'ready':
      return { status: look.status, failure: '' };
    case 'failed':
      return { status: 'failed', failure: facts.explain(look.error) };
  }
}

/** What a field says that has to wait for the serial number; empty when it has not. */
export function serialNumberFirst({ status }: Look<unknown>): string {
  return status === 'unasked' ? l10n.t('Enter the serial number first.') : '';
}

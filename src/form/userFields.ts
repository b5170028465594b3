import { fieldOf } from './fields/field';
import { l10n } from 'vscode';
import type { Area } from '../portal/lookupReplies';
import { type UserField, type UserProblem, taxTypes } from '../portal/createUser';
import { nameOrId, plainText } from '../text/plainText';
import type { Field } from './contract';
import { type Lookup, answerOf } from './formAnswers';

/** Everything that the fields of the form for a new user are derived from. */
export interface UserFacts {
  readonly areas: Lookup<readonly Area[]>;
  /** Problems that the host or the portal found, by field name. */
  readonly problems: Readonly<Record<string, string>>;
  /** Turns an error into a text for the user: what happened, and what they can do. */
  readonly explain: (error: unknown) => string;
}

/** Returns the fields of the form for a new user, in the order of the API guide (create a subordinate user). */
export function userFieldsOf(facts: UserFacts): Field[] {
  const { areas } = facts;
  const text = (name: UserField, label: string, properties: Partial<Field> = {}) =>
    fieldOf(facts, name, { label, optional: true, ...properties });
  const name = l10n.t('Enter at least one of the two names.');
  return [
    text('yeastarId', l10n.t('Yeastar ID'), {
      optional: false,
      hint: l10n.t('The e-mail address that the user signs in with.'),
    }),
    text('company', l10n.t('Company'), { optional: false }),
    text('country', l10n.t('Country'), {
      control: 'select',
      optional: false,
      choices: (answerOf(areas) ?? []).map(({ name, code }) => ({
        value: name,
        label: nameOrId(name, code),
        note: plainText(code),
      })),
      status: areas.status === 'unasked' ? 'ready' : areas.status,
      failure: areas.status === 'failed' ? facts.explain(areas.error) : '',
    }),
    text('firstName', l10n.t('First name'), { hint: name }),
    text('lastName', l10n.t('Last name')),
    text('phoneNumber', l10n.t('Phone number')),
    text('stateProvince', l10n.t('State or province')),
    text('city', l10n.t('City')),
    text('street', l10n.t('Street')),
    text('zipCode', l10n.t('Zip code')),
    text('taxType', l10n.t('Type of tax number'), {
      control: 'select',
      choices: ['', ...taxTypes].map((value) => ({
        value,
        label: value === '' ? l10n.t('None') : value,
        note: '',
      })),
    }),
    text('taxNum', l10n.t('Tax number')),
    text('remark', l10n.t('Remark')),
    fieldOf(facts, 'sendUserActivationEmail', {
      control: 'checkbox',
      label: l10n.t('Send the user an activation e-mail'),
    }),
  ];
}

/** Returns the text for a problem. */
export function userProblemText(problem: UserProblem): string {
  switch (problem) {
    case 'missing':
      return l10n.t('Enter a value.');
    case 'noName':
      return l10n.t('Enter a first or a last name.');
    case 'notAnAddress':
      return l10n.t('Enter an e-mail address.');
    case 'notOffered':
      return l10n.t('The portal no longer offers this. Choose another.');
    case 'controlCharacters':
      return l10n.t('Remove the invisible character, or one of two spaces in a row.');
  }
}

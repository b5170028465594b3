import { l10n } from 'vscode';
import type { UserOutcome } from '../portal/createUser';
import { plainText } from '../plainText';
import type { OutcomeView } from './contract';

/** How the creation of a user ended, in words. */
export function userOutcomeView(yeastarId: string, outcome: UserOutcome): OutcomeView {
  const common = {
    recordId: '',
    check: null,
    details: [{ label: l10n.t('Yeastar ID'), value: plainText(yeastarId) }],
  };
  switch (outcome.kind) {
    case 'created':
      return {
        ...common,
        kind: 'placed',
        title: l10n.t('User created'),
        sentence:
          outcome.by === 'reply'
            ? l10n.t('The portal created the user. Its reply is in the output.')
            : l10n.t('The reply was lost, but the portal lists the user now.'),
        mayEdit: false,
      };
    case 'refused':
      return {
        ...common,
        kind: 'refused',
        title: l10n.t('Refused'),
        sentence: [outcome.error.sentence(), l10n.t('No user was created.')].join(' '),
        mayEdit: true,
      };
    case 'notSent':
      return {
        ...common,
        kind: 'notSent',
        title: l10n.t('Not sent'),
        sentence: [outcome.error.sentence(), l10n.t('No user was created.')].join(' '),
        mayEdit: true,
      };
    case 'unknown':
      return {
        ...common,
        kind: 'unknown',
        title: l10n.t('Outcome unknown'),
        sentence: [
          outcome.error?.sentence() ?? '',
          l10n.t(
            'The portal does not list the user so far. Look among its users before you create this one again.',
          ),
        ]
          .join(' ')
          .trim(),
        // A second user by the same address is refused by the portal, so trying again does no harm.
        mayEdit: true,
      };
  }
}

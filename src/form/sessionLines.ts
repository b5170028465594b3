import { l10n } from 'vscode';
import { type SessionState, isSandbox, SignInNeededError } from '../portal/sessionState';
import type { FormState } from './contract';

/** What every form says of the session: that nothing is bought, or that somebody has to sign in. */
export function sessionLines(state: SessionState): Pick<FormState, 'sandbox' | 'signInNeeded'> {
  return {
    sandbox: isSandbox(state) ? l10n.t('Sandbox: nothing is bought') : '',
    signInNeeded: state.kind === 'signedIn' ? '' : new SignInNeededError(state.kind === 'ended').sentence(),
  };
}

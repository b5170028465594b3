import * as l10n from '@vscode/l10n';
import type { BaseUrl } from './baseUrl';

/** Replaced as a whole on each change, so that comparing identity after a wait tells whether it is the same. */
export type SessionState =
  | { readonly kind: 'signedOut' }
  | {
      readonly kind: 'signedIn';
      readonly baseUrl: BaseUrl;
      /** Stays the same over renewals: an order reviewed in one sign-in is not placed in another. */
      readonly signInId: string;
      /** `memory`: the secret storage did not keep it; `sandbox`: not meant to be kept. */
      readonly kept: 'secretStorage' | 'memory' | 'sandbox';
    }
  /** The portal takes neither token nor renewal any more; what was shown may stay. */
  | { readonly kind: 'ended'; readonly baseUrl: BaseUrl };

/** Whether somebody is signed in to the simulated portal. */
export function isSandbox(state: SessionState): boolean {
  return state.kind === 'signedIn' && state.kept === 'sandbox';
}

/** There is no session, or it has ended. */
export class SignInNeededError extends Error {
  override readonly name = 'SignInNeededError';

  constructor(readonly ended: boolean) {
    super(ended ? 'the session has ended' : 'signed out');
  }

  sentence(): string {
    return this.ended
      ? l10n.t('The session has ended. Sign in again.')
      : l10n.t('You are signed out. Sign in first.');
  }
}

import { isExplained } from '../portal/explained';
import { l10n } from 'vscode';
import { UnauthorizedError } from '../portal/errors';
import { SignInNeededError } from '../portal/sessionTokens';

/** Whether the user has to sign in before a retry can succeed. */
export function needsSignIn(error: unknown): boolean {
  return error instanceof SignInNeededError || error instanceof UnauthorizedError;
}

/**
 * Returns a text for the user: what happened, and what they can do. An unexpected error is said to be an internal
 * error of the extension.
 */
export function explain(error: unknown): string {
  return isExplained(error)
    ? error.sentence()
    : l10n.t('Internal error of the extension: {0}', error instanceof Error ? error.message : String(error));
}

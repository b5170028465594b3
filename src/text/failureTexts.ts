import { isExplained } from '../portal/explained';
import { env, l10n } from 'vscode';
import { UnauthorizedError } from '../portal/errors';
import { SignInNeededError } from '../portal/sessionTokens';

/** Whether nothing but signing in helps. */
export function needsSignIn(error: unknown): boolean {
  return error instanceof SignInNeededError || error instanceof UnauthorizedError;
}

/** A time of the day, as the user writes it. */
export function timeText(time: Date): string {
  return new Intl.DateTimeFormat(env.language, { timeStyle: 'short' }).format(time);
}

/** What happened and what can be done, for a person; a fault of this program is said to be one. */
export function explain(error: unknown): string {
  return isExplained(error)
    ? error.sentence()
    : l10n.t('A fault in this extension: {0}', error instanceof Error ? error.message : String(error));
}

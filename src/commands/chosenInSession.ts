import { l10n, window } from 'vscode';
import type { Session } from '../portal/session';
import { signInOf } from '../portal/sessionTokens';

/**
 * Lets the user choose among what one account has. The choice can stay open for long, and another window can sign in
 * or out meanwhile.
 *
 * @returns Undefined if nothing was chosen, or if the session is another one by then; a message says so then.
 */
export async function chosenInSession<Chosen>(
  session: Pick<Session, 'state'>,
  choose: () => Promise<Chosen | undefined>,
): Promise<Chosen | undefined> {
  const before = signInOf(session);
  const chosen = await choose();
  // Whoever was not signed in at first has chosen from the session that came.
  if (chosen === undefined || before === undefined || before === signInOf(session)) {
    return chosen;
  }
  void window.showInformationMessage(
    l10n.t('The account has changed since this choice was opened, so nothing was opened. Choose again.'),
  );
  return undefined;
}

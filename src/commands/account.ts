import {
  type Memento,
  type QuickPickItem,
  type StatusBarItem,
  commands,
  l10n,
  StatusBarAlignment,
  ThemeColor,
  window,
} from 'vscode';
import type { BaseUrl } from '../portal/baseUrl';
import type { Session } from '../portal/session';
import { type SessionState, accountKey, isSandbox } from '../portal/sessionTokens';
import { iconlessText, linklessText, plainText, shortText } from '../text/plainText';
import type { CommandId } from './ids';

/** The names that the user has given to accounts. */
export class AccountNames {
  /** @param memory State that all windows and workspaces of the user share. */
  constructor(private readonly memory: Memento) {}

  /** Returns the name of the account, by default the end of its client ID. */
  of(state: AccountState): string {
    const name = this.memory.get<unknown>(keyOf(state));
    return typeof name === 'string' && name !== '' ? name : state.accountName;
  }

  /** @param name Empty for the default. */
  async give(state: AccountState, name: string): Promise<void> {
    await this.memory.update(keyOf(state), name === '' ? undefined : name);
  }
}

/** A session that belongs to an account, even if the portal no longer accepts it. */
type AccountState = Exclude<SessionState, { kind: 'signedOut' }>;

function keyOf({ baseUrl, account }: AccountState): string {
  return `accountName ${accountKey(baseUrl, account)}`;
}

/** The status bar item that says which account is live; hidden while there is none. A click shows what can be done. */
export class AccountStatus {
  private item: StatusBarItem | undefined;

  constructor(private readonly names: AccountNames) {}

  show(state: SessionState): void {
    if (state.kind === 'signedOut') {
      this.dispose();
      return;
    }
    if (!this.item) {
      this.item = window.createStatusBarItem('pbx.account', StatusBarAlignment.Left);
      this.item.name = l10n.t('PBX Account');
      this.item.command = 'pbx.showAccount' satisfies CommandId;
      this.item.show();
    }
    const { icon, text, tooltip, isWarning } = this.lookOf(state);
    this.item.text = `$(${icon}) ${iconlessText(text)}`;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: `${l10n.t('PBX Account')}: ${text}`, role: 'button' };
    this.item.backgroundColor = isWarning ? new ThemeColor('statusBarItem.warningBackground') : undefined;
  }

  dispose(): void {
    this.item?.dispose();
    this.item = undefined;
  }

  private lookOf(state: AccountState) {
    if (isSandbox(state)) {
      return {
        icon: 'beaker',
        text: l10n.t('PBX Sandbox'),
        tooltip: l10n.t('The PBX view shows a simulated portal. Nothing is bought.'),
        isWarning: true,
      };
    }
    const account = accountText(state.baseUrl, this.names.of(state));
    return state.kind === 'ended'
      ? {
          icon: 'warning',
          text: l10n.t('{0}: session ended', account),
          tooltip: l10n.t('The session has ended. Sign in again.'),
          isWarning: false,
        }
      : {
          icon: 'account',
          text: account,
          tooltip: l10n.t('Orders from this window are placed with this account and cost money.'),
          isWarning: false,
        };
  }
}

/** Returns how an account is named: its portal's host and its own name. */
function accountText(baseUrl: BaseUrl, name: string): string {
  return `${new URL(baseUrl).host} · ${plainText(shortText(name))}`;
}

/** Shows what can be done with the account that is live, and does what the user chooses. */
export async function showAccount({ state }: Session): Promise<void> {
  // Enter chooses the first action, so the first one changes nothing.
  const signedIn: readonly CommandId[] = isSandbox(state)
    ? ['pbx.showOutput', 'pbx.loseNextReply', 'pbx.leaveSandbox']
    : ['pbx.showOutput', 'pbx.nameAccount', 'pbx.signOut'];
  const offered = {
    signedIn,
    ended: ['pbx.signIn', 'pbx.showOutput', 'pbx.signOut'],
    signedOut: ['pbx.signIn', 'pbx.exploreSandbox', 'pbx.showOutput'],
  } as const satisfies Record<SessionState['kind'], readonly CommandId[]>;
  const choice = await window.showQuickPick(offered[state.kind].map(actionFor), {
    title: l10n.t('PBX Account'),
  });
  if (choice) {
    await commands.executeCommand(choice.command);
  }
}

function actionFor(command: CommandId): QuickPickItem & { readonly command: CommandId } {
  const labels: Partial<Record<CommandId, string>> = {
    'pbx.signIn': `$(account) ${l10n.t('Sign In')}`,
    'pbx.signOut': `$(sign-out) ${l10n.t('Sign Out')}`,
    'pbx.nameAccount': `$(edit) ${l10n.t('Name This Account…')}`,
    'pbx.exploreSandbox': `$(beaker) ${l10n.t('Explore the Sandbox')}`,
    'pbx.leaveSandbox': `$(sign-out) ${l10n.t('Leave Sandbox')}`,
    'pbx.loseNextReply': `$(debug-disconnect) ${l10n.t('Lose the Reply to the Next Order')}`,
    'pbx.showOutput': `$(output) ${l10n.t('Show Output')}`,
  };
  const detail =
    command === 'pbx.loseNextReply'
      ? l10n.t('The order is placed, but its outcome is unknown: see what to do then.')
      : '';
  return { command, label: labels[command] ?? command, detail };
}

/** Longest name of an account, in characters: the status bar has little room. */
const longestName = 40;

/** Asks what to call the account that is live. @returns Whether its name may have changed. */
export async function nameAccount(session: Session, names: AccountNames): Promise<boolean> {
  const { state } = session;
  if (state.kind !== 'signedIn' || isSandbox(state)) {
    void window.showInformationMessage(l10n.t('Sign in to the account that you want to name.'));
    return false;
  }
  const name = await window.showInputBox({
    title: l10n.t('Name This Account'),
    prompt: l10n.t('Shown in the status bar. Leave it empty for the default: {0}', state.accountName),
    value: names.of(state),
    validateInput: (text) =>
      text.trim().length > longestName
        ? l10n.t('At most {0} characters.', longestName)
        : session.isSecretIn(text)
          ? l10n.t('This contains your client secret or a token. Remove it.')
          : undefined,
  });
  if (name === undefined) {
    return false;
  }
  const given = name.trim();
  await names.give(state, given === state.accountName ? '' : given);
  return true;
}

/** Milliseconds that a status bar message stays. */
const messageDuration = 5000;

/**
 * Says which account is live now that the sandbox has been left. Only an account whose orders cost money deserves a
 * notification: the views show that nobody is signed in.
 */
export function announceLeft(session: Pick<Session, 'state' | 'onDidChange'>, names: AccountNames): void {
  const { state } = session;
  if (state.kind === 'signedIn') {
    const account = accountText(state.baseUrl, names.of(state));
    void window.showWarningMessage(
      linklessText(
        l10n.t('You have left the sandbox. This window now uses {0}: orders cost money.', account),
      ),
    );
  } else {
    const message = window.setStatusBarMessage(
      l10n.t('You have left the sandbox and are signed out.'),
      messageDuration,
    );
    // If the user signs in or enters the sandbox again, this message would be wrong.
    const listening = session.onDidChange(() => {
      listening.dispose();
      message.dispose();
    });
  }
}

export function warnOfUnsavedSession(): void {
  void window.showWarningMessage(
    l10n.t(
      'The secret storage of this machine could not save the session. You stay signed in until this window closes.',
    ),
  );
}

export function warnOfSilentStorage(): void {
  void window.showWarningMessage(
    l10n.t(
      'The secret storage of this machine does not respond; its keyring may be locked. Until it responds, a saved session cannot be opened, and a new one lasts until this window closes.',
    ),
  );
}

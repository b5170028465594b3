import { l10n } from 'vscode';
import type { Session } from '../portal/session';
import { type SessionState, accountKey, isSandbox, SignInNeededError } from '../portal/sessionTokens';
import type { FormOwner, FormState } from './contract';

/** What stands for the portal of the sandbox, whose address differs at each start. */
const sandboxPortal = 'sandbox';

/** The owner of what was opened in the sandbox. */
export const sandboxOwner: FormOwner = { portal: sandboxPortal, account: sandboxPortal };

/**
 * The portal and the account that a form belongs to: those of the first session that it sees. In any other session the
 * form is frozen, since its answers, its price and its values come from the account that it belongs to.
 */
export class FormSession {
  /** @param current The owner that the form's page has saved; undefined for a new form. */
  constructor(
    private readonly session: Pick<Session, 'state'>,
    private current?: FormOwner,
  ) {
    this.follow();
  }

  /** Undefined until there is a session. */
  get owner(): FormOwner | undefined {
    return this.current;
  }

  /** Takes the session as the form's own if it is the first one. */
  follow(): void {
    this.current ??= ownerOf(this.session.state);
  }

  /** Why nothing can be done with the form in this session; empty if it is not frozen. */
  get frozenText(): string {
    const { current: own, session } = this;
    const now = ownerOf(session.state);
    if (!own || (own.portal === now?.portal && own.account === now.account)) {
      return '';
    }
    if (own.portal === sandboxPortal) {
      return now || session.state.kind === 'signedOut'
        ? l10n.t('This form belongs to the sandbox, which you have left. Nothing can be ordered with it.')
        : '';
    }
    return now ? differenceText(own, now) : '';
  }

  get isFrozen(): boolean {
    return this.frozenText !== '';
  }

  /** What every form says about the session. */
  get lines(): Pick<FormState, 'sandbox' | 'signInNeeded' | 'frozen' | 'owner'> {
    const { current: own, frozenText } = this;
    const { state } = this.session;
    const isOfSandbox = own ? own.portal === sandboxPortal : isSandbox(state);
    const isSignInNeeded = state.kind !== 'signedIn' && frozenText === '';
    return {
      sandbox: isOfSandbox ? l10n.t('Sandbox: nothing is bought') : '',
      signInNeeded: isSignInNeeded ? new SignInNeededError(state.kind === 'ended').sentence() : '',
      frozen:
        frozenText === '' ? null : { text: frozenText, mayCopy: own?.portal === ownerOf(state)?.portal },
      owner: own ?? null,
    };
  }
}

function ownerOf(state: SessionState): FormOwner | undefined {
  if (state.kind !== 'signedIn') {
    return undefined;
  }
  return isSandbox(state)
    ? sandboxOwner
    : { portal: state.baseUrl, account: accountKey(state.baseUrl, state.account) };
}

function differenceText({ portal }: FormOwner, now: FormOwner): string {
  const host = hostOf(portal);
  if (now.portal === portal) {
    return l10n.t(
      'This form belongs to another account at {0}. Sign in to that account again to continue, or copy the form.',
      host,
    );
  }
  return now.portal === sandboxPortal
    ? l10n.t('This form belongs to your account at {0}. Leave the sandbox to continue.', host)
    : l10n.t(
        'This form belongs to {0}, and you are signed in to {1}. Sign in to {0} again to continue.',
        host,
        hostOf(now.portal),
      );
}

/** The page may return anything as a portal. */
function hostOf(portal: string): string {
  return URL.canParse(portal) ? new URL(portal).host : portal;
}

import { withCancellableProgress } from './cancellableProgress';
import { l10n, window, type Memento, commands } from 'vscode';
import { type BaseUrl, isLoopback, defaultPortal } from '../portal/baseUrl';
import type { PortalClient } from '../portal/client';
import type { Session } from '../portal/session';
import { isRefusedSignIn } from '../portal/sessionTokens';
import type { TraceLog } from '../portal/traceLog';
import { explain } from '../text/failureTexts';
import { linklessText } from '../text/plainText';
import { askSignIn, askToKeep, type FailedSignIn, type SignInAnswers } from './askSignIn';

export interface SignInDeps {
  readonly session: Session;
  readonly client: PortalClient;
  readonly log: TraceLog & { show(preserveFocus: boolean): void };
  /** Returns the base URL from the setting. @throws BaseUrlError */
  readonly baseUrl: () => BaseUrl;
  readonly consent: PortalConsent;
}

/**
 * Signs in to the portal of the setting, if the user consents to it. Asks again if the portal does not accept what was
 * entered; reports any other failure and offers to retry.
 */
export async function signIn(deps: SignInDeps, failed?: FailedSignIn): Promise<void> {
  let baseUrl: BaseUrl;
  try {
    baseUrl = deps.baseUrl();
  } catch (error) {
    await offerAddressSetting(explain(error));
    return;
  }
  if (await deps.consent.isGiven(baseUrl)) {
    await signInTo(baseUrl, deps, failed);
  }
}

async function signInTo(baseUrl: BaseUrl, deps: SignInDeps, failed: FailedSignIn | undefined): Promise<void> {
  const { log } = deps;
  const answers = await askSignIn(new URL(baseUrl).host, failed);
  if (!answers) {
    return;
  }
  try {
    if (await signInWith(answers, baseUrl, deps)) {
      log.info(`Signed in to ${baseUrl}`);
    }
  } catch (error) {
    log.error(`Sign-in failed: ${String(error)}`);
    if (isRefusedSignIn(error)) {
      await signInTo(baseUrl, deps, { answers, problem: refusalText(answers) });
    } else {
      await offerRetry(deps, explain(error), answers);
    }
  }
}

/**
 * Signs in with what the user entered. Whether to keep credentials is asked once the portal has accepted them.
 *
 * @returns False if the user cancelled it.
 * @throws PortalError
 */
async function signInWith(
  answers: SignInAnswers,
  baseUrl: BaseUrl,
  { session, client }: SignInDeps,
): Promise<boolean> {
  const title = l10n.t('Signing in…');
  switch (answers.kind) {
    case 'token': {
      const result = await withCancellableProgress(title, async (signal) => {
        await client.checkToken(baseUrl, answers.token, signal);
        await session.signInWithToken(baseUrl, answers.token, signal);
      });
      return result.kind === 'done';
    }
    case 'credentials': {
      const result = await withCancellableProgress(title, (signal) =>
        session.exchange(baseUrl, answers.client, signal),
      );
      if (result.kind === 'cancelled') {
        return false;
      }
      const keepCredentials = await askToKeep(new URL(baseUrl).host);
      await session.start(result.value, { keepCredentials });
      return true;
    }
  }
}

function refusalText({ kind }: SignInAnswers): string {
  switch (kind) {
    case 'token':
      return l10n.t('The portal did not accept this access token.');
    case 'credentials':
      return l10n.t('The portal did not accept this client ID and secret.');
  }
}

async function offerRetry(deps: SignInDeps, sentence: string, answers: SignInAnswers): Promise<void> {
  const tryAgain = l10n.t('Try Again');
  const showOutput = l10n.t('Show Output');
  const choice = await window.showErrorMessage(linklessText(sentence), tryAgain, showOutput);
  if (choice === tryAgain) {
    await signIn(deps, { answers, problem: '' });
  } else if (choice === showOutput) {
    deps.log.show(true);
  }
}

/** Shows what is wrong with the base URL, and offers to open the setting. */
export async function offerAddressSetting(sentence: string): Promise<void> {
  const openSettings = l10n.t('Open Settings');
  const choice = await window.showErrorMessage(linklessText(sentence), openSettings);
  if (choice === openSettings) {
    await openAddressSetting();
  }
}

/**
 * The user's consent to sign in to a portal other than the usual one. Without it, anybody who can change the setting
 * could substitute a look-alike portal.
 */
export class PortalConsent {
  /** @param memory State that all windows and workspaces of the user share. */
  constructor(private readonly memory: Memento) {}

  /**
   * Returns whether the user consents to sign in there. Asks in a modal dialog, and not again for a host once the user
   * has agreed. Does not ask for the usual portal or one on this machine.
   */
  async isGiven(baseUrl: BaseUrl): Promise<boolean> {
    if (baseUrl === defaultPortal || isLoopback(baseUrl)) {
      return true;
    }
    // The URL class writes non-ASCII letters, many of which look like others, in punycode.
    const { host } = new URL(baseUrl);
    const key = `portalAgreedTo ${host}`;
    if (this.memory.get<unknown>(key) === true) {
      return true;
    }
    const isGiven = await askConsent(host);
    if (isGiven) {
      await this.memory.update(key, true);
    }
    return isGiven;
  }
}

async function askConsent(host: string): Promise<boolean> {
  const openSettings = l10n.t('Open Settings');
  const useThisPortal = l10n.t('Use This Portal');
  const answer = await window.showWarningMessage(
    l10n.t('Sign in to {0}?', host),
    {
      modal: true,
      detail: l10n.t(
        'This is not the default portal, {0}. Your credentials and orders go to the address in the setting pbx.apiBaseUrl. Use it only if you know who runs it.',
        new URL(defaultPortal).host,
      ),
    },
    // Enter presses the first button, also when it is held down or pressed by accident: it must not consent.
    openSettings,
    useThisPortal,
  );
  if (answer === openSettings) {
    await openAddressSetting();
  }
  return answer === useThisPortal;
}

/** Opens the setting for the portal's address. */
async function openAddressSetting(): Promise<void> {
  await commands.executeCommand('workbench.action.openSettings', 'pbx.apiBaseUrl');
}

import { withCancellableProgress } from './cancellableProgress';
import { l10n, window, type Memento, commands } from 'vscode';
import { type BaseUrl, isLoopback, defaultPortal } from '../portal/baseUrl';
import type { PortalClient } from '../portal/client';
import type { Session } from '../portal/session';
import type { TraceLog } from '../portal/traceLog';
import { explain } from '../text/failureTexts';
import { linklessText } from '../text/plainText';
import { askSignIn } from './askSignIn';

export interface SignInDeps {
  readonly session: Session;
  readonly client: PortalClient;
  readonly log: TraceLog & { show(preserveFocus: boolean): void };
  /** Returns the base URL from the setting. @throws BaseUrlError */
  readonly baseUrl: () => BaseUrl;
  readonly consent: PortalConsent;
}

/** Signs in to the portal of the setting, if the user consents to it. Reports a failure and offers to retry. */
export async function signIn(parts: SignInDeps): Promise<void> {
  const { session, client, log } = parts;
  let baseUrl: BaseUrl;
  try {
    baseUrl = parts.baseUrl();
  } catch (error) {
    await offerAddressSetting(explain(error));
    return;
  }
  if (!(await parts.consent.isGiven(baseUrl))) {
    return;
  }
  const answers = await askSignIn(new URL(baseUrl).host);
  if (!answers) {
    return;
  }
  try {
    const result = await withCancellableProgress(l10n.t('Signing in…'), async (signal) => {
      if (answers.kind === 'token') {
        await client.checkToken(baseUrl, answers.token, signal);
        await session.signInWithToken(baseUrl, answers.token, signal);
      } else {
        await session.signInWithCredentials(baseUrl, answers.client, {
          keepCredentials: answers.keep,
          signal,
        });
      }
    });
    if (result.kind === 'cancelled') {
      return;
    }
    log.info(`Signed in to ${baseUrl}`);
  } catch (error) {
    log.error(`Sign-in failed: ${String(error)}`);
    await offerRetry(parts, explain(error));
  }
}

async function offerRetry(parts: SignInDeps, sentence: string): Promise<void> {
  const tryAgain = l10n.t('Try Again');
  const showOutput = l10n.t('Show Output');
  const choice = await window.showErrorMessage(linklessText(sentence), tryAgain, showOutput);
  if (choice === tryAgain) {
    await signIn(parts);
  } else if (choice === showOutput) {
    parts.log.show(true);
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
export async function openAddressSetting(): Promise<void> {
  await commands.executeCommand('workbench.action.openSettings', 'pbx.apiBaseUrl');
}

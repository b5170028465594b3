import { l10n, ProgressLocation, window } from 'vscode';
import type { BaseUrl } from '../portal/baseUrl';
import type { PortalClient } from '../portal/client';
import { CancelledError } from '../portal/errors';
import type { Session } from '../portal/session';
import type { TraceLog } from '../portal/traceLog';
import { explain } from '../explain';
import { linklessText } from '../plainText';
import { askSignIn } from './askSignIn';
import { openAddressSetting, type PortalConsent } from './portalConsent';

export interface SignInParts {
  readonly session: Session;
  readonly client: PortalClient;
  readonly log: TraceLog & { show(preserveFocus: boolean): void };
  /** The portal of the setting. @throws BaseUrlError */
  readonly baseUrl: () => BaseUrl;
  readonly consent: PortalConsent;
}

/**
 * Signs in to the portal of the setting, where the user means that one; tells what went wrong and offers another try.
 */
export async function signIn(parts: SignInParts): Promise<void> {
  const { session, client, log } = parts;
  let baseUrl: BaseUrl;
  try {
    baseUrl = parts.baseUrl();
  } catch (error) {
    await offerSetting(explain(error));
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
    await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t('Signing in…'), cancellable: true },
      async (_progress, cancellation) => {
        const aborting = new AbortController();
        cancellation.onCancellationRequested(() => aborting.abort());
        const { signal } = aborting;
        if (answers.kind === 'token') {
          await client.checkToken(baseUrl, answers.token, signal);
          await session.signInWithToken(baseUrl, answers.token);
        } else {
          const keepCredentials = answers.keep;
          await session.signInWithCredentials(baseUrl, answers.client, { keepCredentials, signal });
        }
      },
    );
    log.info(`Signed in to ${baseUrl}`);
  } catch (error) {
    if (error instanceof CancelledError) {
      return;
    }
    log.error(`Sign-in failed: ${String(error)}`);
    await offerAnotherTry(parts, explain(error));
  }
}

async function offerAnotherTry(parts: SignInParts, sentence: string): Promise<void> {
  const tryAgain = l10n.t('Try Again');
  const showOutput = l10n.t('Show Output');
  const choice = await window.showErrorMessage(linklessText(sentence), tryAgain, showOutput);
  if (choice === tryAgain) {
    await signIn(parts);
  } else if (choice === showOutput) {
    parts.log.show(true);
  }
}

/** Tells what is wrong with the base URL and leads to the setting. */
export async function offerSetting(sentence: string): Promise<void> {
  const openSettings = l10n.t('Open Settings');
  const choice = await window.showErrorMessage(linklessText(sentence), openSettings);
  if (choice === openSettings) {
    await openAddressSetting();
  }
}

import { l10n } from 'vscode';
import { type ClientCredentials, longestToken } from '../portal/tokens';
import { type StepResult, askChoice, askText } from './inputSteps';

/** How the user signs in. */
export type SignInAnswers =
  | { readonly kind: 'credentials'; readonly client: ClientCredentials; readonly keep: boolean }
  | { readonly kind: 'token'; readonly token: string };

const totalSteps = 4;

/**
 * Asks step by step, with a way back.
 *
 * @param portal The portal that the answers are for, as each step names it.
 * @returns Undefined when the user gave up.
 */
export async function askSignIn(portal: string): Promise<SignInAnswers | undefined> {
  const title = l10n.t('Sign In to {0}', portal);
  let way = '';
  let clientId = '';
  let clientSecret = '';
  let step = 1;
  for (;;) {
    const moved = (result: StepResult<unknown>): boolean => {
      step += result.kind === 'back' ? -1 : 1;
      return result.kind !== 'cancelled';
    };
    if (step === 1) {
      const result = await askWay(title);
      if (!moved(result)) {
        return undefined;
      }
      way = result.kind === 'done' ? result.value : way;
    } else if (way === 'token') {
      const result = await askToken(title);
      if (result.kind === 'done') {
        return { kind: 'token', token: result.value };
      }
      if (!moved(result)) {
        return undefined;
      }
    } else if (step === 2) {
      const result = await askClientId(title, clientId);
      if (!moved(result)) {
        return undefined;
      }
      clientId = result.kind === 'done' ? result.value.trim() : clientId;
    } else if (step === 3) {
      const result = await askClientSecret(title);
      if (!moved(result)) {
        return undefined;
      }
      clientSecret = result.kind === 'done' ? result.value.trim() : '';
    } else {
      const result = await askConsent(title);
      if (result.kind === 'done') {
        return { kind: 'credentials', client: { clientId, clientSecret }, keep: result.value };
      }
      if (!moved(result)) {
        return undefined;
      }
    }
  }
}

async function askWay(title: string): Promise<StepResult<string>> {
  const result = await askChoice({
    title,
    step: 1,
    totalSteps,
    placeholder: l10n.t('How do you want to sign in?'),
    items: [
      {
        label: l10n.t('Client credentials'),
        detail: l10n.t('Client ID and client secret from the Partner Portal, System > API'),
        way: 'credentials',
      },
      {
        label: l10n.t('Access token'),
        detail: l10n.t('A token that you already have; it ends after 30 minutes and cannot be renewed'),
        way: 'token',
      },
    ],
  });
  return result.kind === 'done' ? { kind: 'done', value: result.value.way } : result;
}

async function askClientId(title: string, value: string): Promise<StepResult<string>> {
  return askText({
    title,
    step: 2,
    totalSteps,
    prompt: l10n.t('Client ID'),
    value,
    validate: (text) => problemOf(text, l10n.t('Enter the client ID.')),
  });
}

async function askClientSecret(title: string): Promise<StepResult<string>> {
  return askText({
    title,
    step: 3,
    totalSteps,
    prompt: l10n.t('Client secret'),
    password: true,
    validate: (text) => problemOf(text, l10n.t('Enter the client secret.')),
  });
}

async function askToken(title: string): Promise<StepResult<string>> {
  const result = await askText({
    title,
    step: 2,
    totalSteps: 2,
    prompt: l10n.t('Access token'),
    password: true,
    validate: (text) => problemOf(withoutBearer(text), l10n.t('Enter the access token.')),
  });
  return result.kind === 'done' ? { kind: 'done', value: withoutBearer(result.value) } : result;
}

async function askConsent(title: string): Promise<StepResult<boolean>> {
  const result = await askChoice({
    title,
    step: 4,
    totalSteps,
    placeholder: l10n.t('Keep client ID and client secret on this machine?'),
    items: [
      {
        label: l10n.t('Do not keep them'),
        detail: l10n.t('You sign in again after 15 days at the latest'),
        keep: false,
      },
      {
        label: l10n.t('Keep them in the secret storage'),
        detail: l10n.t('The session renews itself until you sign out'),
        keep: true,
      },
    ],
  });
  return result.kind === 'done' ? { kind: 'done', value: result.value.keep } : result;
}

/** A token is often copied together with its header's first word. */
function withoutBearer(text: string): string {
  return text.trim().replace(/^Bearer\s+/i, '');
}

function problemOf(text: string, whenEmpty: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') {
    return whenEmpty;
  }
  if (trimmed.length > longestToken) {
    return l10n.t('This is longer than {0} KB, which the portal cannot take.', longestToken / 1024);
  }
  return /^[\x21-\x7e]+$/.test(trimmed)
    ? undefined
    : l10n.t('This has blanks, line breaks or other characters in it that cannot be sent.');
}

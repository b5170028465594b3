import {
  l10n,
  type Disposable,
  type QuickInput,
  type QuickPickItem,
  QuickInputButtons,
  window,
} from 'vscode';
import { type ClientCredentials, longestToken } from '../portal/tokens';

/** What the user entered to sign in. */
export type SignInAnswers =
  | { readonly kind: 'credentials'; readonly client: ClientCredentials; readonly keep: boolean }
  | { readonly kind: 'token'; readonly token: string };

const totalSteps = 4;

/**
 * Asks step by step how to sign in. Each step has a Back button.
 *
 * @param portal The name of the portal, which each step shows.
 * @returns Undefined if the user dismissed a step.
 */
export async function askSignIn(portal: string): Promise<SignInAnswers | undefined> {
  const title = l10n.t('Sign In to {0}', portal);
  let method = '';
  let clientId = '';
  let clientSecret = '';
  let step = 1;
  for (;;) {
    const advance = (result: StepResult<unknown>): boolean => {
      step += result.kind === 'back' ? -1 : 1;
      return result.kind !== 'cancelled';
    };
    if (step === 1) {
      const result = await askMethod(title);
      if (!advance(result)) {
        return undefined;
      }
      method = result.kind === 'done' ? result.value : method;
    } else if (method === 'token') {
      const result = await askToken(title);
      if (result.kind === 'done') {
        return { kind: 'token', token: result.value };
      }
      if (!advance(result)) {
        return undefined;
      }
    } else if (step === 2) {
      const result = await askClientId(title, clientId);
      if (!advance(result)) {
        return undefined;
      }
      clientId = result.kind === 'done' ? result.value.trim() : clientId;
    } else if (step === 3) {
      const result = await askClientSecret(title);
      if (!advance(result)) {
        return undefined;
      }
      clientSecret = result.kind === 'done' ? result.value.trim() : '';
    } else {
      const result = await askConsent(title);
      if (result.kind === 'done') {
        return { kind: 'credentials', client: { clientId, clientSecret }, keep: result.value };
      }
      if (!advance(result)) {
        return undefined;
      }
    }
  }
}

async function askMethod(title: string): Promise<StepResult<string>> {
  const result = await askChoice({
    title,
    step: 1,
    totalSteps,
    placeholder: l10n.t('How do you want to sign in?'),
    items: [
      {
        label: l10n.t('Client credentials'),
        detail: l10n.t('Client ID and client secret from the Partner Portal, System > API'),
        method: 'credentials',
      },
      {
        label: l10n.t('Access token'),
        detail: l10n.t('A token that you already have. It expires after 30 minutes and cannot be renewed'),
        method: 'token',
      },
    ],
  });
  return result.kind === 'done' ? { kind: 'done', value: result.value.method } : result;
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
    placeholder: l10n.t('Save client ID and client secret on this machine?'),
    items: [
      {
        label: l10n.t('Do not save them'),
        detail: l10n.t('You have to sign in again after 15 days at the latest'),
        keep: false,
      },
      {
        label: l10n.t('Save them in the secret storage'),
        detail: l10n.t('The session renews itself until you sign out'),
        keep: true,
      },
    ],
  });
  return result.kind === 'done' ? { kind: 'done', value: result.value.keep } : result;
}

/** Strips the word `Bearer`, which users often copy along with a token. */
function withoutBearer(text: string): string {
  return text.trim().replace(/^Bearer\s+/i, '');
}

function problemOf(text: string, whenEmpty: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') {
    return whenEmpty;
  }
  if (trimmed.length > longestToken) {
    return l10n.t('This is longer than {0} KB, which is more than the portal accepts.', longestToken / 1024);
  }
  return /^[\x21-\x7e]+$/.test(trimmed)
    ? undefined
    : l10n.t('This contains spaces, line breaks or other characters that cannot be sent.');
}

/** How a step ends: with a value, with a step back, or because the user dismissed it. */
export type StepResult<T> =
  { readonly kind: 'done'; readonly value: T } | { readonly kind: 'back' } | { readonly kind: 'cancelled' };

interface StepOptions {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** Asks for a text. `validate` returns what is wrong with it, or undefined if it is valid. */
export async function askText(
  options: StepOptions & {
    readonly prompt: string;
    readonly password?: boolean;
    readonly value?: string;
    readonly validate: (text: string) => string | undefined;
  },
): Promise<StepResult<string>> {
  const box = window.createInputBox();
  box.prompt = options.prompt;
  box.password = options.password ?? false;
  box.value = options.value ?? '';
  return showStep(box, options, (finish) => [
    box.onDidChangeValue(() => {
      box.validationMessage = undefined;
    }),
    box.onDidAccept(() => {
      const problem = options.validate(box.value);
      if (problem === undefined) {
        finish({ kind: 'done', value: box.value });
      } else {
        box.validationMessage = problem;
      }
    }),
  ]);
}

/** Asks for one of `items`. */
export async function askChoice<Item extends QuickPickItem>(
  options: StepOptions & { readonly placeholder: string; readonly items: readonly Item[] },
): Promise<StepResult<Item>> {
  const pick = window.createQuickPick<Item>();
  pick.placeholder = options.placeholder;
  pick.items = options.items;
  return showStep(pick, options, (finish) => [
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (item) {
        finish({ kind: 'done', value: item });
      }
    }),
  ]);
}

async function showStep<T>(
  input: QuickInput & {
    buttons: readonly (typeof QuickInputButtons.Back)[];
    onDidTriggerButton(listener: () => void): Disposable;
  },
  { title, step, totalSteps }: StepOptions,
  listen: (finish: (result: StepResult<T>) => void) => Disposable[],
): Promise<StepResult<T>> {
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  // Stay open while the user copies the secret from another window.
  input.ignoreFocusOut = true;
  input.buttons = step > 1 ? [QuickInputButtons.Back] : [];
  let disposables: Disposable[] = [];
  const result = await new Promise<StepResult<T>>((resolve) => {
    disposables = [
      ...listen(resolve),
      input.onDidTriggerButton(() => resolve({ kind: 'back' })),
      input.onDidHide(() => resolve({ kind: 'cancelled' })),
    ];
    input.show();
  });
  for (const disposable of disposables) {
    disposable.dispose();
  }
  input.dispose();
  return result;
}

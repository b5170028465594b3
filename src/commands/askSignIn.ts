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
  | { readonly kind: 'credentials'; readonly client: ClientCredentials }
  | { readonly kind: 'token'; readonly token: string };

/** An earlier attempt: what was entered, and why it failed. */
export interface FailedSignIn {
  readonly answers: SignInAnswers;
  /** Shown in the box for the secret; empty if the reason has been shown elsewhere. */
  readonly problem: string;
}

const totalSteps = 4;

/**
 * Asks step by step how to sign in. Each step has a Back button.
 *
 * @param portal The name of the portal, which each step shows.
 * @param failed If given, starts at the secret, with everything else as it was entered.
 * @returns Undefined if the user dismissed a step.
 */
export async function askSignIn(portal: string, failed?: FailedSignIn): Promise<SignInAnswers | undefined> {
  const title = l10n.t('Sign In to {0}', portal);
  const before = failed?.answers;
  let method = before?.kind ?? 'credentials';
  let clientId = before?.kind === 'credentials' ? before.client.clientId : '';
  let problem = failed?.problem ?? '';
  let step = before === undefined ? 1 : before.kind === 'token' ? 2 : 3;
  for (;;) {
    const advance = (result: StepResult<unknown>): boolean => {
      step += result.kind === 'back' ? -1 : 1;
      problem = '';
      return result.kind !== 'cancelled';
    };
    if (step === 1) {
      const result = await askMethod(title);
      if (!advance(result)) {
        return undefined;
      }
      method = result.kind === 'done' ? result.value : method;
    } else if (method === 'token') {
      const result = await askToken(title, problem);
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
    } else {
      const result = await askClientSecret(title, problem);
      if (result.kind === 'done') {
        return { kind: 'credentials', client: { clientId, clientSecret: result.value.trim() } };
      }
      if (!advance(result)) {
        return undefined;
      }
    }
  }
}

/**
 * Asks whether to store credentials that the portal has accepted.
 *
 * @param portal See askSignIn.
 * @returns False as well if the user dismissed the question.
 */
export async function askToKeep(portal: string): Promise<boolean> {
  const result = await askChoice({
    title: l10n.t('Signed In to {0}', portal),
    step: totalSteps,
    totalSteps,
    hasBack: false,
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
  return result.kind === 'done' && result.value.keep;
}

async function askMethod(title: string): Promise<StepResult<SignInAnswers['kind']>> {
  const result = await askChoice({
    title,
    step: 1,
    totalSteps,
    placeholder: l10n.t('How do you want to sign in?'),
    items: [
      {
        label: l10n.t('Client credentials'),
        detail: l10n.t('Client ID and client secret from the Partner Portal, System > API'),
        method: 'credentials' as const,
      },
      {
        label: l10n.t('Access token'),
        detail: l10n.t('A token that you already have. It expires after 30 minutes and cannot be renewed'),
        method: 'token' as const,
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

async function askClientSecret(title: string, rejection: string): Promise<StepResult<string>> {
  return askText({
    title,
    step: 3,
    totalSteps,
    prompt: l10n.t('Client secret'),
    password: true,
    problem: rejection,
    validate: (text) => problemOf(text, l10n.t('Enter the client secret.')),
  });
}

async function askToken(title: string, rejection: string): Promise<StepResult<string>> {
  const result = await askText({
    title,
    step: 2,
    totalSteps: 2,
    prompt: l10n.t('Access token'),
    password: true,
    problem: rejection,
    validate: (text) => problemOf(withoutBearer(text), l10n.t('Enter the access token.')),
  });
  return result.kind === 'done' ? { kind: 'done', value: withoutBearer(result.value) } : result;
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
  /** Whether there is a Back button, as there is by default in each step but the first. */
  readonly hasBack?: boolean;
}

/** Asks for a text. `validate` returns what is wrong with it, or undefined if it is valid. */
async function askText(
  options: StepOptions & {
    readonly prompt: string;
    readonly password?: boolean;
    readonly value?: string;
    /** Why an earlier answer was not accepted; shown until the user types. */
    readonly problem?: string;
    readonly validate: (text: string) => string | undefined;
  },
): Promise<StepResult<string>> {
  const box = window.createInputBox();
  box.prompt = options.prompt;
  box.password = options.password ?? false;
  box.value = options.value ?? '';
  box.validationMessage = options.problem ?? '';
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
async function askChoice<Item extends QuickPickItem>(
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
  { title, step, totalSteps, hasBack = step > 1 }: StepOptions,
  listen: (finish: (result: StepResult<T>) => void) => Disposable[],
): Promise<StepResult<T>> {
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  // Stay open while the user copies the secret from another window.
  input.ignoreFocusOut = true;
  input.buttons = hasBack ? [QuickInputButtons.Back] : [];
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

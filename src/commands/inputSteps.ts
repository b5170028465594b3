import { type Disposable, type QuickInput, type QuickPickItem, QuickInputButtons, window } from 'vscode';

/** What a step ends with: a value, one step back, or the end of the whole. */
export type StepResult<T> =
  { readonly kind: 'done'; readonly value: T } | { readonly kind: 'back' } | { readonly kind: 'cancelled' };

interface StepOptions {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** Asks for a text; `validate` tells what is wrong with it, or undefined. */
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
  return run(box, options, (finish) => [
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
  return run(pick, options, (finish) => [
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (item) {
        finish({ kind: 'done', value: item });
      }
    }),
  ]);
}

async function run<T>(
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
  // A user who fetches the secret from another window comes back to the same box.
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

import { type FormValues, type Problems, validate } from '../../orders/formValues';
import { isChoice, isLocked, problemText, checkOf } from '../checks';
import type { Field, FormState, FormTexts } from '../contract';

/** What is wrong with a field, in words, and whether it may be said already. */
export interface ProblemMessage {
  readonly text: string;
  readonly isShown: boolean;
  /** Whether the order waits for the user to change this field. */
  readonly blocks: boolean;
}

/**
 * Decides which message stands at which field. A field that the user has not been to is not complained
 * about before the button below the fields is pressed.
 */
export class ProblemMessages {
  private readonly touched: Set<string>;
  /** Fields that were found wanting while their choices were still on their way. */
  private readonly missedWhileLoading = new Set<string>();
  /** What the host found at a field before the user edited it. */
  private readonly outdated = new Map<string, string>();

  constructor(
    private readonly texts: FormTexts,
    touched: readonly string[],
  ) {
    this.touched = new Set(touched);
  }

  /** The user has been to the field and left it, or chosen in it. */
  touch(name: string): void {
    this.touched.add(name);
  }

  /** The user has edited the field: what the host found at it is about another value. */
  edit({ name, problem }: Field): void {
    this.outdated.set(name, problem);
  }

  /** The button below the fields was pressed: from now on all problems are said. */
  ask(fields: readonly Field[]): void {
    for (const { name, status } of fields) {
      this.touched.add(name);
      if (status === 'loading') {
        this.missedWhileLoading.add(name);
      }
    }
  }

  /** Takes a new state of the host into account. */
  follow({ fields, step }: FormState): void {
    for (const { name, status, problem } of fields) {
      if (status !== 'loading') {
        this.missedWhileLoading.delete(name);
      }
      if (step.name !== 'edit' || problem !== this.outdated.get(name)) {
        this.outdated.delete(name);
      }
    }
  }

  /** The message for each field that has a problem. */
  messages(state: FormState, values: FormValues): ReadonlyMap<string, ProblemMessage> {
    const problems = problemsOf(state, values);
    const messages = new Map<string, ProblemMessage>();
    for (const field of state.fields) {
      const own = problems[field.name];
      const isDue = this.touched.has(field.name) && !this.isAwaited(field);
      const found = field.problem === this.outdated.get(field.name) ? '' : field.problem;
      if (own && (isDue || found === '')) {
        const text = problemText(own, isChoice(field), this.texts.problems, localNumber);
        messages.set(field.name, { text, isShown: isDue, blocks: true });
      } else if (found !== '') {
        // Nobody can change a read-only field; whether its problem remains is for the host to say.
        messages.set(field.name, { text: found, isShown: true, blocks: !isLocked(field) });
      }
    }
    return messages;
  }

  private isAwaited({ name, status }: Field): boolean {
    return status === 'loading' && !this.missedWhileLoading.has(name);
  }
}

/** What the field's control shows: a value that is not among the choices is shown as no value. */
export function shownValue(field: Field, values: FormValues): string {
  const value = values[field.name] ?? '';
  return isChoice(field) && !field.choices.some((choice) => choice.value === value) ? '' : value;
}

/** The values with the portal's suggestions in all fields that the user has not edited. */
export function withSuggestions(
  fields: readonly Field[],
  values: FormValues,
  edited: ReadonlySet<string>,
): FormValues {
  const isSuggested = (field: Field) =>
    isLocked(field) || (!edited.has(field.name) && (field.suggested !== '' || field.status === 'ready'));
  return {
    ...values,
    ...Object.fromEntries(fields.filter(isSuggested).map(({ name, suggested }) => [name, suggested])),
  };
}

/** What keeps the values from being ordered, as far as the fields that are shown tell. */
export function problemsOf({ fields }: FormState, values: FormValues): Problems {
  const checked = { ...values };
  const checks = fields.map((field) => {
    const check = checkOf(field);
    if (!isChoice(field) || field.status === 'ready') {
      return check;
    }
    // What is yet to be offered cannot be told from what is offered no more.
    checked[field.name] = shownValue(field, values);
    return { ...check, offered: undefined };
  });
  return validate(checked, checks);
}

export function localNumber(value: number): string {
  const { lang } = document.documentElement;
  return new Intl.NumberFormat(lang === '' ? undefined : lang).format(value);
}

import { type FormValues, type Problems, validate } from '../../orders/formValues';
import { isChoice, isLocked, problemText, checkOf } from '../checks';
import type { Field, FormState } from '../contract';
import type { FormTexts } from '../pageTexts';

/** The problem of a field as a text, and whether to show it yet. */
export interface ProblemMessage {
  readonly text: string;
  readonly isShown: boolean;
  /** Whether the problem prevents submitting until the user changes this field. */
  readonly blocks: boolean;
}

/**
 * Decides which field shows which message. A field that the user has not visited shows no problem of its own before the
 * button below the fields is pressed.
 */
export class ProblemMessages {
  private readonly touched: Set<string>;
  /** Fields that were submitted while their choices were still loading. */
  private readonly missedWhileLoading = new Set<string>();
  /** The host's problem of a field at the time the user edited it, by field name. */
  private readonly outdated = new Map<string, string>();

  constructor(
    private readonly texts: FormTexts,
    touched: readonly string[],
  ) {
    this.touched = new Set(touched);
  }

  /** Records that the user has left the field or chosen one of its values. */
  touch(name: string): void {
    this.touched.add(name);
  }

  /** Records that the user has edited the field, so that the host's problem is about an earlier value. */
  edit({ name, problem }: Field): void {
    this.outdated.set(name, problem);
  }

  /** Records that the button below the fields was pressed: from now on all problems are shown. */
  ask(fields: readonly Field[]): void {
    for (const { name, status } of fields) {
      this.touched.add(name);
      if (status === 'loading') {
        this.missedWhileLoading.add(name);
      }
    }
  }

  /** Updates the messages for a new state from the host. */
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

  /** Returns the message for each field that has a problem, by field name. */
  messages(state: FormState, values: FormValues): ReadonlyMap<string, ProblemMessage> {
    const problems = problemsOf(state, values);
    const messages = new Map<string, ProblemMessage>();
    for (const field of state.fields) {
      const ownProblem = problems[field.name];
      const isDue = this.touched.has(field.name) && !this.isChoicesPending(field);
      const hostProblem = field.problem === this.outdated.get(field.name) ? '' : field.problem;
      if (ownProblem && (isDue || hostProblem === '')) {
        const text = problemText(ownProblem, isChoice(field), this.texts.problems, localNumber);
        messages.set(field.name, { text, isShown: isDue, blocks: true });
      } else if (hostProblem !== '') {
        // The user cannot change a locked field; only the host knows whether its problem remains.
        messages.set(field.name, { text: hostProblem, isShown: true, blocks: !isLocked(field) });
      }
    }
    return messages;
  }

  private isChoicesPending({ name, status }: Field): boolean {
    return status === 'loading' && !this.missedWhileLoading.has(name);
  }
}

/** Returns the value that the field's control shows; empty for a value that is not among the choices. */
export function shownValue(field: Field, values: FormValues): string {
  const value = values[field.name] ?? '';
  return isChoice(field) && !field.choices.some((choice) => choice.value === value) ? '' : value;
}

/** Returns the values, with the portal's suggestions in all fields that the user has not edited. */
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

/** Returns the problems that prevent the values from being ordered, as far as the visible fields show. */
function problemsOf({ fields }: FormState, values: FormValues): Problems {
  const checked = { ...values };
  const checks = fields.map((field) => {
    const check = checkOf(field);
    if (!isChoice(field) || field.status === 'ready') {
      return check;
    }
    // Until the choices have loaded, it is unknown whether a value is offered.
    checked[field.name] = shownValue(field, values);
    return { ...check, offered: undefined };
  });
  return validate(checked, checks);
}

export function localNumber(value: number): string {
  const { lang } = document.documentElement;
  return new Intl.NumberFormat(lang === '' ? undefined : lang).format(value);
}

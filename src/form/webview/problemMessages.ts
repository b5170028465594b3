import type { FieldName, FormValues } from '../../orders/formValues';
import type { Field, FormState, FormTexts } from '../contract';
import { problemText, problemsOf } from './fieldValues';

/** What is wrong with a field, in words, and whether it may be said already. */
export interface ProblemMessage {
  readonly text: string;
  readonly isShown: boolean;
  /** Whether the order waits for the user to change this field. */
  readonly blocks: boolean;
}

/**
 * Decides which message stands at which field. A field that the user has not been to is not complained
 * about before Review Order is pressed.
 */
export class ProblemMessages {
  private readonly touched: Set<FieldName>;
  /** Fields that Review Order found wanting while their choices were still on their way. */
  private readonly missedWhileLoading = new Set<FieldName>();
  /** What the host found at a field before the user edited it. */
  private readonly outdated = new Map<FieldName, string>();

  constructor(
    private readonly texts: FormTexts,
    touched: readonly FieldName[],
  ) {
    this.touched = new Set(touched);
  }

  /** The user has been to the field and left it, or chosen in it. */
  touch(name: FieldName): void {
    this.touched.add(name);
  }

  /** The user has edited the field: what the host found at it is about another value. */
  edit({ name, problem }: Field): void {
    this.outdated.set(name, problem);
  }

  /** Review Order was pressed: from now on all problems are said. */
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
  messages(state: FormState, values: FormValues): ReadonlyMap<FieldName, ProblemMessage> {
    const problems = problemsOf(state, values);
    const messages = new Map<FieldName, ProblemMessage>();
    for (const field of state.fields) {
      const own = problems[field.name];
      const isDue = this.touched.has(field.name) && !this.isAwaited(field);
      const found = field.problem === this.outdated.get(field.name) ? '' : field.problem;
      if (own && (isDue || found === '')) {
        const text = problemText(own, field, this.texts);
        messages.set(field.name, { text, isShown: isDue, blocks: true });
      } else if (found !== '') {
        // Nobody can change a read-only field; whether its problem remains is for the host to say.
        messages.set(field.name, { text: found, isShown: true, blocks: field.control !== 'readonly' });
      }
    }
    return messages;
  }

  private isAwaited({ name, status }: Field): boolean {
    return status === 'loading' && !this.missedWhileLoading.has(name);
  }
}

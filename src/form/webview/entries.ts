import type { FormValues } from '../../orders/formValues';
import type { Field, FormDraft } from '../contract';
import { withSuggestions } from './fieldValues';

/** What stands in the form's fields, and which of it is the user's own. */
export class Entries {
  private current: FormValues;
  private readonly edited: Set<string>;

  constructor(private readonly start: FormDraft) {
    this.current = start.values;
    this.edited = new Set(start.edited);
  }

  get values(): FormValues {
    return this.current;
  }

  /** What the webview keeps over hiding and reload. */
  get draft(): FormDraft {
    return { ...this.start, values: this.current, edited: [...this.edited] };
  }

  /** The user has entered or chosen `value`. */
  edit(name: string, value: string): void {
    this.current = { ...this.current, [name]: value };
    this.edited.add(name);
  }

  takeSuggestions(fields: readonly Field[]): void {
    this.current = withSuggestions(fields, this.current, this.edited);
  }
}

import type { Field } from './contract';
import type { FormInput } from './facts';
import { fieldsOf } from './fields';

/** What the fields depend on and a form changes. A change replaces the object and never writes into it. */
const changing = ['lookedUp', 'values', 'problems', 'remembered'] as const;

/**
 * Keeps the fields of a form until something that they are derived from changes. Deriving them takes milliseconds, and a
 * bulk order asks for those of all its rows whenever one of them changes.
 */
export class DerivedFields {
  private last: { readonly facts: FormInput; readonly fields: Field[] } | undefined;

  /** Returns the fields, in display order. */
  of(facts: FormInput): Field[] {
    const { last } = this;
    if (last && changing.every((name) => last.facts[name] === facts[name])) {
      return last.fields;
    }
    const fields = fieldsOf(facts);
    this.last = { facts, fields };
    return fields;
  }
}

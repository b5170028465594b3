import type { FormValues } from '../orders/formValues';
import { fieldsWithoutPrice } from '../orders/order';
import { comparableSerialNumber } from '../orders/subject';
import type { Session } from '../portal/session';
import type { Field } from './contract';
import type { FormInput, FormTarget } from './facts';
import { fieldsOf } from './fields';
import { type FormAnswers, answerOf } from './formAnswers';
import type { PriceQuestion } from './formPrice';
import { readForm, readPriceQuestion } from './readForm';
import type { RememberedChoices } from './rememberedChoices';
import { fieldProblems, namesWithSecret, holdsOnly, withoutOutdated, withSuggestions } from './texts';

export interface OrderEntriesDeps {
  readonly session: Session;
  /** Serial numbers of the loaded instances, as the portal writes them. */
  readonly serialNumbers: () => readonly string[];
  readonly explain: (error: unknown) => string;
  readonly remembered: RememberedChoices;
}

/** What the fields depend on and a form changes. A change replaces the object and never writes into it. */
const changing = ['lookedUp', 'values', 'problems', 'remembered'] as const;

/**
 * What a form for one order holds: the values that the user has entered, the fields and problems that follow from them
 * and from the portal's answers, and the order that they describe.
 */
export class OrderEntries {
  private current: FormValues;
  private problems: FormInput['problems'] = {};
  /**
   * The fields until something that they are derived from changes. Deriving them takes milliseconds, and a bulk order
   * asks for those of all its rows whenever one of them changes.
   */
  private derived: { readonly facts: FormInput; readonly fields: Field[] } | undefined;

  constructor(
    private readonly deps: OrderEntriesDeps,
    private readonly target: FormTarget,
    private readonly lookups: { readonly lookedUp: FormAnswers },
    values: FormValues = { productNo: target.productNo },
  ) {
    this.current = values;
  }

  get values(): FormValues {
    return this.current;
  }

  /** The values that are not empty. */
  get filled(): FormValues {
    return Object.fromEntries(Object.entries(this.current).filter(([, value]) => value !== ''));
  }

  /** Everything that the fields are derived from. */
  get facts(): FormInput {
    const { target, current: values, problems } = this;
    const { explain, remembered, session } = this.deps;
    const { lookedUp } = this.lookups;
    return { target, lookedUp, values, problems, explain, remembered: remembered.of(session.state) };
  }

  /** The fields in display order. */
  get fields(): Field[] {
    return this.fieldsFor(this.facts);
  }

  /** The names of the fields that hold a secret. */
  get withSecret(): string[] {
    const { fields, current } = this;
    return namesWithSecret(fields, current, (text) => this.deps.session.isSecretIn(text));
  }

  /** Whether every value was given or is suggested, so that the user has entered none of them. */
  holdsOnly(given: FormValues): boolean {
    return holdsOnly(this.fields, this.current, given);
  }

  /** Takes the values that the user has entered so far. A problem stays until the value of its field changes. */
  change(values: FormValues): void {
    this.problems = withoutOutdated(this.problems, this.current, values);
    this.current = values;
  }

  /** Takes the values that are to be ordered, and finds their problems. @returns Whether there are none. */
  submit(values: FormValues): boolean {
    this.current = values;
    this.problems = this.problemsOf(this.facts);
    return Object.keys(this.problems).length === 0;
  }

  /**
   * Takes the values that were under review, after the lookups have been repeated. A value that the portal suggested
   * and the user did not edit is replaced by the new suggestion.
   *
   * @param values The values that were under review.
   * @param shown The fields that held those values.
   * @returns The problems of the values; empty if they can be ordered.
   */
  refresh(values: FormValues, shown: readonly Field[]): FormInput['problems'] {
    this.current = withSuggestions(values, shown, this.fieldsFor({ ...this.facts, values }));
    return this.problemsOf(this.facts);
  }

  /** Shows problems of these values that were found after they were submitted, by the names of the fields. */
  show(problems: FormInput['problems']): void {
    this.problems = problems;
  }

  /** Returns the order that the values describe; undefined while it depends on something that is not looked up yet. */
  read(): ReturnType<typeof readForm> {
    return readForm(this.comparableFacts);
  }

  /**
   * Returns the question for the price of the values; undefined until everything that it depends on is there, and while
   * a field holds a secret.
   */
  priceQuestion(): PriceQuestion | undefined {
    const facts = this.comparableFacts;
    const isOpen = Object.keys(this.problemsOf(facts)).some((name) => !fieldsWithoutPrice.has(name));
    return isOpen || this.withSecret.length > 0 ? undefined : readPriceQuestion(facts);
  }

  private fieldsFor(facts: FormInput): Field[] {
    const { derived } = this;
    if (derived && changing.every((name) => derived.facts[name] === facts[name])) {
      return derived.fields;
    }
    const fields = fieldsOf(facts);
    this.derived = { facts, fields };
    return fields;
  }

  private problemsOf(facts: FormInput): FormInput['problems'] {
    const { session } = this.deps;
    return fieldProblems(this.fieldsFor(facts), facts.values, (text) => session.isSecretIn(text));
  }

  /** The facts with the serial number as the portal writes it, if that is known. */
  private get comparableFacts(): FormInput {
    const { facts } = this;
    const { productNo } = facts.values;
    if (productNo === undefined) {
      return facts;
    }
    const reportedProductNo = answerOf(facts.lookedUp.detail)?.productNo;
    const known = [
      ...(reportedProductNo === undefined ? [] : [reportedProductNo]),
      ...this.deps.serialNumbers(),
    ].find((one) => comparableSerialNumber(one) === comparableSerialNumber(productNo));
    return { ...facts, values: { ...facts.values, productNo: known ?? productNo } };
  }
}

import { l10n } from 'vscode';
import type { FormValues } from '../orders/formValues';
import type { Journal } from '../orders/journal';
import type { Ended, OrderPlacement } from '../orders/place';
import type { RecentOrders } from '../orders/recentOrders';
import type { RecordId } from '../orders/record';
import { refusedField } from '../orders/refusedField';
import { comparableSerialNumber } from '../orders/subject';
import type { Settling } from '../orders/settling';
import { codeText, plainText, shortText } from '../text/plainText';
import type { PortalClient } from '../portal/client';
import { type Disposable, Emitter } from '../portal/emitter';
import type { Lookups } from '../portal/lookups';
import type { Session } from '../portal/session';
import { SignInNeededError } from '../portal/sessionTokens';
import type { Field, FormState } from './contract';
import type { FormFacts, FormTarget } from './facts';
import { readForm } from './readForm';
import { fieldProblems, holdsOnly, withoutOutdated, withSuggestions } from './fieldProblems';
import { fieldsOf } from './fields';
import { FormLookups } from './formLookups';
import { type FormModel, formTitle } from './formModel';
import { FormPrice } from './formPrice';
import { answerOf } from './lookedUp';
import { type OrderUnderReview, OpenReview } from './openReview';
import { OrderSteps } from './orderSteps';
import { sessionLines } from './reviewFacts';

export interface OrderFormParts {
  readonly client: PortalClient;
  readonly lookups: Lookups;
  readonly session: Session;
  readonly placement: OrderPlacement;
  readonly journal: Journal;
  readonly settling: Settling;
  readonly recentOrders: RecentOrders;
  /** Serial numbers of the instances that are loaded, as the portal writes them. */
  readonly serialNumbers: () => readonly string[];
  readonly explain: (error: unknown) => string;
  /**
   * Told of every end, also when the form was closed while the order was under way.
   * `title`: what is ordered for which PBX.
   */
  readonly orderEnded: (target: FormTarget, ended: Ended, title: string) => void;
}

/** The form of one order: its fields with what the portal tells of them, and the steps that the order takes. */
export class OrderForm implements FormModel {
  /** The way of the order from its review to its end. */
  readonly steps: OrderSteps;
  private readonly lookups: FormLookups;
  private readonly price: FormPrice;
  private values: FormValues;
  private problems: FormFacts['problems'] = {};
  private readonly changed = new Emitter<undefined>();
  private readonly listening: readonly Disposable[];

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly parts: OrderFormParts,
    readonly target: FormTarget,
    values?: FormValues,
  ) {
    this.values = values ?? { productNo: target.productNo };
    this.lookups = new FormLookups(parts.lookups, target);
    this.price = new FormPrice(parts.client, parts.explain);
    const { placement, journal, settling } = parts;
    this.steps = new OrderSteps({
      ...{ placement, journal, settling },
      changed: () => this.changed.fire(undefined),
      ended: (open, ended, title) => this.ended(open, ended, title),
    });
    this.listening = [
      this.lookups.onDidChange(() => {
        this.lookups.follow(this.facts());
        this.changed.fire(undefined);
      }),
      this.price.onDidChange(() => this.changed.fire(undefined)),
    ];
  }

  holdsOnly(given: FormValues): boolean {
    return holdsOnly(fieldsOf(this.facts()), this.values, given);
  }

  /** Asks the portal for everything that the fields need and that is not known yet. */
  load(): void {
    this.lookups.load(this.facts());
  }

  /** Another session may be with another account: what was reviewed in the old one is not placed in this one. */
  sessionChanged(): void {
    const { steps } = this;
    const { state } = this.parts.session;
    if (state.kind === 'signedIn') {
      // What became of an order stays to be read; only what could still be placed is taken back.
      if (steps.name !== 'outcome' && steps.signInId !== state.signInId) {
        steps.edit();
      }
      this.price.forget();
      this.lookups.reset();
      this.load();
    }
    this.changed.fire(undefined);
  }

  /** Takes over what the user has entered so far. */
  change(values: FormValues): void {
    const before = this.facts();
    this.values = values;
    this.problems = withoutOutdated(this.problems, before.values, values);
    this.lookups.follow(this.facts());
    this.askPrice();
    this.changed.fire(undefined);
  }

  /**
   * Makes the body and shows it, or shows what keeps the values from being ordered. An order that is under way, or
   * whose end is shown, stays as it is.
   *
   * @throws Error with a sentence for a person where there is no session, or the answers are not there yet.
   */
  submit(values: FormValues): void {
    if (this.steps.name !== 'edit' && this.steps.name !== 'review') {
      return;
    }
    this.values = values;
    this.problems = fieldProblems(fieldsOf(this.facts()), values);
    if (Object.keys(this.problems).length === 0) {
      this.showReview();
    }
    this.changed.fire(undefined);
  }

  /** Back to the fields; what was reviewed cannot be placed any more. */
  edit(): void {
    this.steps.edit();
  }

  /** The records of the orders that the form shows something of. */
  shownRecords(): readonly RecordId[] {
    return this.steps.shownRecords();
  }

  /** Whether something that the form shows is yet to be found out. */
  get isWaiting(): boolean {
    return this.steps.isWaiting;
  }

  get state(): FormState {
    const facts = this.facts();
    const { instanceName, productName, productNo } = this.target;
    const subject =
      productNo === ''
        ? [plainText(shortText(productName))]
        : [plainText(shortText(instanceName)), codeText(shortText(productNo))];
    return {
      title: formTitle(facts),
      subtitle: subject.filter((part) => part !== '').join(' · '),
      ...sessionLines(this.parts.session.state),
      fields: fieldsOf(facts),
      price: this.price.line ?? null,
      submit: l10n.t('Review Order'),
      step: this.steps.view,
    };
  }

  dispose(): void {
    for (const listening of this.listening) {
      listening.dispose();
    }
    this.steps.dispose();
    this.lookups.dispose();
    this.price.dispose();
    this.changed.dispose();
  }

  private facts(): FormFacts {
    const { target, values, problems } = this;
    return { target, lookedUp: this.lookups.lookedUp, values, problems, explain: this.parts.explain };
  }

  private showReview(): void {
    const { state: session } = this.parts.session;
    if (session.kind !== 'signedIn') {
      throw new Error(new SignInNeededError(session.kind === 'ended').sentence());
    }
    const read = this.read();
    if (!read) {
      throw new Error(l10n.t('What you chose is being looked up. Review the order again in a moment.'));
    }
    const { journal, recentOrders, explain } = this.parts;
    // A page that comes back to the front tells values of its own; they are not what the review is of.
    let [values, shown] = [this.values, fieldsOf(this.facts())];
    const open: OpenReview = new OpenReview(
      {
        ...{ price: this.price, journal, recentOrders, explain },
        askDetail: () => this.lookups.askDetail(),
        read: () => {
          const anew = this.readAnew(open, values, shown);
          [values, shown] = [this.values, fieldsOf(this.facts())];
          return anew;
        },
        answered: () => this.changed.fire(undefined),
      },
      { ...read, target: this.target },
      session,
    );
    this.steps.review(open);
  }

  /**
   * What the form orders after the portal was asked anew. A value that is what the portal told before, and not one of the
   * user's own, gives way to what it tells now. Where that cannot be ordered, the fields are shown with the reason.
   *
   * @param values What was under review so far.
   * @param shown The fields that those values were in.
   */
  private readAnew(
    open: OpenReview,
    values: FormValues,
    shown: readonly Field[],
  ): OrderUnderReview | undefined {
    this.values = withSuggestions(values, shown, fieldsOf({ ...this.facts(), values }));
    const facts = this.facts();
    const problems = fieldProblems(fieldsOf(facts), this.values);
    const read = Object.keys(problems).length === 0 ? this.read() : undefined;
    if (!read && this.steps.isAt(open)) {
      this.problems = problems;
      this.steps.edit();
    }
    return read && { ...read, target: this.target };
  }

  /** What the values order, with the serial number in the portal's spelling where that is known. */
  private read(): ReturnType<typeof readForm> {
    const facts = this.facts();
    const { productNo } = facts.values;
    if (productNo === undefined) {
      return readForm(facts);
    }
    const told = answerOf(facts.lookedUp.detail)?.productNo;
    const known = [...(told === undefined ? [] : [told]), ...this.parts.serialNumbers()].find(
      (one) => comparableSerialNumber(one) === comparableSerialNumber(productNo),
    );
    return readForm({ ...facts, values: { ...facts.values, productNo: known ?? productNo } });
  }

  /** While the user fills in the form, the price follows; what cannot be ordered yet has none. */
  private askPrice(): void {
    if (this.steps.name !== 'edit') {
      return;
    }
    const facts = this.facts();
    const problems = fieldProblems(fieldsOf(facts), this.values);
    const read = Object.keys(problems).length === 0 ? this.read() : undefined;
    if (read && this.parts.session.state.kind === 'signedIn') {
      void this.price.ask(read.question);
    } else {
      this.price.forget();
    }
  }

  private ended(open: OpenReview, ended: Ended, title: string): void {
    const { outcome } = ended;
    const { order, rule } = open.read;
    const field = outcome.kind === 'refused' ? refusedField(outcome.error, order, rule) : undefined;
    if (outcome.kind === 'refused' && field) {
      this.problems = { [field]: outcome.error.sentence() };
    }
    this.parts.orderEnded(this.target, ended, title);
  }
}

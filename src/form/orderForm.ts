import { l10n } from 'vscode';
import type { FormValues } from '../orders/formValues';
import type { Journal } from '../orders/journal';
import { UnexpectedError } from '../orders/outcome';
import type { Ended, OrderPlacement } from '../orders/place';
import type { RecordId } from '../orders/record';
import { isUnsettled } from '../orders/record';
import { refusedField } from '../orders/refusedField';
import type { OrderBody } from '../orders/request';
import type { Settling } from '../orders/settling';
import type { BaseUrl } from '../portal/baseUrl';
import type { PortalClient } from '../portal/client';
import type { Disposable } from '../portal/emitter';
import { Emitter } from '../portal/emitter';
import type { Lookups } from '../portal/lookups';
import type { Session } from '../portal/session';
import { SignInNeededError } from '../portal/sessionState';
import type { FormState } from './contract';
import { Cancellable } from './cancellable';
import type { FormFacts } from './facts';
import type { FormModel } from './formModel';
import { fieldProblems, withoutOutdated } from './fieldProblems';
import { fieldsOf } from './fields';
import { FormLookups } from './formLookups';
import { FormPrice } from './formPrice';
import { formTitle } from './formTitle';
import { OpenReview } from './openReview';
import { readForm } from './readForm';
import { sessionLines } from './sessionLines';
import type { Stage } from './stage';
import { recordsOf, stepView } from './stage';
import type { FormTarget } from './target';

export interface OrderFormParts {
  readonly client: PortalClient;
  readonly lookups: Lookups;
  readonly session: Session;
  readonly placement: OrderPlacement;
  readonly journal: Journal;
  readonly settling: Settling;
  readonly explain: (error: unknown) => string;
  /** Told of every outcome, also when the form was closed while the order was under way. */
  readonly orderEnded: (target: FormTarget, ended: Ended) => void;
}

/** One order from the first field to its outcome; the only owner of the form's state. */
export class OrderForm implements FormModel {
  private readonly lookups: FormLookups;
  private readonly price: FormPrice;
  private values: FormValues;
  private problems: FormFacts['problems'] = {};
  private stage: Stage = { name: 'edit' };
  private readonly check = new Cancellable((signal) => this.checkShown(signal));
  private readonly changed = new Emitter<undefined>();
  private readonly listening: readonly Disposable[];

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly parts: OrderFormParts,
    private readonly target: FormTarget,
    values?: FormValues,
  ) {
    this.values = values ?? { productNo: target.productNo };
    this.lookups = new FormLookups(parts.lookups, target);
    this.price = new FormPrice(parts.client, parts.explain);
    this.listening = [
      this.lookups.onDidChange(() => {
        this.lookups.follow(this.facts());
        this.changed.fire(undefined);
      }),
      this.price.onDidChange(() => this.changed.fire(undefined)),
      parts.journal.onDidChange(() => void this.recordsChanged()),
      parts.settling.onDidChange(() => void this.recordsChanged()),
    ];
  }

  /** Asks the portal for everything that the fields need and that is not known yet. */
  load(): void {
    this.lookups.load(this.facts());
  }

  /** Another session may be with another account: what was reviewed in the old one is not placed in this one. */
  sessionChanged(): void {
    const { stage } = this;
    const { state } = this.parts.session;
    if (state.kind === 'signedIn') {
      const isSameSignIn = 'open' in stage && stage.open.order.signInId === state.signInId;
      // What became of an order stays to be read; only what could still be placed is taken back.
      if (stage.name !== 'outcome' && !isSameSignIn) {
        this.edit();
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
    if (this.stage.name !== 'edit' && this.stage.name !== 'review') {
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
    if (this.stage.name !== 'placing') {
      this.enter({ name: 'edit' });
    }
  }

  /**
   * Places what was reviewed, once.
   *
   * @returns False when that review is not, or no longer, the one shown; nothing is sent then.
   */
  async place(reviewId: string): Promise<boolean> {
    const { stage } = this;
    if (stage.name !== 'review' || stage.open.reviewId !== reviewId || !stage.open.isReady) {
      return false;
    }
    await this.placeNow(stage.open, new Set());
    return true;
  }

  /**
   * Places an order that was held back, after the user agreed to repeat the orders that the form shows.
   *
   * @returns False when that order is not, or no longer, held back by these; nothing is sent then.
   */
  async placeAnyway(reviewId: string): Promise<boolean> {
    const { stage } = this;
    if (stage.name !== 'heldBack' || stage.open.reviewId !== reviewId || stage.by.beingPlaced) {
      return false;
    }
    await this.placeNow(stage.open, new Set(stage.by.records.map(({ id }) => id)));
    return true;
  }

  /**
   * Looks for the orders of unknown outcome that are shown, once for all who ask while it goes on. Resolves quietly
   * when it is cancelled.
   *
   * @throws PortalError, SignInNeededError, OtherAccountError.
   */
  checkAgain(): Promise<void> {
    return this.check.run();
  }

  cancelCheck(): void {
    this.check.cancel();
  }

  /** The records of the orders that the form shows something of. */
  shownRecords(): readonly RecordId[] {
    return recordsOf(this.stage);
  }

  /** Whether something that the form shows is yet to be found out. */
  get isWaiting(): boolean {
    const { journal } = this.parts;
    return this.shownRecords().some((id) => {
      const record = journal.find(id);
      return record !== undefined && isUnsettled(record);
    });
  }

  /** The body and the portal of the review that is shown; undefined when `reviewId` is not that one. */
  reviewedOrder(reviewId: string): { body: OrderBody; baseUrl: BaseUrl } | undefined {
    const { stage } = this;
    return stage.name === 'review' && stage.open.reviewId === reviewId ? stage.open.order : undefined;
  }

  get state(): FormState {
    const facts = this.facts();
    const { instanceName, productName, productNo } = this.target;
    const subtitle = productNo === '' ? [productName] : [instanceName, productNo];
    return {
      title: formTitle(facts),
      subtitle: subtitle.filter((part) => part !== '').join(' · '),
      ...sessionLines(this.parts.session.state),
      fields: fieldsOf(facts),
      price: this.price.line ?? null,
      submit: l10n.t('Review Order'),
      step: stepView(this.stage, this.parts),
    };
  }

  dispose(): void {
    for (const listening of this.listening) {
      listening.dispose();
    }
    if ('open' in this.stage) {
      this.stage.open.dispose();
    }
    this.check.cancel();
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
    const read = readForm(this.facts());
    if (!read) {
      throw new Error(l10n.t('What you chose is being looked up. Review the order again in a moment.'));
    }
    const { client } = this.parts;
    const open = new OpenReview(
      { client, price: this.price, answered: () => this.changed.fire(undefined) },
      { ...read, target: this.target, session },
    );
    this.enter({ name: 'review', open });
  }

  /** While the user fills in the form, the price follows; what cannot be ordered yet has none. */
  private askPrice(): void {
    if (this.stage.name !== 'edit') {
      return;
    }
    const facts = this.facts();
    const problems = fieldProblems(fieldsOf(facts), this.values);
    const read = Object.keys(problems).length === 0 ? readForm(facts) : undefined;
    if (read && this.parts.session.state.kind === 'signedIn') {
      void this.price.ask(read.question);
    } else {
      this.price.forget();
    }
  }

  /** Goes to another stage; a review that is left asks for nothing more. */
  private enter(stage: Stage): void {
    const open = 'open' in stage ? stage.open : undefined;
    if ('open' in this.stage && this.stage.open !== open) {
      this.stage.open.dispose();
    }
    this.stage = stage;
    this.changed.fire(undefined);
  }

  private async placeNow(open: OpenReview, despite: ReadonlySet<RecordId>): Promise<void> {
    open.dispose();
    this.enter({ name: 'placing', open });
    const result = await this.parts.placement.place(open.order, despite).catch((error: unknown): Ended => ({
      kind: 'ended',
      outcome: { kind: 'unknown', error: new UnexpectedError(error), reply: undefined },
      recordId: undefined,
    }));
    if (result.kind === 'heldBack') {
      this.enter({ name: 'heldBack', open, by: result });
    } else {
      this.showOutcome(open, result);
    }
  }

  private showOutcome(open: OpenReview, ended: Ended): void {
    const { outcome, recordId } = ended;
    const { order, rule } = open.read;
    const field = outcome.kind === 'refused' ? refusedField(outcome.error, order, rule) : undefined;
    if (outcome.kind === 'refused' && field) {
      this.problems = { [field]: outcome.error.sentence() };
    }
    this.enter({ name: 'outcome', outcome, recordId });
    this.parts.orderEnded(this.target, ended);
  }

  private async checkShown(signal: AbortSignal): Promise<void> {
    const { stage } = this;
    try {
      await this.parts.settling.check(this.shownRecords(), { signal });
    } finally {
      if (this.stage === stage) {
        await this.recordsChanged();
      }
    }
  }

  /** What holds this order back may have been settled, here or in another window: then it can be placed. */
  private async recordsChanged(): Promise<void> {
    const { stage } = this;
    if (stage.name === 'heldBack') {
      const { open } = stage;
      const by = await this.parts.placement.heldBackBy(open.order);
      if (this.stage === stage) {
        this.enter(by ? { name: 'heldBack', open, by } : { name: 'review', open });
      }
    } else if (stage.name === 'outcome') {
      this.changed.fire(undefined);
    }
  }
}

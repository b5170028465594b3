import { randomUUID } from 'node:crypto';
import { l10n } from 'vscode';
import type { FormValues } from '../orders/formValues';
import { emptyFormValues } from '../orders/formValues';
import type { Outcome } from '../orders/outcome';
import type { OrderPlacement } from '../orders/place';
import { refusedField } from '../orders/refusedField';
import type { OrderBody } from '../orders/request';
import { orderBody, priceBody, readOrder } from '../orders/request';
import { ruleFor } from '../orders/rules';
import type { OrderSnapshot } from '../orders/snapshot';
import { takeSnapshot } from '../orders/snapshot';
import { validate } from '../orders/validate';
import type { BaseUrl } from '../portal/baseUrl';
import type { PortalClient } from '../portal/client';
import { Emitter } from '../portal/emitter';
import type { Lookups } from '../portal/lookups';
import type { Session } from '../portal/session';
import { SignInNeededError } from '../portal/session';
import type { FormState, Review, Step } from './contract';
import type { FormFacts, FormTarget } from './fields';
import { chosenPlanId, chosenService, fieldsOf, limitsOf, quantityLimit } from './fields';
import type { Look, LookedUp } from './lookedUp';
import { answerOf, nothingLookedUp } from './lookedUp';
import { outcomeView } from './outcomeView';
import { noPriceLine, priceLine, reviewOf } from './review';
import { problemText } from './texts';
import { idFrom } from '../portal/values';

export interface OrderFormParts {
  readonly client: PortalClient;
  readonly lookups: Lookups;
  readonly session: Session;
  readonly placement: OrderPlacement;
  readonly explain: (error: unknown) => string;
  /** Told of every outcome, also when the form was closed while the order was under way. */
  readonly orderEnded: (target: FormTarget, outcome: Outcome) => void;
}

/** An order that has been reviewed: what Place Order sends, and nothing else. */
interface ReviewedOrder {
  readonly body: OrderBody;
  readonly baseUrl: BaseUrl;
  readonly signInId: string;
  before: OrderSnapshot | undefined;
}

/** Milliseconds after which a review goes on without the portal's price. */
const longestPriceWait = 10_000;

/** One order from the first field to its outcome; the only owner of the form's state. */
export class OrderForm {
  private lookedUp: LookedUp = nothingLookedUp;
  private values: FormValues;
  private problems: FormFacts['problems'] = {};
  private step: Step = { name: 'edit' };
  private reviewed: ReviewedOrder | undefined;
  /** Ends what the current review has asked for. */
  private reviewing = new AbortController();
  private readonly changed = new Emitter<undefined>();

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly parts: OrderFormParts,
    private readonly target: FormTarget,
    values?: FormValues,
  ) {
    this.values = values ?? { ...emptyFormValues, productNo: target.productNo };
  }

  /** Asks the portal side by side for everything that the fields need and that is not known yet. */
  load(): void {
    const { lookups } = this.parts;
    const { productId, productNo } = this.target;
    this.look('detail', lookups.instanceDetail(productId, productNo));
    this.look('catalogue', lookups.catalogue(productId));
    this.look('contacts', lookups.billingContacts());
  }

  /** Another session may be with another account: what was reviewed in the old one is not placed in this one. */
  sessionChanged(): void {
    if (this.parts.session.state.kind === 'signedIn') {
      this.edit();
      this.load();
    }
    this.changed.fire(undefined);
  }

  /** Takes over what the user has entered so far. */
  change(values: FormValues): void {
    const before = this.facts();
    this.values = values;
    this.problems = Object.fromEntries(
      Object.entries(this.problems).filter(
        ([name]) => before.values[name as keyof FormValues] === values[name as keyof FormValues],
      ),
    );
    this.askTerms();
    this.changed.fire(undefined);
  }

  /**
   * Makes the body and shows it, or shows what keeps the values from being ordered.
   *
   * @throws Error with a sentence for a person where there is no session, or the answers are not there yet.
   */
  review(values: FormValues): void {
    this.values = values;
    const facts = this.facts();
    const fields = fieldsOf(facts);
    const problems = validate(values, limitsOf(fields, quantityLimit(facts)));
    this.problems = Object.fromEntries(
      fields.flatMap(({ name, control }) => {
        const problem = problems[name];
        return problem ? [[name, problemText(problem, control === 'select' || control === 'radio')]] : [];
      }),
    );
    if (Object.keys(this.problems).length === 0) {
      this.showReview();
    }
    this.changed.fire(undefined);
  }

  /** From review or outcome to the fields again; what was reviewed cannot be placed any more. */
  edit(): void {
    if (this.step.name !== 'placing') {
      this.leaveReview();
      this.step = { name: 'edit' };
      this.changed.fire(undefined);
    }
  }

  /**
   * Places what was reviewed, once.
   *
   * @returns False when that review is not, or no longer, the one shown; nothing is sent then.
   */
  async place(reviewId: string): Promise<boolean> {
    const { step, reviewed } = this;
    const isReady =
      step.name === 'review' && step.review.reviewId === reviewId && step.review.price.status !== 'asking';
    if (!isReady || !reviewed) {
      return false;
    }
    this.leaveReview();
    this.step = { name: 'placing', review: step.review };
    this.changed.fire(undefined);

    const outcome = await this.parts.placement.place(reviewed);
    this.showOutcome(outcome);
    return true;
  }

  /** The body and the portal of the review that is shown; undefined when `reviewId` is not that one. */
  reviewedOrder(reviewId: string): { body: OrderBody; baseUrl: BaseUrl } | undefined {
    return this.step.name === 'review' && this.step.review.reviewId === reviewId ? this.reviewed : undefined;
  }

  get state(): FormState {
    const facts = this.facts();
    const { session } = this.parts;
    const { state } = session;
    const service = chosenService(facts);
    const { instanceName, productNo } = this.target;
    return {
      title: service
        ? l10n.t('Subscribe to {0}', service.name ?? service.serviceId)
        : l10n.t('Subscribe to a Service'),
      subtitle: [instanceName, productNo].filter((part) => part !== '').join(' · '),
      sandbox:
        state.kind === 'signedIn' && state.kept === 'sandbox' ? l10n.t('Sandbox: nothing is bought') : '',
      signInNeeded: state.kind === 'signedIn' ? '' : new SignInNeededError(state.kind === 'ended').sentence(),
      fields: fieldsOf(facts),
      quantityLimit: quantityLimit(facts) ?? null,
      step: this.step,
    };
  }

  dispose(): void {
    this.reviewing.abort();
    this.changed.dispose();
  }

  private facts(): FormFacts {
    const { target, lookedUp, values, problems } = this;
    return { target, lookedUp, values, problems, explain: this.parts.explain };
  }

  private look<Key extends 'detail' | 'catalogue' | 'contacts'>(
    key: Key,
    answer: Promise<LookedUp[Key] extends Look<infer T> ? T : never>,
  ): void {
    const set = (look: Look<unknown>) => {
      this.lookedUp = { ...this.lookedUp, [key]: look };
      this.askTerms();
      this.changed.fire(undefined);
    };
    if (this.lookedUp[key].status === 'failed') {
      set({ status: 'loading' });
    }
    answer.then(
      (value) => set({ status: 'ready', value }),
      (error: unknown) => set({ status: 'failed', error }),
    );
  }

  /** Asks for the chosen service's terms; without them only the documented limits hold. */
  private askTerms(): void {
    const facts = this.facts();
    const service = chosenService(facts);
    const { productId, productNo } = this.target;
    const connectionPlanId = idFrom(chosenPlanId(facts));
    if (!service || connectionPlanId === undefined || this.lookedUp.terms?.serviceId === service.serviceId) {
      return;
    }
    const { serviceId } = service;
    this.lookedUp = { ...this.lookedUp, terms: { serviceId, quantityLimit: undefined } };
    this.parts.lookups.purchaseTerms(service, { productId, productNo, connectionPlanId }).then(
      (terms) => {
        if (this.lookedUp.terms?.serviceId === serviceId) {
          const quantityLimit = terms?.quantityLimit;
          this.lookedUp = { ...this.lookedUp, terms: { serviceId, quantityLimit } };
          this.changed.fire(undefined);
        }
      },
      () => undefined,
    );
  }

  private showReview(): void {
    const facts = this.facts();
    const service = chosenService(facts);
    const { state } = this.parts.session;
    const order = readOrder(this.values);
    const contact = answerOf(this.lookedUp.contacts)?.find(
      ({ billingContactId }) => billingContactId === order.billingId,
    );
    if (state.kind !== 'signedIn') {
      throw new Error(new SignInNeededError(state.kind === 'ended').sentence());
    }
    if (!service || !contact) {
      throw new Error(l10n.t('What you chose is being looked up. Review the order again in a moment.'));
    }
    const rule = ruleFor(service);
    const body = orderBody(order, rule);
    const reviewId = randomUUID();
    this.leaveReview();
    const { baseUrl, signInId } = state;
    this.reviewed = { body, baseUrl, signInId, before: undefined };
    this.step = {
      name: 'review',
      review: reviewOf({
        reviewId,
        order,
        body,
        rule,
        service,
        contact,
        extensions: answerOf(this.lookedUp.detail)?.extensions,
        baseUrl,
      }),
    };
    void this.takeSnapshot(this.reviewed);
    const question = service.pricingId === undefined ? undefined : priceBody(order, rule, service.pricingId);
    void this.askPrice(reviewId, question);
  }

  /** Notes the portal's orders as they are before this one; without them a 401 cannot be tried again. */
  private async takeSnapshot(reviewed: ReviewedOrder): Promise<void> {
    reviewed.before = await takeSnapshot(this.parts.client, this.reviewing.signal).catch(() => undefined);
  }

  private async askPrice(reviewId: string, question: string | undefined): Promise<void> {
    const price = await this.priceOf(question);
    if (this.step.name === 'review' && this.step.review.reviewId === reviewId) {
      this.step = { name: 'review', review: { ...this.step.review, price } };
      this.changed.fire(undefined);
    }
  }

  private async priceOf(question: string | undefined): Promise<Review['price']> {
    if (question === undefined) {
      return noPriceLine(l10n.t('Its catalogue names no pricing id for this service.'));
    }
    const signal = AbortSignal.any([this.reviewing.signal, AbortSignal.timeout(longestPriceWait)]);
    try {
      return priceLine(await this.parts.client.calculatePrice(question, signal), new Date());
    } catch (error) {
      return noPriceLine(this.parts.explain(error));
    }
  }

  private leaveReview(): void {
    this.reviewing.abort();
    this.reviewing = new AbortController();
    this.reviewed = undefined;
  }

  private showOutcome(outcome: Outcome): void {
    const field = outcome.kind === 'refused' ? refusedField(outcome.error) : undefined;
    if (outcome.kind === 'refused' && field) {
      this.problems = { [field]: outcome.error.sentence() };
    }
    this.step = { name: 'outcome', outcome: outcomeView(outcome) };
    this.changed.fire(undefined);
    this.parts.orderEnded(this.target, outcome);
  }
}
